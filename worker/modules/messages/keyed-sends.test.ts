import { env } from 'cloudflare:workers'
import { afterEach, expect, it } from 'vitest'
import { DAY } from '../../shared/clock'
import { deleteOldIdempotencyKeys } from '../../tenancy/idempotency'
import { testClock } from '../../test/clock'
import { createApiKey } from '../../test/factories'
import { faults } from '../../test/faults'
import { send } from '../../test/harness'
import { createSender } from '../../test/sending'

afterEach(() => faults.stop())

async function createStage() {
  const { addPerson, member, organization, queues, rowsOf } = await createSender()
  const { conversation, contact } = await addPerson()
  const { key: token } = await createApiKey(organization.id, member.user.id)
  const post = (path: string, body: unknown, key: string) =>
    send('POST', path, { token, body, headers: { 'idempotency-key': key }, env: queues.bindings })
  return { conversation, contact, rowsOf, post }
}

const text = { content: { type: 'text', body: 'Your order has left' } }
const note = { content: { type: 'note', body: 'Has been told' } }

it.each([
  ['an answer', text],
  ['a note', note],
])(
  '%s with an Idempotency-Key is there once, wherever the request before it ended',
  async (_, body) => {
    const { conversation, rowsOf, post } = await createStage()
    const path = `/api/conversations/${conversation.id}/messages`
    const { operations } = await post(path, body, 'measured')
    let count = 1
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const key = `order-${at}-${when}`
        faults.killNext(at, when)
        await post(path, body, key)
        faults.stop()
        // What died in the middle is not asked about before a minute has passed.
        testClock.advanceBy(61_000)
        expect(await post(path, body, key), `killed ${when} operation ${at}`).toMatchObject({ status: 202 })
        count++
        expect(await rowsOf(conversation), `killed ${when} operation ${at}`).toHaveLength(count)
      }
  },
  60_000,
)

it('a message to a number goes out once, too, and the message knows its key when the answer is long forgotten', async () => {
  const { conversation, contact, rowsOf, post } = await createStage()
  const order = { ...text, to: `+${contact.waId}` }
  const { operations, body } = await post('/api/messages/send', order, 'measured')
  for (let at = 0; at < operations.length; at++) {
    faults.killNext(at, 'after')
    await post('/api/messages/send', order, `parcel-${at}`)
    faults.stop()
    testClock.advanceBy(61_000)
    expect((await post('/api/messages/send', order, `parcel-${at}`)).status, `killed after operation ${at}`).toBe(202)
    expect(await rowsOf(conversation), `killed after operation ${at}`).toHaveLength(at + 2)
  }
  const forgetKeys = async () => {
    testClock.advanceBy(2 * DAY)
    await deleteOldIdempotencyKeys({ env, clock: testClock })
  }
  await forgetKeys()
  expect((await post('/api/messages/send', order, 'measured')).body.id).toBe(body.id)
  await forgetKeys()
  const other = await post('/api/messages/send', { ...order, content: { type: 'text', body: 'Another' } }, 'measured')
  expect(other.body.error.code).toBe('messages.client_id_reused')
}, 60_000)
