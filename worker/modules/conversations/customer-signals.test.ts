import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createApiKey, createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { holdQueues } from '../../test/held-queues'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { createMeta } from '../../test/meta'
import { organizationContext } from '../../test/system'
import { takeLog } from '../../test/worker'
import { conversations } from './conversations.tables'
import { markAllRead } from './customer-signals.usecases'

const HOUR = 3_600_000

/** A customer has written to a number that Meta knows. */
async function createDesk(
  number: { status?: 'connected' | 'paused' } = {},
  values: Parameters<typeof createConversation>[1] = {},
) {
  const meta = createMeta()
  const { organization, token, user } = await createMember()
  const queues = holdQueues()
  const phoneNumber = await meta.phoneNumber(organization, number)
  const stored = await meta.act(meta.customer, { type: 'text', text: 'Hello?' })
  const at = Math.floor(testClock.now() / 1000) * 1000
  const conversation = await createConversation(organization, {
    ...{ phoneNumberId: phoneNumber.id, unreadCount: 2, lastInboundAt: at },
    ...values,
  })
  await createMessage(organization, conversation, { wamid: stored?.id ?? '', occurredAt: at })
  await createMessage(organization, conversation, { direction: 'outbound', wamid: 'wamid.ours', occurredAt: at })
  const path = `/api/conversations/${conversation.id}`
  return {
    meta,
    token,
    calls: () => meta.calls.filter(({ path }) => path.endsWith('/messages')),
    read: (isRead: boolean) => send('PATCH', `${path}/read`, { token, body: { isRead } }),
    typing: () => send('POST', `${path}/typing`, { token }),
    /** It waits, so that what is called is about reading. */
    answer: (body: object, as = token) => send('POST', `${path}/messages`, { token: as, body, env: queues.bindings }),
    apiKey: async () => (await createApiKey(organization.id, user.id)).key,
    question: stored?.id,
    /** What the customer's phone shows. */
    seen: () => meta.world.state.messages[stored?.id ?? '']?.status,
    /** What the customer’s phone shows. */
    isTyping: () => Object.values(meta.world.state.threads).some(({ typingUntil }) => typingUntil !== null),
  }
}

describe('reading', () => {
  it('clears what is unread and tells the customer, once', async () => {
    const { read, calls } = await createDesk()
    expect((await read(true)).body.unreadCount).toBe(0)
    expect(calls()).toHaveLength(1)
    expect((await read(true)).body.unreadCount).toBe(0)
    expect(calls()).toHaveLength(1)
  })

  it('taken back is a mark for the team, and keeps a count that is there', async () => {
    const { read, calls } = await createDesk()
    expect((await read(false)).body.unreadCount).toBe(2)
    await read(true)
    expect((await read(false)).body.unreadCount).toBe(1)
    expect(calls()).toHaveLength(1)
  })

  it.each([
    ['the number is paused', { status: 'paused' as const }, {}],
    ['they never wrote', {}, { lastInboundAt: null }],
    ['they wrote a month ago', {}, { lastInboundAt: testClock.now() - 31 * 24 * HOUR }],
  ])('tells the customer nothing when %s', async (_, number, values) => {
    const { read, calls } = await createDesk(number, values)
    expect((await read(true)).body.unreadCount).toBe(0)
    expect(calls()).toEqual([])
  })

  it('is done even if Meta does not take it', async () => {
    const { meta, read } = await createDesk()
    takeLog()
    for (const token of Object.values(meta.world.state.tokens)) token.expiresAt = 1
    expect((await read(true)).body.unreadCount).toBe(0)
    expect(takeLog()).toContainEqual(expect.objectContaining({ level: 'warn', message: 'the customer was not told' }))
  })
})

