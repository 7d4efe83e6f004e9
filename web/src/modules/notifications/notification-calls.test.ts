import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { describe, expect, it } from 'vitest'
import { conversation, message } from '../inbox/test-rows'
import { callOfMessage, callsOfThread, isWorthALook, madeAt } from './notification-calls'

const ME = 'usr_me'
// Made at 1970-01-01 plus 1,000 s and 2,000 s: the first ten characters are the time.
const EARLY = 'msg_000000ygj0000000000000000a'
const LATE = 'msg_000001x140000000000000000b'
const last = (values: Partial<NonNullable<Conversation['lastMessage']>>) => ({
  id: LATE,
  type: 'text',
  direction: 'inbound' as const,
  text: 'Hello',
  status: 'received' as const,
  sentBy: null,
  authorName: null,
  at: '2026-11-23T10:00:00.000Z',
  ...values,
})

describe('a customer’s message', () => {
  const waiting = (assigneeId: string | null, unreadCount = 1) =>
    callOfMessage(conversation('con_1', 0, { assigneeId, unreadCount, lastMessage: last({}) }), ME)

  it('calls who has the conversation, and everybody where nobody has it', () => {
    expect(waiting(ME)).toMatchObject({ kind: 'message', name: 'Amara Diallo', text: 'Hello', id: LATE })
    expect(waiting(null)).toMatchObject({ kind: 'unassigned' })
    expect(waiting('usr_other')).toBeUndefined()
  })

  it('calls nobody once it is read, and what we wrote calls nobody', () => {
    expect(waiting(ME, 0)).toBeUndefined()
    const ours = conversation('con_1', 0, {
      assigneeId: ME,
      unreadCount: 1,
      lastMessage: last({ direction: 'outbound' }),
    })
    expect(callOfMessage(ours, ME)).toBeUndefined()
  })
})

describe('what a thread tells', () => {
  const since = 1_500_000
  const mine = { type: 'user' as const, id: ME, name: 'Ifeoma' }
  const theirs = { type: 'user' as const, id: 'usr_other', name: 'Tomás' }
  const note = (mentions: string[], author = theirs, id = LATE) =>
    message(id, 0, { type: 'note', direction: 'internal', content: { type: 'note', body: 'Look', mentions }, author })
  const assigned = (author = theirs, id = LATE) =>
    message(id, 0, {
      type: 'activity',
      direction: 'internal',
      content: { type: 'activity', event: 'assigned', detail: 'Ifeoma' },
      author,
    })
  const read = (messages: ReturnType<typeof message>[], assigneeId: string | null = ME) =>
    callsOfThread(conversation('con_1', 0, { assigneeId }), messages, { userId: ME, since })

  it('reads the time of arrival from an id', () => {
    expect([madeAt(EARLY), madeAt(LATE)]).toEqual([1_000_000, 2_000_000])
  })

  it('is a mention by somebody else, since we looked last', () => {
    expect(read([note([ME])])).toMatchObject([{ kind: 'mention', by: 'Tomás', text: 'Look' }])
    expect(read([note(['usr_third'])])).toEqual([])
    expect(read([note([ME], mine)])).toEqual([])
    expect(read([note([ME], theirs, EARLY)])).toEqual([])
  })

  it('is an assignment by somebody else that still holds, once', () => {
    expect(read([assigned()])).toMatchObject([{ kind: 'assigned', by: 'Tomás' }])
    expect(read([assigned(mine)])).toEqual([])
    expect(read([assigned()], 'usr_third')).toEqual([])
    expect(read([assigned(theirs, LATE), assigned(theirs, `${LATE.slice(0, -1)}c`)])).toHaveLength(1)
  })

  it('is a message of mine that failed, however long ago it was written, or that nobody confirms', () => {
    const failed = message(EARLY, 0, {
      author: mine,
      direction: 'outbound',
      status: 'failed',
      failedAt: new Date(since + 1).toISOString(),
      error: {
        code: 131_047,
        title: null,
        message: 'The window is closed.',
        details: null,
        fix: 'send_template',
      } as never,
    })
    expect(read([failed])).toMatchObject([{ kind: 'failed', text: 'The window is closed.' }])
    expect(read([{ ...failed, author: theirs }])).toEqual([])
    const unconfirmed = message(LATE, 0, { author: mine, direction: 'outbound', status: 'unconfirmed' })
    expect(read([unconfirmed])).toMatchObject([{ kind: 'unconfirmed', id: `${LATE}.unconfirmed` }])
  })
})

describe('whether a thread is worth a look', () => {
  const row = (values: Partial<Conversation>) => conversation('con_1', 0, values)

  it('is when it became mine, when there is a new note, or when a message got into trouble', () => {
    expect(isWorthALook(row({ assigneeId: ME }), row({ assigneeId: null }), ME)).toBe(true)
    expect(isWorthALook(row({ assigneeId: ME }), row({ assigneeId: ME }), ME)).toBe(false)
    const noted = row({ lastMessage: last({ type: 'note', direction: 'internal' }) })
    expect(isWorthALook(noted, row({}), ME)).toBe(true)
    expect(isWorthALook(noted, noted, ME)).toBe(false)
    const sent = row({ lastMessage: last({ direction: 'outbound', status: 'sent' }) })
    const failed = row({ lastMessage: last({ direction: 'outbound', status: 'failed' }) })
    expect(isWorthALook(failed, sent, ME)).toBe(true)
    expect(isWorthALook(failed, failed, ME)).toBe(false)
    expect(isWorthALook(sent, undefined, ME)).toBe(false)
  })
})
