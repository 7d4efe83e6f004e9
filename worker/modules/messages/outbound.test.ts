import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey, createOrganization } from '../../test/factories'
import { createRandom, faults } from '../../test/faults'
import { holdQueues } from '../../test/held-queues'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { createMeta } from '../../test/meta'
import { repairDuring, standingOf } from '../../test/repaired-number'
import { bodiesOf, createSender, type Sender } from '../../test/sending'
import { organizationContext } from '../../test/system'
import { resumePhoneNumber } from '../phone-numbers/phone-numbers.usecases'

const MINUTE = 60_000
const OUTBOUND = 'wharf-outbound'

/** Time passes until nothing waits in the queues any more, the minute's sweep included. */
async function settle({ queues }: Sender, minutes = 20) {
  for (let at = 0; at < minutes; at++) {
    await queues.run()
    testClock.advanceBy(MINUTE)
    await queues.minute()
  }
  await queues.run()
}

describe('messages of a conversation', () => {
  it('leave in the order in which they were written, each once, whatever the queue does', async () => {
    const sender = await createSender({ queues: { random: createRandom(4), duplicate: 0.5, concurrency: 5 } })
    const { post, addPerson, queues, rowsOf, sentTo } = sender
    const people = await Promise.all([1, 2, 3, 4].map(() => addPerson()))
    const meanwhile: Promise<void>[] = []
    for (let at = 0; at < 9; at++) {
      await Promise.all(people.map(({ conversation }) => post(conversation, `Message ${at}`)))
      // Some of them go out while others are still being written.
      if (at % 3 === 0) meanwhile.push(queues.run())
    }
    await Promise.all(meanwhile)
    await queues.run()
    for (const { conversation, customer } of people) {
      const rows = await rowsOf(conversation)
      expect(rows.map(({ sendState }) => sendState)).toEqual(rows.map(() => 'accepted'))
      expect(sentTo(customer).map(({ id }) => id)).toEqual(rows.map(({ wamid }) => wamid))
      expect(bodiesOf(sentTo(customer))).toEqual(rows.map((_, at) => `Message ${at}`))
    }
  })

  it('are all sent by one queue message, if that is all there is', async () => {
    const { post, addPerson, queues, sentTo, rowsOf } = await createSender()
    const { conversation, customer } = await addPerson()
    for (const body of ['one', 'two', 'three']) await post(conversation, body)
    await queues.deliver([queues.waiting(OUTBOUND)[0] as never])
    expect(bodiesOf(sentTo(customer))).toEqual(['one', 'two', 'three'])
    expect((await rowsOf(conversation)).map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  })

  it('are sent by the sweep, if there is no queue message at all', async () => {
    const { post, addPerson, queues, sentTo } = await createSender()
    const { conversation, customer } = await addPerson()
    await post(conversation, 'Hello')
    // As if the first one had been lost: only the sweep's is delivered.
    testClock.advanceBy(61_000)
    await queues.minute()
    expect(queues.waiting(OUTBOUND)).toHaveLength(2)
    await queues.deliver([queues.waiting(OUTBOUND)[1] as never])
    expect(bodiesOf(sentTo(customer))).toEqual(['Hello'])
  })

  it('of an organization that is switched off wait, and nobody else’s wait behind them', async () => {
    const { post, addPerson, queues, organization, member, call, meta } = await createSender()
    const { conversation } = await addPerson()
    await post(conversation, 'Hello')
    const switchTo = (isActive: boolean) =>
      env.DIRECTORY.prepare('UPDATE organizations SET is_active = ? WHERE id = ?').bind(isActive, organization.id).run()
    await switchTo(false)
    await queues.deliverBatch(OUTBOUND)
    testClock.advanceBy(61_000)
    await queues.minute()
    expect(queues.waiting(OUTBOUND), 'the sweep leaves them alone').toEqual([])
    await switchTo(true)
    await queues.minute()
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['Hello'])
    expect([member.organization.id, (await call('GET', '/api/messages/scheduled')).status]).toEqual([
      organization.id,
      200,
    ])
  })

  it('go out once when several consumers are at them at the same moment', async () => {
    const { post, addPerson, queues, sentTo } = await createSender()
    const { conversation, customer } = await addPerson()
    for (const body of ['one', 'two', 'three', 'four']) await post(conversation, body)
    const waiting = queues.waiting(OUTBOUND)
    await Promise.all(waiting.map((message) => queues.deliver([message])))
    expect(bodiesOf(sentTo(customer))).toEqual(['one', 'two', 'three', 'four'])
  })
})

