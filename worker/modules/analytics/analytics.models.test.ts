import { describe, expect, it } from 'vitest'
import {
  closingAmong,
  countMessages,
  firstReplies,
  type Looked,
  longestWaiting,
  troubledAmong,
  waitingAmong,
} from './analytics.models'

const at = (second: number) => 1_780_000_000_000 + second * 1000
const opening = (openedAt: number, repliedAt: number | null) => ({
  openedAt: at(openedAt),
  repliedAt: repliedAt === null ? null : at(repliedAt),
})

describe('the first reply', () => {
  it('has its median over those that were answered', () => {
    expect(firstReplies([opening(0, 40), opening(10, 30), opening(20, 120), opening(30, null)], 4)).toEqual({
      medianSeconds: 40,
      answered: 3,
      waiting: 1,
      isMore: false,
    })
  })

  it('lies between the two in the middle of an even number', () => {
    expect(firstReplies([opening(0, 10), opening(0, 31)], 9).medianSeconds).toBe(21)
  })

  it('takes no less than no time, and has no median without answers', () => {
    expect(firstReplies([{ openedAt: at(5) + 400, repliedAt: at(5) }], 9)).toEqual({
      medianSeconds: 0,
      answered: 1,
      waiting: 0,
      isMore: false,
    })
    expect(firstReplies([opening(0, null)], 9)).toEqual({
      medianSeconds: null,
      answered: 0,
      waiting: 1,
      isMore: false,
    })
  })

  it('is that of the newest when there are more, and says so', () => {
    expect(firstReplies([opening(20, 50), opening(10, 20), opening(0, 900)], 2)).toEqual({
      medianSeconds: 20,
      answered: 2,
      waiting: 0,
      isMore: true,
    })
  })
})

describe('what asks for somebody', () => {
  const now = at(0)
  const hoursAgo = (hours: number) => now - hours * 3_600_000
  const row = (conversationId: string, hours: number, status: NonNullable<Looked['last']>['status']): Looked => ({
    conversationId,
    lastInboundAt: hoursAgo(hours),
    last: { status, at: hoursAgo(hours / 2) },
  })
  const silent: Looked = { conversationId: 'silent', lastInboundAt: null, last: null }

  it('waits where the customer had the last word, the longest wait first', () => {
    const looked = [row('a', 1, 'received'), row('b', 3, 'received'), row('c', 9, 'read'), silent]
    expect(waitingAmong(looked)).toEqual({ count: 2, first: { conversationId: 'b', at: hoursAgo(3) } })
    expect(longestWaiting(looked, 2)).toEqual(['b', 'a'])
    expect(longestWaiting(looked, 1)).toEqual(['b'])
    expect(waitingAmong([silent])).toEqual({ count: 0, first: undefined })
  })

  it('closes soon where it waits and less than two hours are left', () => {
    const looked = [
      row('early', 21.9, 'received'),
      row('first', 23.5, 'received'),
      row('second', 22.5, 'received'),
      row('answered', 23, 'delivered'),
      row('over', 24, 'received'),
      silent,
    ]
    expect(closingAmong(looked, now)).toEqual({ count: 2, first: { conversationId: 'first', at: hoursAgo(23.5) } })
  })

  it('is in trouble where our last message is, the newest first', () => {
    const looked = [
      row('a', 8, 'failed'),
      row('b', 2, 'failed'),
      row('c', 4, 'unconfirmed'),
      row('d', 1, 'sent'),
      silent,
    ]
    expect(troubledAmong(looked, 'failed')).toEqual({ count: 2, first: { conversationId: 'b', at: hoursAgo(1) } })
    expect(troubledAmong(looked, 'unconfirmed')).toMatchObject({ count: 1, first: { conversationId: 'c' } })
  })
})

describe('today’s messages', () => {
  const said = (status: NonNullable<Looked['last']>['status'], { type = 'text', second = 10 } = {}) => ({
    status,
    type,
    occurredAt: at(second),
  })

  it('are those that arrived and those that Meta took', () => {
    const rows = [said('received'), said('sent'), said('read'), said('failed'), said('queued'), said('unconfirmed')]
    expect(countMessages(rows, at(0))).toEqual({ received: 1, sent: 2 })
  })

  it('are neither news about a person nor what is older than the day', () => {
    const rows = [said('received', { type: 'system' }), said('internal'), said('received', { second: -1 })]
    expect(countMessages(rows, at(0))).toEqual({ received: 0, sent: 0 })
  })
})
