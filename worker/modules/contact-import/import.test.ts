import { beforeAll, describe, expect, it } from 'vitest'
import type { OrganizationContext } from '../../shared/context'
import { createMember } from '../../test/factories'
import { importEnd, refusedOf, runImport } from '../../test/imports'
import { createContact, createConversation } from '../../test/inbox-factories'
import { organizationContext } from '../../test/system'
import {
  consentRecords,
  contactEvents,
  contactIdentities,
  contacts,
  contactTags,
  customFields,
  tags,
} from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'

type Member = Awaited<ReturnType<typeof createMember>>
let member: Member
let ctx: OrganizationContext
let token: string
const fresh = async () => {
  member = await createMember({ role: 'manager' })
  ctx = await organizationContext(member.organization)
  token = member.token
}
beforeAll(fresh)
const people = async () =>
  (await ctx.db.select(contacts)).toSorted((one, other) => ((one.phone ?? '') < (other.phone ?? '') ? -1 : 1))

describe('an import', () => {
  const file =
    'Name,Phone,E-Mail,Tags\r\n"Diallo, Amara",+49 170 1234567,Amara@Example.com,vip;new\r\n"Two\nlines",+447700900123,,\r\n'

  it('makes people of rows, with their tags, and says in their timeline where they come from', async () => {
    await fresh()
    const { id, job } = await runImport(file, { token })
    expect(job).toMatchObject({ state: 'done', done: 2, total: 2, title: 'people.csv' })
    expect(job.counts).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 0, consentKept: 0 })
    expect(await people()).toMatchObject([
      { name: 'Two\nlines', phone: '+447700900123', email: null, source: 'import' },
      { name: 'Diallo, Amara', phone: '+491701234567', country: 'DE', email: 'amara@example.com' },
    ])
    expect((await ctx.db.select(contactIdentities)).map(({ kind, value }) => `${kind} ${value}`).sort()).toEqual([
      'phone 447700900123',
      'phone 491701234567',
    ])
    expect((await ctx.db.select(tags)).map(({ name }) => name).sort()).toEqual(['new', 'vip'])
    expect(await ctx.db.select(contactTags)).toHaveLength(2)
    expect((await ctx.db.select(contactEvents)).map(({ type, data }) => [type, data.jobId])).toEqual([
      ['created', id],
      ['created', id],
    ])
  })

  it('of the same file once more changes nothing', async () => {
    const before = [await people(), await ctx.db.select(contactEvents), await ctx.db.select(contactTags)]
    const { job } = await runImport(file, { token })
    expect(job.counts).toMatchObject({ created: 0, updated: 0, unchanged: 2, refused: 0 })
    expect([await people(), await ctx.db.select(contactEvents), await ctx.db.select(contactTags)]).toEqual(before)
  })

  it('changes only what a later file says otherwise; an empty cell says nothing', async () => {
    const { job } = await runImport('phone,name,email\n+491701234567,,a@b.example\n+447700900123,Bea,\n', { token })
    expect(job.counts).toMatchObject({ created: 0, updated: 2 })
    expect(await people()).toMatchObject([
      { name: 'Bea', email: null },
      { name: 'Diallo, Amara', email: 'a@b.example' },
    ])
  })

  it('leaves people as they are who are there, if it is to create only', async () => {
    const { job } = await runImport('phone,name\n+491701234567,Other\n+4915112345678,New\n', { token, mode: 'create' })
    expect(job.counts).toMatchObject({ created: 1, updated: 0, unchanged: 1 })
    expect((await people()).map(({ name }) => name)).toContain('Diallo, Amara')
  })

  it('is of its own organization only', async () => {
    const other = await createMember({ role: 'manager' })
    const { job } = await runImport('phone\n+491701234567\n', { token: other.token })
    expect(job.counts).toMatchObject({ created: 1 })
    expect(await people()).toHaveLength(3)
  })
})

describe('who a row is about', () => {
  it('is found by another form of the number, and by email who has no number', async () => {
    await fresh()
    await runImport('phone,email,name\n+5511987654321,,Ana\n,bo@example.com,Bo\n', { token })
    const { job } = await runImport('phone,email,name\n+551187654321,,Ana B\n+447700900123,bo@example.com,\n', {
      token,
    })
    expect(job.counts).toMatchObject({ created: 0, updated: 2 })
    expect(await people()).toMatchObject([
      { name: 'Bo', phone: '+447700900123' },
      { name: 'Ana B', phone: '+5511987654321' },
    ])
  })

  it('is one person for two rows with the same number; the later one holds', async () => {
    await fresh()
    const { job } = await runImport('phone,name\n0170 1234567,Ann\n+49 170 1234567,Anne\n', {
      token,
      defaultCountry: 'DE',
    })
    expect(job.counts).toMatchObject({ created: 1, refused: 0 })
    expect(await people()).toMatchObject([{ name: 'Anne', phone: '+491701234567' }])
  })

  it('is told to whoever looks at their conversation', async () => {
    const contact = await createContact(member.organization)
    const { id } = await createConversation(member.organization, { contactId: contact.id })
    const seqOf = async () => (await ctx.db.select(conversations)).find((one) => one.id === id)?.changeSeq ?? 0
    const before = await seqOf()
    await runImport(`phone,name\n${contact.phone},Renamed\n`, { token })
    expect(await seqOf()).toBeGreaterThan(before)
  })
})

