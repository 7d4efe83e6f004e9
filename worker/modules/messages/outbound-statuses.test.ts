import { eq } from 'drizzle-orm'
import { describe, expect, it, vi } from 'vitest'
import { testClock } from '../../test/clock'
import { bodyOf, sign, status, statusesOf } from '../../test/deliveries'
import { send } from '../../test/harness'
import type { Meta } from '../../test/meta'
import { bodiesOf, createSender, type Sender } from '../../test/sending'
import { parkedStatuses } from './messages.tables'

const OUTBOUND = 'wharf-outbound'
const MINUTE = 60_000

/** Hands Meta's webhooks to the Worker and lets ingestion take them. */
async function deliver({ meta, queues }: Sender) {
  for (let some = await meta.takeDeliveries(); some.length > 0; some = await meta.takeDeliveries()) {
    for (const { path, body, signature } of some)
      await send('POST', path, {
        rawBody: body,
        headers: { 'x-hub-signature-256': signature },
        env: queues.bindings,
      })
    await queues.deliverBatch('wharf-inbound')
  }
}

const signed = (rawBody: string, queues: Sender['queues']) => ({
  rawBody,
  headers: { 'x-hub-signature-256': sign(rawBody) },
  env: queues.bindings,
})

/** Does something when Meta has accepted a message and its answer is still on the way. */
function beforeAnswer(meta: Meta, act: (wamid: string) => Promise<void>) {
  const answer = meta.simulator.fetch
  vi.spyOn(meta.simulator, 'fetch').mockImplementation(async (request) => {
    const response = await answer(request)
    if (!new URL(request.url).pathname.endsWith('/messages')) return response
    const { messages } = (await response.clone().json()) as { messages: [{ id: string }] }
    await act(messages[0].id)
    return response
  })
}

describe('a message whose outcome nobody knows', () => {
  it('is settled by the status that carries our id, however late, and offered to nobody any more', async () => {
    const sender = await createSender({ meta: { patienceMs: 50 } })
    const { post, call, addPerson, queues, meta } = sender
    const { conversation } = await addPerson()
    meta.number.chaos.hang = 1
    const { body } = await post(conversation, 'Hello')
    await queues.deliverBatch(OUTBOUND)
    meta.number.chaos.hang = 0
    expect((await call('GET', `/api/messages/${body.id}`)).body).toMatchObject({ status: 'unconfirmed', wamid: null })
    testClock.advanceBy(12 * MINUTE)
    await queues.minute()
    await queues.run()
    await deliver(sender)
    expect((await call('GET', `/api/messages/${body.id}`)).body).toMatchObject({
      status: 'read',
      wamid: meta.sent()[0]?.id,
      canSendAgainAt: null,
    })
    expect((await call('POST', `/api/messages/${body.id}/send-again`)).status).toBe(409)
    expect(bodiesOf(meta.sent())).toEqual(['Hello'])
  })

  it('is not sent a second time when its status comes after a person has decided to, but before it left', async () => {
    const sender = await createSender({ meta: { patienceMs: 50 } })
    const { post, call, addPerson, queues, meta } = sender
    const { conversation } = await addPerson()
    meta.number.chaos.closeConnection = 1
    const { body } = await post(conversation, 'Hello')
    await queues.deliverBatch(OUTBOUND)
    meta.number.chaos.closeConnection = 0
    testClock.advanceBy(10 * MINUTE)
    expect((await call('POST', `/api/messages/${body.id}/send-again`)).status).toBe(202)
    await deliver(sender)
    await queues.run()
    expect(meta.sent()).toHaveLength(1)
    expect((await call('GET', `/api/messages/${body.id}`)).body.status).toBe('read')
  })

  it('is seen to have arrived also when a person has sent it again and taken that back', async () => {
    const sender = await createSender({ meta: { patienceMs: 50 } })
    const { post, call, addPerson, queues, meta } = sender
    const { conversation } = await addPerson()
    meta.number.chaos.closeConnection = 1
    const { body } = await post(conversation, 'Hello')
    await queues.deliverBatch(OUTBOUND)
    meta.number.chaos.closeConnection = 0
    testClock.advanceBy(10 * MINUTE)
    await call('POST', `/api/messages/${body.id}/send-again`)
    expect((await call('DELETE', `/api/messages/${body.id}`)).body.status).toBe('cancelled')
    await deliver(sender)
    await queues.run()
    expect(meta.sent()).toHaveLength(1)
    const { items } = (await call('GET', `/api/conversations/${conversation.id}/messages`)).body
    expect(items).toMatchObject([{ id: body.id, status: 'read' }])
  })
})