describe('a consumer that dies', () => {
  it('sends nothing twice, loses nothing and keeps the order, wherever it dies', async () => {
    const rehearsal = await createSender()
    const person = await rehearsal.addPerson()
    for (const body of ['one', 'two', 'three']) await rehearsal.post(person, body)
    const { operations } = await rehearsal.queues.deliverBatch(OUTBOUND)
    expect(operations.map(({ kind }) => kind)).toContain('fetch')
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        testClock.reset()
        const sender = await createSender()
        const { post, addPerson, queues, rowsOf, sentTo, meta } = sender
        const { conversation, customer } = await addPerson()
        for (const body of ['one', 'two', 'three']) await post(conversation, body)
        faults.killNext(at, when, 'background')
        const killed = await queues.deliverBatch(OUTBOUND)
        faults.stop()
        const where = `${killed.struck} (${operations[at]?.name})`
        await settle(sender, 2)
        const rows = await rowsOf(conversation)
        const sent = sentTo(customer)
        const bodies = bodiesOf(sent)
        expect(new Set(bodies).size, `${where}: something was sent twice`).toBe(bodies.length)
        expect(bodies, `${where}: the order`).toEqual(['one', 'two', 'three'].filter((body) => bodies.includes(body)))
        for (const { sendState, text, id } of rows)
          if (sendState === 'unconfirmed') {
            // Nobody could know: Meta has it, or it died on the way to the call.
            expect(killed.struck.join(), `${where}: ${text} without a reason`).toContain('killed')
          } else {
            expect(sendState, `${where}: ${text}`).toBe('accepted')
            expect(
              sent.filter(({ callbackData }) => callbackData === id),
              where,
            ).toHaveLength(1)
          }
        expect(rows.filter(({ sendState }) => sendState === 'unconfirmed').length, where).toBeLessThanOrEqual(1)
        expect(meta.calls.filter(({ path }) => path.endsWith('/messages')).length).toBeLessThanOrEqual(3)
      }
  }, 180_000)
})

