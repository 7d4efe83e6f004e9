import type { Lane } from './outbound-queue.usecases'

/**
 * What a number has sent lately, and how many were told to wait. Meta counts the messages of the last second; ours is a
 * little longer, because calls do not arrive as evenly as they leave.
 */
export type Pace = {
  /** When each of the last window left, oldest first. */
  startedAt: number[]
  /** Messages that were told to come back later, by lane, at `queuedAt`; they come back at the number's own rate. */
  queued: Record<Lane, number>
  queuedAt: number
  /** Meta said that it was too much: nothing before then. */
  heldUntil: number
}
export const freshPace = (): Pace => ({ startedAt: [], queued: { agent: 0, bulk: 0 }, queuedAt: 0, heldUntil: 0 })

const WINDOW_MS = 1050
/** What bulk leaves free in each window, so that a person's message finds a place at once. */
const BULK_SHARE = 0.95

export type PaceRequest = { count: number; lane: Lane; perSecond: number }
/** `waitsMs`: of the messages that were not granted, one each, in the order in which they should come back. */
export type Permits = { granted: number; waitsMs: number[] }

/** Hands out permits. @param now milliseconds; never goes back */
export function takePermits(
  pace: Pace,
  { count, lane, perSecond }: PaceRequest,
  now: number,
): { pace: Pace; permits: Permits } {
  const startedAt = pace.startedAt.filter((at) => at > now - WINDOW_MS)
  const limit = lane === 'agent' ? perSecond : Math.max(1, Math.floor(perSecond * BULK_SHARE))
  const free = pace.heldUntil > now ? 0 : Math.max(0, limit - startedAt.length)
  const granted = Math.min(count, free)
  for (let at = 0; at < granted; at++) startedAt.push(now)
  const refused = count - granted
  const gone = (Math.max(0, now - pace.queuedAt) * limit) / WINDOW_MS
  const queued = { agent: Math.max(0, pace.queued.agent - gone), bulk: Math.max(0, pace.queued.bulk - gone) }
  // The place that becomes free first, then one after the other behind those who were told so before.
  const oldestInTheWay = startedAt[startedAt.length - limit]
  const firstFree = Math.max(pace.heldUntil, oldestInTheWay === undefined ? now : oldestInTheWay + WINDOW_MS) - now
  const waitsMs = Array.from({ length: refused }, (_, at) =>
    Math.ceil(firstFree + ((queued[lane] + at) * WINDOW_MS) / limit),
  )
  queued[lane] += refused
  return { pace: { startedAt, queued, queuedAt: now, heldUntil: pace.heldUntil }, permits: { granted, waitsMs } }
}

/** How many messages a second Meta lets a number send. Source: "Throughput" of Meta's pages. */
export function perSecondOf(number: { throughputLevel: string | null; isOnPhoneApp: boolean }): number {
  if (number.isOnPhoneApp) return 20
  return number.throughputLevel === 'HIGH' ? 1000 : 80
}