describe('a status that is faster than the answer', () => {
  it('settles the message; the answer changes nothing then, and the next message goes', async () => {
    const sender = await createSender()
    const { post, addPerson, queues, meta, rowsOf } = sender
    const { conversation } = await addPerson()
    await post(conversation, 'one')
    await post(conversation, 'two')
    const states: unknown[] = []
    beforeAnswer(meta, async () => {
      await deliver(sender)
      states.push((await rowsOf(conversation)).map(({ sendState, readAt }) => [sendState, readAt !== null]))
    })
    await queues.deliverBatch(OUTBOUND)
    expect(states[0], 'settled while the call was under way').toEqual([
      ['accepted', true],
      ['queued', false],
    ])
    const rows = await rowsOf(conversation)
    expect(rows).toMatchObject([
      { sendState: 'accepted', dueAt: null, claimToken: null, attempts: 1 },
      { sendState: 'accepted', dueAt: null, claimToken: null, attempts: 1 },
    ])
    expect(rows.map(({ wamid }) => wamid)).toEqual(meta.sent().map(({ id }) => id))
    expect(bodiesOf(meta.sent())).toEqual(['one', 'two'])
  })

  it('is applied from the park with the answer, when it did not say whose it is', async () => {
    const { post, call, addPerson, queues, meta, number, organization, shard, events } = await createSender()
    const { conversation } = await addPerson()
    const at = Math.floor(testClock.now() / 1000) * 1000
    beforeAnswer(meta, async (wamid) => {
      const parked = { organizationId: organization.id, phoneNumberId: number.id, wamid, createdAt: at }
      const pricing = { billable: true, category: 'service' }
      await shard.insert(parkedStatuses).values({ ...parked, sentAt: at, deliveredAt: at + 1000, pricing })
    })
    const { body } = await post(conversation, 'Hello')
    await queues.deliverBatch(OUTBOUND)
    expect((await call('GET', `/api/messages/${body.id}`)).body).toMatchObject({
      status: 'delivered',
      sentAt: new Date(at).toISOString(),
      deliveredAt: new Date(at + 1000).toISOString(),
      pricing: { billable: true, category: 'service' },
    })
    const left = await shard.select().from(parkedStatuses).where(eq(parkedStatuses.organizationId, organization.id))
    expect(left).toEqual([])
    const about = { messageId: body.id, conversationId: conversation.id, phoneNumberId: number.id }
    expect((await events()).filter(({ type }) => type === 'message.status')).toMatchObject([
      { version: 1, data: { ...about, status: 'sent' } },
      { version: 1, data: { ...about, status: 'delivered' } },
    ])
  })

  it('is not told of a message that another has taken up meanwhile', async () => {
    const { post, addPerson, queues, meta, number, organization, shard, events, changeRow, rowOf } =
      await createSender()
    const { conversation } = await addPerson()
    const at = testClock.now()
    const { body } = await post(conversation, 'Hello')
    beforeAnswer(meta, async (wamid) => {
      const parked = { organizationId: organization.id, phoneNumberId: number.id, wamid, createdAt: at }
      await shard.insert(parkedStatuses).values({ ...parked, sentAt: at })
      await changeRow(body.id, { claimToken: 'clm_another' })
    })
    await queues.deliverBatch(OUTBOUND)
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'sending', wamid: null, sentAt: null })
    expect((await events()).filter(({ type }) => type === 'message.status')).toEqual([])
    // Nobody's: the sweeps of other tests are not to find it.
    await changeRow(body.id, { sendState: 'failed', dueAt: null })
  })

  it('that failed it stays failed, with Meta’s reason', async () => {
    const sender = await createSender()
    const { post, call, addPerson, queues, meta } = sender
    const { conversation } = await addPerson()
    meta.failNext(131049, { asStatus: true })
    beforeAnswer(meta, () => deliver(sender))
    const { body } = await post(conversation, 'Hello')
    await queues.deliverBatch(OUTBOUND)
    expect((await call('GET', `/api/messages/${body.id}`)).body).toMatchObject({
      status: 'failed',
      error: { code: 131049, fix: 'wait' },
    })
    // A person tries again: the status of the first try is told twice, and changes nothing of the second.
    expect((await call('POST', `/api/messages/${body.id}/send-again`)).status).toBe(202)
    await queues.run()
    await deliver(sender)
    expect((await call('GET', `/api/messages/${body.id}`)).body.status).toBe('read')
  })
})