describe('a call whose outcome nobody knows', () => {
  it.each([
    ['hang', { hang: 1 }],
    ['a closed connection', { closeConnection: 1 }],
    ['a 5xx after it was accepted', { failWith5xx: 1, acceptBeforeFailing: 1 }],
  ])('%s: the message is unconfirmed, the next one goes, and nothing is sent again by itself', async (_, chaos) => {
    const sender = await createSender({ meta: { patienceMs: 50 } })
    const { post, call, addPerson, queues, meta, rowsOf, events } = sender
    const { conversation } = await addPerson()
    Object.assign(meta.number.chaos, chaos)
    const { body: first } = await post(conversation, 'one')
    await queues.deliverBatch(OUTBOUND)
    Object.assign(meta.number.chaos, { hang: 0, closeConnection: 0, failWith5xx: 0 })
    expect((await call('GET', `/api/messages/${first.id}`)).body.status).toBe('unconfirmed')
    expect(await events()).toMatchObject([
      { type: 'message.created' },
      { type: 'message.status', data: { messageId: first.id, status: 'unconfirmed' } },
    ])
    await post(conversation, 'two')
    await settle(sender, 13)
    expect((await rowsOf(conversation)).map(({ sendState }) => sendState)).toEqual(['unconfirmed', 'accepted'])
    expect(bodiesOf(meta.sent())).toEqual(['one', 'two'])
  })

  it('can be sent again by a person after ten minutes, once', async () => {
    const sender = await createSender({ meta: { patienceMs: 50 } })
    const { post, call, addPerson, queues, meta } = sender
    const { conversation } = await addPerson()
    meta.number.chaos.hang = 1
    const { body } = await post(conversation, 'Hello')
    await queues.run()
    meta.number.chaos.hang = 0
    const again = () => call('POST', `/api/messages/${body.id}/send-again`)
    const { body: waiting } = await call('GET', `/api/messages/${body.id}`)
    expect(Date.parse(waiting.canSendAgainAt) - testClock.now()).toBeGreaterThan(9 * MINUTE)
    expect((await again()).body.error.code).toBe('messages.cannot_send_again')
    testClock.advanceBy(10 * MINUTE)
    await queues.minute()
    await queues.run()
    const answers = await Promise.all([again(), again(), again()])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    expect(queues.waiting(OUTBOUND)).toHaveLength(1)
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['Hello', 'Hello'])
    expect((await call('GET', `/api/messages/${body.id}`)).body).toMatchObject({
      status: 'sent',
      wamid: meta.sent()[1]?.id,
      canSendAgainAt: null,
    })
    expect((await again()).status).toBe(409)
  })

  it('is told to everyone who looks on when it is offered: from when it may be sent again is another time then', async () => {
    const { post, call, addPerson, queues, meta, conversationRow } = await createSender({ meta: { patienceMs: 50 } })
    const { conversation } = await addPerson()
    meta.number.chaos.hang = 1
    // Tried a minute after it was written.
    const { body } = await post(conversation, 'Hello')
    testClock.advanceBy(MINUTE)
    await queues.run()
    const known = (await conversationRow(conversation.id)).changeSeq
    const { body: before } = await call('GET', `/api/messages/${body.id}`)
    testClock.advanceBy(10 * MINUTE)
    await queues.minute()
    await queues.run()
    const { body: after } = await call('GET', `/api/messages/${body.id}`)
    expect([after.status, after.canSendAgainAt]).not.toEqual([before.status, before.canSendAgainAt])
    expect((await conversationRow(conversation.id)).changeSeq).toBeGreaterThan(known)
  })

  it('a lease that ran out without a call is unconfirmed too: nobody can know', async () => {
    const sender = await createSender()
    const { post, addPerson, changeRow, rowOf } = sender
    const { conversation } = await addPerson()
    const { body } = await post(conversation, 'Hello')
    await changeRow(body.id, { sendState: 'sending', claimToken: 'clm_dead', dueAt: testClock.now() + 30_000 })
    await sender.queues.run()
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'sending' })
    await settle(sender, 2)
    expect(await rowOf(body.id)).toMatchObject({ sendState: 'unconfirmed' })
    expect(sender.meta.sent()).toEqual([])
  })
})

