import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createConversation, createMessage } from '../../test/inbox-factories'
import { createMeta } from '../../test/meta'
import { takeLog } from '../../test/worker'

const HOUR = 3_600_000

/** A customer has written to a number that Meta knows. */
async function createDesk(
  number: { status?: 'connected' | 'paused' } = {},
  values: Parameters<typeof createConversation>[1] = {},
) {
  const meta = createMeta()
  const { organization, token } = await createMember()
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