it('a status of the try before, told again before the next one has left, is not about the next one', async () => {
  const sender = await createSender()
  const { post, call, addPerson, queues, meta, number } = sender
  const { conversation } = await addPerson()
  meta.failNext(131049, { asStatus: true })
  const { body } = await post(conversation, 'Hello')
  await queues.run()
  await deliver(sender)
  const { wamid } = (await call('GET', `/api/messages/${body.id}`)).body
  expect((await call('POST', `/api/messages/${body.id}/send-again`)).body).toMatchObject({ status: 'queued' })
  for (const state of ['failed', 'sent'] as const) {
    const told = status(wamid, state, { biz_opaque_callback_data: body.id })
    await send('POST', '/api/webhook', signed(bodyOf(statusesOf(number, told)), queues))
    await queues.deliverBatch('wharf-inbound')
  }
  expect((await call('GET', `/api/messages/${body.id}`)).body).toMatchObject({ status: 'queued', wamid: null })
  await queues.run()
  await deliver(sender)
  const sent = (await call('GET', `/api/messages/${body.id}`)).body
  expect(sent).toMatchObject({ status: 'read', error: null })
  expect(sent.wamid).not.toBe(wamid)
})

it('a status of a try long over, told while a later one has failed, is not about the one after that either', async () => {
  const sender = await createSender()
  const { post, call, addPerson, queues, meta, number } = sender
  const { conversation } = await addPerson()
  const get = async (id: string) => (await call('GET', `/api/messages/${id}`)).body
  const fail = async () => {
    await queues.run()
    await deliver(sender)
  }
  meta.failNext(131049, { asStatus: true })
  const { body } = await post(conversation, 'Hello')
  await fail()
  const { wamid } = await get(body.id)
  const repeat = async () => {
    const told = status(wamid, 'sent', { biz_opaque_callback_data: body.id })
    await send('POST', '/api/webhook', signed(bodyOf(statusesOf(number, told)), queues))
    await queues.deliverBatch('wharf-inbound')
  }
  meta.failNext(131049, { asStatus: true })
  await call('POST', `/api/messages/${body.id}/send-again`)
  await fail()
  const second = (await get(body.id)).wamid
  expect(second).not.toBe(wamid)
  await repeat()
  await call('POST', `/api/messages/${body.id}/send-again`)
  await repeat()
  expect(await get(body.id)).toMatchObject({ status: 'queued', wamid: null })
  await fail()
  const sent = await get(body.id)
  expect(sent).toMatchObject({ status: 'read', error: null })
  expect([wamid, second]).not.toContain(sent.wamid)
})

it('a lease that ran out while the call was under way loses nothing: the answer still counts', async () => {
  const sender = await createSender()
  const { post, addPerson, queues, meta, rowOf } = sender
  const { conversation } = await addPerson()
  const { body } = await post(conversation, 'Hello')
  beforeAnswer(meta, async () => {
    testClock.advanceBy(61_000)
    await queues.minute()
    await queues.deliver([queues.waiting(OUTBOUND)[0] as never])
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'unconfirmed', wamid: null })
  })
  await queues.deliverBatch(OUTBOUND)
  expect(await rowOf(body.id)).toMatchObject({ sendState: 'accepted', wamid: meta.sent()[0]?.id, dueAt: null })
  expect(meta.sent()).toHaveLength(1)
})