describe('answering', () => {
  const text = { content: { type: 'text', body: 'Hello!' } }

  it('tells the customer that they were read, once', async () => {
    const { answer, read, calls, question, meta } = await createDesk()
    expect((await answer(text)).status).toBe(202)
    expect(calls()).toHaveLength(1)
    expect(meta.world.state.messages[question ?? '']?.readAt).not.toBeNull()
    expect((await answer(text)).status).toBe(202)
    expect((await read(true)).body.unreadCount).toBe(0)
    expect(calls()).toHaveLength(1)
  })

  it('by a program, or later, tells nothing: nobody has read it', async () => {
    const { answer, apiKey, read, calls } = await createDesk()
    expect((await answer(text, await apiKey())).status).toBe(202)
    const scheduledFor = new Date(testClock.now() + HOUR).toISOString()
    expect((await answer({ ...text, scheduledFor })).status).toBe(202)
    expect(calls()).toEqual([])
    expect((await read(true)).body.unreadCount).toBe(0)
    expect(calls()).toHaveLength(1)
  })

  it('is done even if Meta does not take the receipt', async () => {
    const { meta, answer } = await createDesk()
    takeLog()
    for (const token of Object.values(meta.world.state.tokens)) token.expiresAt = 1
    expect((await answer(text)).status).toBe(202)
    expect(takeLog()).toContainEqual(expect.objectContaining({ level: 'warn', message: 'the customer was not told' }))
  })
})

