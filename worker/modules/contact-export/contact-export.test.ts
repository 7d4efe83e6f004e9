import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { unescapeCell } from '../../shared/csv'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createContact, createConversation } from '../../test/inbox-factories'
import { sendBytes } from '../../test/media'
import { organizationContext } from '../../test/system'
import { auditLogEntries } from '../audit-log/audit-log.tables'
import { consentRecords, contacts, contactTags, customFields, tags } from '../contacts/contacts.tables'

const PATH = '/api/contacts/export'
const headOf = 'id,name,phone,email,username,language,country,tags,consent,consent_source,consent_time,profile_name,owner_id,source,created' // biome-ignore format: a row

async function team() {
  const admin = await createMember()
  const { organization } = admin
  const ctx = await organizationContext(organization)
  return { ...admin, ctx, contact: (values = {}) => createContact(organization, values) }
}
type Options = { query?: string; body?: unknown }
async function download(token: string, { query = '', body }: Options = {}) {
  const { status, text, headers, bytes } = await sendBytes(body ? 'POST' : 'GET', `${PATH}${query}`, {
    token,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  expect([status, text.slice(0, 200)]).toEqual([200, expect.any(String)])
  return {
    bytes,
    headers,
    lines: text
      .replace(/^\ufeff/, '')
      .trimEnd()
      .split(/\r?\n/),
  }
}

describe('an export', () => {
  it('has everything of a person that the import knows, custom fields by their keys, and no formula', async () => {
    const { token, ctx, contact } = await team()
    const fields = { birthday: '1990-02-03', loud: true, note: '=cmd|x', old: 'kept' }
    const person = await contact({ name: '=HYPERLINK("x")', email: 'a@b.test', language: 'pt', country: 'DE', fields })
    const field = { label: 'x', position: 1, createdAt: 0, options: null }
    await ctx.db.insert(customFields, { ...field, id: 'fld_2', key: 'loud', type: 'boolean', position: 2 })
    await ctx.db.insert(customFields, { ...field, id: 'fld_1', key: 'birthday', type: 'date' })
    for (const [id, name] of [
      ['tag_1', 'VIP'],
      ['tag_2', 'Linen'],
    ] as const) {
      // biome-ignore format: pairs
      await ctx.db.insert(tags, { id, name, tint: 0, createdAt: 0 })
      await ctx.db.insert(contactTags, { contactId: person.id, tagId: id, createdAt: 0 })
    }
    for (const [id, state, occurredAt] of [['cns_1', 'granted', 5000], ['cns_2', 'revoked', 9000]] as const) // biome-ignore format: pairs
      await ctx.db.insert(consentRecords, {
        id,
        contactId: person.id,
        state,
        source: 'agent',
        occurredAt,
        createdAt: 0,
      })
    await ctx.db.update(contacts, { consent: 'revoked' }, eq(contacts.id, person.id))
    const { lines, headers, bytes } = await download(token)
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="contacts-\d{4}-\d\d-\d\d\.csv"$/)
    expect(lines[0]).toBe(`${headOf},birthday,loud,note,old`)
    expect(lines[1]).toBe(
      `${person.id},"'=HYPERLINK(""x"")",'${person.phone},a@b.test,,pt,DE,"Linen, VIP",revoked,agent,1970-01-01T00:00:09.000Z,Amara Diallo,,inbound,${new Date(person.createdAt).toISOString()},1990-02-03,true,'=cmd|x,kept`,
    )
    expect(unescapeCell(`'${person.phone}`)).toBe(person.phone)
  })

  it('as JSON lines is what the API says of each', async () => {
    const { token, organization, contact } = await team()
    const people = [await contact(), await contact({ profileName: 'Ben' })]
    await createConversation(organization, { contactId: people[0]?.id ?? '' })
    const { lines } = await download(token, { query: '?format=jsonl' })
    for (const [at, { id }] of people.entries())
      expect(JSON.parse(lines[at] ?? '')).toEqual((await send('GET', `/api/contacts/${id}`, { token })).body)
    expect(lines).toHaveLength(2)
  })

  it('is of a filter, or of who was chosen; leaves out who is merged or gone, and everybody else’s people', async () => {
    const { token, ctx, contact } = await team()
    const [ada, ben, cleo] = [
      await contact({ name: 'Ada', country: 'DE' }),
      await contact({ name: 'Ben', country: 'DE' }),
      await contact({ name: 'Cleo', country: 'PT' }),
    ]
    await contact({ name: 'Gone', deletedAt: 1 })
    await contact({ name: 'Merged', mergedInto: ada.id })
    const stranger = await team()
    const theirs = await stranger.contact({ name: 'Ada' })
    const names = async (options: Options) =>
      (await download(token, options)).lines.slice(1).map((line) => line.split(',')[1])
    const definition = { match: 'all', conditions: [{ on: 'country', op: 'is', values: ['DE'] }] }
    expect(await names({})).toEqual(['Ada', 'Ben', 'Cleo'])
    expect(await names({ query: '?search=cleo' })).toEqual(['Cleo'])
    expect(await names({ query: `?filter=${encodeURIComponent(JSON.stringify(definition))}` })).toEqual(['Ada', 'Ben'])
    expect(await names({ body: { selection: { ids: [ben.id, theirs.id] } } })).toEqual(['Ben'])
    expect(await names({ body: { selection: { filter: {}, except: [ben.id, cleo.id] } } })).toEqual(['Ada'])
    const entries = await ctx.db.select(auditLogEntries, eq(auditLogEntries.action, 'contacts.exported'))
    expect(entries.map(({ target }) => (target as { label: string }).label)).toEqual([
      '3 as csv, everyone',
      '1 as csv, a search',
      `2 as csv, ${JSON.stringify(definition)}`,
      '1 as csv, chosen one by one',
      '1 as csv, everyone',
    ])
    expect((await send('GET', `${PATH}?segmentId=seg_none`, { token })).body.error.code).toBe('segments.not_found')
  })

  it('is not for agents', async () => {
    const { organization } = await team()
    const { token } = await createMember({ organization, role: 'agent' })
    expect((await send('GET', PATH, { token })).status).toBe(403)
  })

  it('goes on page by page', async () => {
    const { token, ctx } = await team()
    const rows = Array.from({ length: 7001 }, (_, at) => ({
      ...{ id: `ctc_${String(at).padStart(6, '0')}`, name: `P${at}`, source: 'import', createdAt: 0, updatedAt: 0 },
    }))
    for (const statement of ctx.db.insertMany(contacts, rows)) await statement
    const { lines } = await download(token)
    expect(new Set(lines).size).toBe(7002)
  }, 30_000)
})