describe('what Meta refuses', () => {
  it('for good fails with Meta’s reason, and the next message goes', async () => {
    const { post, call, addPerson, queues, meta, events } = await createSender()
    const { conversation } = await addPerson()
    meta.failNext(131051)
    const { body: first } = await post(conversation, 'one')
    await post(conversation, 'two')
    await queues.deliverBatch(OUTBOUND)
    expect((await call('GET', `/api/messages/${first.id}`)).body).toMatchObject({
      status: 'failed',
      error: { code: 131051, fix: 'none' },
    })
    expect(bodiesOf(meta.sent())).toEqual(['two'])
    expect(await events()).toMatchObject([{}, {}, { type: 'message.status', data: { status: 'failed' } }])
  })

  it('can be sent again by a person', async () => {
    const { post, call, addPerson, queues, meta } = await createSender()
    const { conversation } = await addPerson()
    meta.failNext(131051)
    const { body } = await post(conversation, 'Hello')
    await queues.run()
    expect((await call('POST', `/api/messages/${body.id}/send-again`)).body).toMatchObject({
      status: 'queued',
      error: null,
      failedAt: null,
    })
    await queues.run()
    expect(bodiesOf(meta.sent())).toEqual(['Hello'])
  })

  it('for the pair’s rate waits 4^X seconds, and what comes after waits behind it', async () => {
    const { post, addPerson, queues, meta, rowsOf, sentTo } = await createSender()
    const { conversation, customer } = await addPerson()
    const other = await addPerson()
    meta.failNext(131056, { times: 2 })
    await post(conversation, 'one')
    await queues.deliverBatch(OUTBOUND)
    await post(conversation, 'two')
    await post(other.conversation, 'to somebody else')
    await queues.run()
    expect(bodiesOf(sentTo(customer))).toEqual([])
    expect(sentTo(other.customer)).toHaveLength(0)
    const [first] = await rowsOf(conversation)
    expect(first).toMatchObject({ sendState: 'queued', attempts: 1 })
    testClock.advanceBy(1000)
    await queues.run()
    // The second refusal hit whoever came first; both wait now.
    testClock.advanceBy(4000)
    await queues.run()
    testClock.advanceBy(60_000)
    await queues.minute()
    await queues.run()
    expect(bodiesOf(sentTo(customer))).toEqual(['one', 'two'])
    expect(sentTo(other.customer)).toHaveLength(1)
  })

  it('too often, fails with the last reason', async () => {
    const sender = await createSender()
    const { post, addPerson, meta, queues, rowOf } = sender
    const { conversation } = await addPerson()
    meta.failNext(131056, { times: 50 })
    const { body } = await post(conversation, 'Hello')
    const waits: number[] = []
    for (let due = testClock.now(); due !== undefined; due = queues.nextDueAt() ?? (undefined as never)) {
      waits.push(Math.round((due - testClock.now()) / 1000))
      testClock.advanceBy(due - testClock.now())
      await queues.run()
    }
    expect(waits.slice(1)).toEqual([1, 4, 16, 64, 256, 300, 300, 300, 300])
    expect(await rowOf(body.id)).toMatchObject({
      sendState: 'failed',
      error: { code: 131056 },
      attempts: 10,
      dueAt: null,
    })
  })

  it('for the number’s throughput makes the whole number wait', async () => {
    const { post, addPerson, queues, meta } = await createSender()
    const people = [await addPerson(), await addPerson(), await addPerson()]
    meta.failNext(130429)
    await post(people[0] as never, 'one')
    await queues.deliverBatch(OUTBOUND)
    const callsBefore = meta.calls.length
    await post(people[1] as never, 'two')
    await post(people[2] as never, 'three')
    await queues.run()
    expect(meta.calls.length).toBe(callsBefore)
    testClock.advanceBy(5000)
    await queues.run()
    expect(bodiesOf(meta.sent()).sort()).toEqual(['one', 'three', 'two'])
  })

  it('because the token died pauses the number; what waits goes out in order once it is resumed', async () => {
    const { post, addPerson, queues, meta, number, organization, rowsOf, sentTo } = await createSender()
    const { conversation, customer } = await addPerson()
    const other = await addPerson()
    await post(conversation, 'one')
    await post(conversation, 'two')
    await post(other.conversation, 'hello')
    meta.number.chaos.expireToken = true
    await queues.run()
    const [row] = (
      await env.DIRECTORY.prepare('SELECT status, paused_reason FROM phone_numbers WHERE id = ?').bind(number.id).all()
    ).results
    expect(row?.status).toBe('paused')
    expect((await rowsOf(conversation)).map(({ sendState, attempts }) => [sendState, attempts])).toEqual([
      ['queued', 0],
      ['queued', 0],
    ])
    const calls = meta.calls.length
    testClock.advanceBy(2 * MINUTE)
    await queues.minute()
    await queues.run()
    expect(meta.calls.length, 'nothing is tried while it is paused').toBe(calls)
    meta.number.chaos.expireToken = false
    await resumePhoneNumber({ ...(await organizationContext(organization)), env: queues.env }, number.id)
    await queues.run()
    expect(bodiesOf(sentTo(customer))).toEqual(['one', 'two'])
    expect(bodiesOf(sentTo(other.customer))).toEqual(['hello'])
  })

  it('because of a token that was replaced meanwhile does not pause the number: all of it goes out with the new one', async () => {
    const { post, addPerson, queues, meta, number, sentTo } = await createSender()
    const people = await Promise.all(Array.from({ length: 10 }, () => addPerson()))
    for (const { conversation } of people) for (const body of ['one', 'two']) await post(conversation, body)
    await repairDuring(meta, number, '/messages')
    await queues.run()
    expect(await standingOf(number.id)).toEqual({ status: 'connected', pausedReason: null })
    for (const { customer } of people) expect(bodiesOf(sentTo(customer))).toEqual(['one', 'two'])
  })

  it('because the new token is dead as well pauses the number all the same', async () => {
    const { post, addPerson, queues, meta, number, sentTo } = await createSender()
    const { conversation, customer } = await addPerson()
    await post(conversation, 'one')
    await repairDuring(meta, number, '/messages')
    const repaired = meta.world.state.tokens['EAA-repaired']
    if (repaired) repaired.isValid = false
    await queues.run()
    expect(await standingOf(number.id)).toMatchObject({ status: 'paused' })
    expect(sentTo(customer)).toEqual([])
  })
})

