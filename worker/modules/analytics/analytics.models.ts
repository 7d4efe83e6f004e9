import type { MessageStatus } from '../messages/messages.schemas'
import type { FirstReplies } from './analytics.schemas'

const HOUR = 3_600_000
/** The customer service window. */
const WINDOW = 24 * HOUR
/** With less than this left, who has not been answered needs somebody now. */
const CLOSING_SOON = 2 * HOUR

export type Opening = { openedAt: number; repliedAt: number | null }

/** The median time from opening to a person's first reply, of the first `most`. Times in ms; seconds in the answer. */
export function firstReplies(openings: readonly Opening[], most: number): FirstReplies {
  const counted = openings.slice(0, most)
  const waits = counted.flatMap(({ openedAt, repliedAt }) =>
    repliedAt === null ? [] : Math.max(0, repliedAt - openedAt),
  )
  return {
    medianSeconds: median(waits.sort((a, b) => a - b)),
    answered: waits.length,
    waiting: counted.length - waits.length,
    isMore: openings.length > most,
  }
}

function median(sorted: readonly number[]): number | null {
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2000)
}

/** A conversation with what was said last in it, notes and events left out. */
export type Looked = {
  conversationId: string
  lastInboundAt: number | null
  last: { status: MessageStatus; at: number } | null
}
type Found = { count: number; first: { conversationId: string; at: number } | undefined }

/** Conversations in which the customer had the last word, the longest wait first. */
export function waitingAmong(looked: readonly Looked[]): Found {
  return found(looked.filter(isWaiting), (row) => row.lastInboundAt ?? 0, 'oldest')
}

/** The ids of those, the longest wait first. */
export const longestWaiting = (looked: readonly Looked[], limit: number): string[] =>
  looked
    .filter(isWaiting)
    .toSorted((a, b) => (a.lastInboundAt ?? 0) - (b.lastInboundAt ?? 0))
    .slice(0, limit)
    .map(({ conversationId }) => conversationId)

/** Of those, the ones whose window is about to close. */
export function closingAmong(looked: readonly Looked[], now: number): Found {
  const isClosing = ({ lastInboundAt }: Looked) =>
    lastInboundAt !== null && lastInboundAt > now - WINDOW && lastInboundAt <= now - WINDOW + CLOSING_SOON
  return found(
    looked.filter((row) => isWaiting(row) && isClosing(row)),
    (row) => row.lastInboundAt ?? 0,
    'oldest',
  )
}

/** Conversations whose last message of ours did not arrive, or of which nobody knows whether it was sent. */
export const troubledAmong = (looked: readonly Looked[], trouble: 'failed' | 'unconfirmed'): Found =>
  found(
    looked.filter(({ last }) => last?.status === trouble),
    (row) => row.last?.at ?? 0,
    'newest',
  )

const isWaiting = ({ last }: Looked): boolean => last?.status === 'received'

function found(rows: readonly Looked[], timeOf: (row: Looked) => number, order: 'oldest' | 'newest'): Found {
  const sorted = rows.toSorted((a, b) => (order === 'oldest' ? timeOf(a) - timeOf(b) : timeOf(b) - timeOf(a)))
  const first = sorted[0]
  return {
    count: rows.length,
    first: first && { conversationId: first.conversationId, at: timeOf(first) },
  }
}

export type CountedMessage = { status: MessageStatus; type: string; occurredAt: number }
const sentStatuses: readonly MessageStatus[] = ['sent', 'delivered', 'read', 'played']

/** What came in and what went out since a time. What Meta has not taken, or refused, was not sent. */
export function countMessages(rows: readonly CountedMessage[], since: number): { received: number; sent: number } {
  const today = rows.filter(({ occurredAt }) => occurredAt >= since)
  return {
    received: today.filter(({ status, type }) => status === 'received' && type !== 'system').length,
    sent: today.filter(({ status }) => sentStatuses.includes(status)).length,
  }
}
