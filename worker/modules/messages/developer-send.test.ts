import { getTableName } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { createSender } from '../../test/sending'
import { organizationContext } from '../../test/system'
import { sendToPerson } from './developer-send.usecases'

const hello = { name: 'hello', language: 'en_US', clientId: 'client-0001' }
const content = { type: 'template' as const, name: 'hello', language: 'en_US', components: [] }

it('the same client id is the same message, whatever has become of the number since', async () => {
  const { call, addPerson, setNumber, rowsOf, meta, organization, number } = await createSender({
    meta: { numbers: 2 },
  })
  const { conversation, contact } = await addPerson()
  const order = { ...hello, to: `+${contact.waId}` }
  const repeat = (about: object = {}) => call('POST', '/api/messages/template', { ...order, ...about })
  const first = await repeat()
  const same = { status: 202, body: { id: first.body.id } }
  for (const status of ['paused', 'disconnected'] as const) {
    await setNumber({ status })
    expect(await repeat(), status).toMatchObject(same)
    expect(await repeat({ phoneNumberId: number.id }), status).toMatchObject(same)
  }
  await setNumber({ status: 'connected' })
  const second = await meta.phoneNumber(organization, { number: meta.numbers[1] as typeof meta.number })
  expect(await repeat(), 'two numbers, none of them named').toMatchObject(same)
  expect(await rowsOf(conversation)).toHaveLength(1)
  const reused = { status: 409, body: { error: { code: 'messages.client_id_reused' } } }
  expect(await repeat({ phoneNumberId: second.id }), 'from another number').toMatchObject(reused)
  expect(await repeat({ to: '+4915112345678' }), 'to somebody else').toMatchObject(reused)
})

it('two at the same moment, to somebody new, are one message', async () => {
  const { organization, member, meta } = await createSender()
  meta.addCustomer({ phone: '4917012345679' })
  const order = { to: '+4917012345679', content, clientId: 'client-0001' }
  const actor = { type: 'user' as const, id: member.user.id, name: member.user.name }
  const ctx = { ...(await organizationContext(organization)), actor }
  let first: Promise<{ id: string }> | undefined
  const select = ((...query: Parameters<typeof ctx.db.select>) => {
    const rows = ctx.db.select(...query)
    if (first || getTableName(query[0]) !== 'contact_identities') return rows
    // The second one has looked for the person in vain; the first one is done before it goes on.
    first = rows.then(() => sendToPerson(ctx, order))
    return first.then(() => [])
  }) as typeof ctx.db.select
  const second = await sendToPerson({ ...ctx, db: { ...ctx.db, select } }, order)
  expect(first).toBeDefined()
  expect(second.id).toBe((await first)?.id)
})

it('the same client id is the same message when they were merged with somebody since', async () => {
  const { call, addPerson, changeContact, rowsOf } = await createSender()
  const { conversation, contact } = await addPerson()
  const order = { ...hello, to: `+${contact.waId}` }
  const first = await call('POST', '/api/messages/template', order)
  const survivor = await addPerson()
  await changeContact(contact.id, { mergedInto: survivor.contact.id })
  expect(await call('POST', '/api/messages/template', order)).toMatchObject({
    status: 202,
    body: { id: first.body.id, conversationId: conversation.id },
  })
  expect(await rowsOf(survivor)).toEqual([])
  // What is new goes where they are written to now.
  const next = await call('POST', '/api/messages/template', { ...order, clientId: 'client-0002' })
  expect(next.body.conversationId).toBe(survivor.id)
})