describe('an invocation', () => {
  it('has six connections, whatever it does at the same time', async () => {
    const { post, addPerson, queues, meta, rowOf, changeRow } = await createSender()
    const people = await Promise.all(Array.from({ length: 12 }, () => addPerson()))
    const late = await addPerson()
    const { body: lost } = await post(late, 'lost')
    await changeRow(lost.id, { sendState: 'sending', claimToken: 'clm_dead', dueAt: testClock.now() - 1 })
    for (const person of people) await post(person, 'Hello')
    // Graph takes its time: all connections are in use when the others are settled, or found to be too many.
    let open = 0
    let most = 0
    const answer = meta.simulator.fetch
    vi.spyOn(meta.simulator, 'fetch').mockImplementation(async (request) => {
      most = Math.max(most, ++open)
      await scheduler.wait(100)
      open--
      return answer(request)
    })
    meta.failNext(131056, { times: 3 })
    await queues.deliverBatch(OUTBOUND)
    expect(most).toBe(6)
    expect(await rowOf(lost.id)).toMatchObject({ sendState: 'unconfirmed' })
    expect(meta.sent()).toHaveLength(9)
  })
})

describe('an invocation for many organizations', () => {
  it('asks D1 no more than it may, and leaves the rest to the next', async () => {
    const COUNT = 30
    const meta = createMeta({ numbers: COUNT })
    const queues = holdQueues()
    for (const number of meta.numbers) {
      const organization = await createOrganization()
      const { id: phoneNumberId } = await meta.phoneNumber(organization, { number })
      const contact = await createContact(organization)
      meta.openWindow(meta.addCustomer({ waId: contact.waId }), number)
      const conversation = await createConversation(organization, { phoneNumberId, contactId: contact.id })
      const waiting = { sendState: 'queued' as const, dueAt: testClock.now() + MINUTE, wamid: null }
      await createMessage(organization, conversation, { direction: 'outbound', sentBy: 'agent', ...waiting })
      const payload = { organizationId: organization.id, conversationId: conversation.id }
      await queues.env.OUTBOUND.send({ queue: 'outbound', payload })
    }
    const first = await queues.deliverBatch(OUTBOUND)
    const queries = first.operations.reduce((sum, { queries: count = 0 }) => sum + count, 0)
    expect(queries).toBeGreaterThan(200)
    expect(queries).toBeLessThan(1000)
    expect(meta.sent().length).toBeGreaterThan(15)
    expect(queues.waiting(OUTBOUND).length).toBe(COUNT - meta.sent().length)
    await queues.run()
    expect(meta.sent()).toHaveLength(COUNT)
  })
})

describe('a person’s message', () => {
  it('is not behind a program’s thousand', async () => {
    const sender = await createSender({ queues: { random: createRandom(9) } })
    const { post, addPerson, organization, member, queues, meta, setNumber } = sender
    const { key } = await createApiKey(organization.id, member.user.id)
    // 20 messages a second: bulk may use 19 of them.
    await setNumber({ isOnPhoneApp: true })
    const people = await Promise.all(Array.from({ length: 60 }, () => addPerson()))
    for (const { conversation } of people) await post(conversation, 'bulk', key)
    while (queues.waiting('wharf-bulk-outbound').some(({ dueAt }) => dueAt <= testClock.now()))
      await queues.deliverBatch('wharf-bulk-outbound')
    expect(meta.sent().length).toBeLessThanOrEqual(20)
    const agents = await addPerson()
    await post(agents.conversation, 'urgent')
    await queues.deliverBatch(OUTBOUND)
    expect(bodiesOf(meta.sent()).at(-1)).toBe('urgent')
    for (let second = 0; second < 8; second++) {
      testClock.advanceBy(1000)
      await queues.run()
    }
    expect(meta.sent()).toHaveLength(61)
  })
})