describe('reading while the customer writes', () => {
  /** Two messages are unread and on the screen; a third one arrives. */
  async function createRace() {
    const { organization, token } = await createMember()
    const meta = createMeta()
    const phoneNumber = await meta.phoneNumber(organization)
    const at = Math.floor(testClock.now() / 1000) * 1000
    const conversation = await createConversation(organization, {
      ...{ phoneNumberId: phoneNumber.id, unreadCount: 3, lastInboundAt: at + 60_000 },
    })
    const write = async () => {
      testClock.advanceBy(1000)
      const stored = await meta.act(meta.customer, { type: 'text', text: 'Hello?' })
      const occurredAt = Math.floor(testClock.now() / 1000) * 1000
      return createMessage(organization, conversation, { wamid: stored?.id ?? '', occurredAt })
    }
    const [first, second, third] = [await write(), await write(), await write()]
    const read = (body: object) => send('PATCH', `/api/conversations/${conversation.id}/read`, { token, body })
    /** Whether the customer's phone shows that it was read. */
    const isTicked = ({ wamid }: { wamid?: string | null | undefined }) =>
      meta.world.state.messages[wamid ?? '']?.readAt != null
    return { organization, token, conversation, first, second, third, read, isTicked }
  }

  it('keeps what came after the message that was on the screen, and tells the customer of no more', async () => {
    const { read, second, third, isTicked } = await createRace()
    expect((await read({ isRead: true, upToMessageId: second.id })).body.unreadCount).toBe(1)
    expect([isTicked(second), isTicked(third)]).toEqual([true, false])
    expect((await read({ isRead: true, upToMessageId: second.id })).body.unreadCount).toBe(1)
    expect((await read({ isRead: true, upToMessageId: third.id })).body.unreadCount).toBe(0)
    expect(isTicked(third)).toBe(true)
  })

  it('takes off what was there, when nobody says what was on the screen, and not what arrives meanwhile', async () => {
    const { organization, token, conversation } = await createRace()
    const ctx = await organizationContext(organization)
    const arrives = () => ctx.db.update(conversations, { unreadCount: 4 }, eq(conversations.id, conversation.id))
    // Between looking and writing.
    let hasArrived = false
    const batch: typeof ctx.db.batch = async (statements) => {
      if (!hasArrived) await arrives()
      hasArrived = true
      return ctx.db.batch(statements)
    }
    await markAllRead({ ...ctx, db: { ...ctx.db, batch } }, { ids: [conversation.id], isRead: true })
    const { body } = await send('GET', `/api/conversations/${conversation.id}`, { token })
    expect(body.unreadCount).toBe(1)
  })

  it('works for many at once, each with its own', async () => {
    const race = await createRace()
    const other = await createConversation(race.organization, { unreadCount: 2 })
    const ids = [race.conversation.id, other.id]
    const action = { type: 'read', isRead: true, upTo: { [race.conversation.id]: race.first.id } }
    const { body } = await send('POST', '/api/conversations/bulk', { token: race.token, body: { ids, action } })
    expect(body.results.map((one: { conversation: { unreadCount: number } }) => one.conversation.unreadCount)).toEqual([
      2, 0,
    ])
  })

  it('tells every customer of many, each once and of no more than was read', async () => {
    const { organization, token } = await createMember()
    const meta = createMeta()
    const queues = holdQueues()
    const phoneNumber = await meta.phoneNumber(organization)
    const arrive = async (conversation: { id: string; phoneNumberId: string }, customer: typeof meta.customer) => {
      testClock.advanceBy(1000)
      const stored = await meta.act(customer, { type: 'text', text: 'Hello?' })
      const occurredAt = Math.floor(testClock.now() / 1000) * 1000
      return createMessage(organization, conversation, { wamid: stored?.id ?? '', occurredAt })
    }
    const threads = []
    for (let at = 0; at < 12; at++) {
      const contact = await createContact(organization)
      const customer = meta.addCustomer({ waId: contact.waId })
      const values = { phoneNumberId: phoneNumber.id, contactId: contact.id, unreadCount: 2 }
      // However long it takes to write two.
      const lastInboundAt = Math.floor(testClock.now() / 1000) * 1000 + 60_000
      const conversation = await createConversation(organization, { ...values, lastInboundAt })
      const [first, second] = [await arrive(conversation, customer), await arrive(conversation, customer)]
      threads.push({ conversation, customer, first, second })
    }
    const [held] = threads
    if (!held) throw new Error('nobody wrote')
    const action = { type: 'read', isRead: true, upTo: { [held.conversation.id]: held.first.id } }
    const ids = threads.map(({ conversation }) => conversation.id)
    const { status } = await send('POST', '/api/conversations/bulk', {
      token,
      body: { ids, action },
      env: queues.bindings,
    })
    expect(status).toBe(200)
    // What arrives before the receipts leave has not been read.
    const late = await arrive(held.conversation, held.customer)
    await queues.run()
    const isTicked = ({ wamid }: { wamid?: string | null | undefined }) =>
      meta.world.state.messages[wamid ?? '']?.readAt != null
    expect(threads.map(({ first, second }) => [isTicked(first), isTicked(second)])).toEqual(
      threads.map((one) => [true, one !== held]),
    )
    expect(isTicked(late)).toBe(false)
    expect(meta.calls.filter(({ path }) => path.endsWith('/messages'))).toHaveLength(threads.length)
  })

  it('refuses a message of another conversation, and leaves the count', async () => {
    const { organization, token, conversation, read } = await createRace()
    const other = await createMessage(organization, await createConversation(organization))
    const neighbour = await createMember()
    const foreign = await createMessage(
      neighbour.organization,
      await createConversation(neighbour.organization, { unreadCount: 1 }),
    )
    for (const upToMessageId of [other.id, foreign.id, 'msg_x']) {
      const { status, body } = await read({ isRead: true, upToMessageId })
      expect([status, body.error.code]).toEqual([404, 'conversations.message_not_found'])
    }
    const { body } = await send('GET', `/api/conversations/${conversation.id}`, { token })
    expect(body.unreadCount).toBe(3)
  })
})

describe('typing', () => {
  it('is shown to the customer, and asked of Meta every ten seconds at most', async () => {
    const { typing, calls, isTyping } = await createDesk()
    for (let at = 0; at < 3; at++) expect((await typing()).status).toBe(204)
    expect(calls()).toHaveLength(1)
    expect(isTyping()).toBe(true)
    testClock.advanceBy(11_000)
    await typing()
    expect(calls()).toHaveLength(2)
  })

  it('is not shown outside the customer service window', async () => {
    const { typing, calls } = await createDesk({}, { lastInboundAt: testClock.now() - 25 * HOUR })
    expect((await typing()).status).toBe(204)
    expect(calls()).toEqual([])
  })
})
