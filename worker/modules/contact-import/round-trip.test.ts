import { expect, it } from 'vitest'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { refusedOf, runImport } from '../../test/imports'
import { sendBytes } from '../../test/media'
import { organizationContext } from '../../test/system'
import { consentRecords, contactEvents, contactIdentities, contacts, contactTags } from '../contacts/contacts.tables'

/** Awkward, each in a way that a spreadsheet or a guess could spoil. */
const people = [
  { name: '=HYPERLINK("x")', phone: '+447700900961', email: 'a@shop.example', language: 'pt_BR' },
  { name: '\'quoted, "twice"\nand broken', phone: '+5511987654321', fields: { note: '-1+1', since: '2023-11-03' } },
  { name: 'عمر الفاروق', email: 'omar@shop.example', fields: { loud: true, size: 42.5, colour: 'Red; blue' } },
  { phone: '+5491123456789', language: 'zh_CN', fields: { name: 'a field that is called name' } },
  { userId: 'GB.13491208655302741918', username: 'a.kaya', name: 'No number' },
  { name: '+1 (not a number)', email: '0@shop.example', fields: { email: 'a field that is called email', old: ' ' } },
]

it('an export that is imported again changes nothing, whatever the people are called', async () => {
  const { token, organization } = await createMember()
  const ctx = await organizationContext(organization)
  for (const [key, type, options] of [
    ['since', 'date'],
    ['loud', 'boolean'],
    ['size', 'number'],
    ['colour', 'choice', ['Red; blue', 'Green']],
    ['note', 'text'],
    ['name', 'text'],
    ['email', 'text'],
  ] as const)
    await send('POST', '/api/contacts/fields', { token, body: { key, label: key, type, ...(options && { options }) } })
  const { body: tag } = await send('POST', '/api/contacts/tags', { token, body: { name: 'Très, important; VIP' } })
  for (const [at, person] of people.entries()) {
    const consent =
      at % 3 === 0 ? {} : { consent: { state: at % 3 === 1 ? 'granted' : 'revoked', wording: 'At the fair' } }
    const body = { ...person, ...consent, ...(at % 2 === 0 && { tagIds: [tag.id] }) }
    const { status, body: answer } = await send('POST', '/api/contacts', { token, body })
    expect([status, answer]).toEqual([201, expect.anything()])
  }
  const tables = [contacts, contactIdentities, contactTags, contactEvents, consentRecords]
  const all = async () =>
    (await Promise.all(tables.map((table) => ctx.db.select(table)))).map((rows) =>
      rows.map((row) => JSON.stringify(row)).sort(),
    )
  const before = await all()

  const { bytes } = await sendBytes('GET', '/api/contacts/export', { token })
  const { id, job } = await runImport(bytes, { token })
  // Its header alone.
  expect((await refusedOf(id, token)).trimEnd().split('\r\n')).toHaveLength(1)
  expect(job.counts).toMatchObject({ created: 0, updated: 0, refused: 0, unchanged: people.length })
  expect(await all()).toEqual(before)
})