it('keeps who has refused marketing refusing, and notes the consent of the others with where it is from', async () => {
  await fresh()
  const refusing = await createContact(member.organization, { consent: 'revoked' })
  const wording = 'Yes, send me news.'
  const { job } = await runImport(`phone,name\n${refusing.phone},Rhea\n+447700900123,Tom\n`, {
    ...{ token, consent: { state: 'granted' as const, wording, source: 'Spring fair' } },
  })
  expect(job.counts).toMatchObject({ created: 1, updated: 1, consentKept: 1 })
  expect((await people()).map(({ name, consent }) => [name, consent]).sort()).toEqual([
    ['Rhea', 'revoked'],
    ['Tom', 'granted'],
  ])
  expect(await ctx.db.select(consentRecords)).toMatchObject([
    { state: 'granted', source: 'import', wording: `${wording} (Spring fair)`, actor: { id: member.user.id } },
  ])
})

it('types what a custom field keeps, and refuses the row whose value is none', async () => {
  await fresh()
  const field = (
    key: string,
    type: 'text' | 'number' | 'date' | 'choice' | 'boolean',
    options: string[] | null = null,
  ) =>
    ctx.db.insert(customFields, { ...{ id: `fld_${key}`, key, label: key, type, options, position: 0, createdAt: 1 } })
  await field('size', 'number')
  await field('born', 'date')
  await field('plan', 'choice', ['Basic', 'Pro'])
  await field('member', 'boolean')
  const { id, job } = await runImport(
    'phone,size,born,plan,member\n+447700900121,"7,5",31/12/1990,pro,yes\n+447700900122,big,,,\n+447700900123,,31/02/1990,,\n+447700900124,,,Gold,\n',
    { token },
  )
  expect(job.counts).toMatchObject({ created: 1, refused: 3 })
  expect((await people())[0]?.fields).toEqual({ size: 7.5, born: '1990-12-31', plan: 'Pro', member: true })
  const lines = (await refusedOf(id, token)).trim().split('\r\n')
  expect(lines[0]).toBe('row,reason,phone,size,born,plan,member')
  expect(lines[1]).toContain('"Column ""size"": ""big"" is not a number."')
  expect(lines[2]).toContain('is not a date')
  expect(lines[3]).toContain('is none of Basic, Pro.')
})

describe('an encoding', () => {
  const text = 'Name;Telefon\r\nGroß, Zoë;+491701234567\r\n'
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['Latin-1', Buffer.from(text, 'latin1')],
  ])('%s is read', async (_, bytes) => {
    await fresh()
    const { job } = await runImport(new Uint8Array(bytes), { token })
    expect(job.counts).toMatchObject({ created: 1, refused: 0 })
    expect((await people())[0]?.name).toBe('Groß, Zoë')
  })

  it('that changes half way through costs those rows only', async () => {
    await fresh()
    const many = Array.from({ length: 3000 }, (_, at) => `${'ë'.repeat(50)},+4915${100000000 + at}`)
    const bytes = Buffer.concat([
      Buffer.from(`name,phone\n${many.join('\n')}\n`),
      Buffer.from('Zoë,+447700900122\n', 'latin1'),
      Buffer.from('Bo,+447700900123\n'),
    ])
    const { id, job } = await runImport(new Uint8Array(bytes), { token })
    expect(job.counts).toMatchObject({ created: 3001, refused: 1 })
    expect(await refusedOf(id, token)).toContain('3002,"Column ""name"" has characters')
  })
})

it('goes on over borders of windows and steps: 7,000 rows with line ends in cells', async () => {
  await fresh()
  const padding = 'long text '.repeat(10)
  const rows = Array.from({ length: 7000 }, (_, at) => `"Person ${at}\n${padding}",+4915${String(100000000 + at)}`)
  const { job } = await runImport(`name,phone\n${rows.join('\n')}\n`, { token })
  expect(job).toMatchObject({ state: 'done', done: 7000, total: 7000, counts: { created: 7000, refused: 0 } })
  expect(await importEnd(job.id, token)).toMatchObject({ state: 'done' })
}, 60_000)
