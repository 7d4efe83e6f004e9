import type { Lane } from './outbound-queue.usecases'

/**
 * What a number may have sent lately, and how many were told to wait. A permit is for a call that begins within `START_MS`
 * of its time; Meta counts what arrives in a second, and calls do not arrive as evenly as they leave. So ours is longer.
 */
export type Pace = {
  /** The times of the permits of the last window, oldest first. */
  startedAt: number[]
  /** Messages that were told to come back later, by lane, at `queuedAt`; they come back at the number's own rate. */
  queued: Record<Lane, number>
  queuedAt: number
  /** Meta said that it was too much: nothing before then. */
  heldUntil: number
}
export const freshPace = (): Pace => ({ startedAt: [], queued: { agent: 0, bulk: 0 }, queuedAt: 0, heldUntil: 0 })

/** A call that has not begun so long after its permit's time needs another one. */
export const START_MS = 50
/** By how much one call may take longer to Meta than another. */
const UNEVEN_MS = 50
const WINDOW_MS = 1000 + START_MS + UNEVEN_MS
/** What bulk leaves free in each window, so that a person's message finds a place at once. */
const BULK_SHARE = 0.95

/**
 * `count`: how many wait, of which `soon` begin at once. `unused`: the times of permits that came to no call, and are
 * given back.
 */
export type PaceRequest = { count: number; soon: number; lane: Lane; perSecond: number; unused?: readonly number[] }
/**
 * `granted` of them may begin, at `at`. `waitsMs`: of those for which there is no room, one each, in the order in which they
 * should come back. The others ask again when they are about to begin.
 */
export type Permits = { at: number; granted: number; waitsMs: number[] }

/** Hands out permits. @param now milliseconds; never goes back */
export function takePermits(
  pace: Pace,
  { count, soon, lane, perSecond, unused = [] }: PaceRequest,
  now: number,
): { pace: Pace; permits: Permits } {
  const startedAt = pace.startedAt.filter((at) => at > now - WINDOW_MS)
  for (const at of unused) {
    const place = startedAt.indexOf(at)
    if (place >= 0) startedAt.splice(place, 1)
  }
  const limit = lane === 'agent' ? perSecond : Math.max(1, Math.floor(perSecond * BULK_SHARE))
  const free = pace.heldUntil > now ? 0 : Math.max(0, limit - startedAt.length)
  const granted = Math.min(count, soon, free)
  for (let at = 0; at < granted; at++) startedAt.push(now)
  const refused = Math.max(0, count - free)
  const gone = (Math.max(0, now - pace.queuedAt) * limit) / WINDOW_MS
  const queued = { agent: Math.max(0, pace.queued.agent - gone), bulk: Math.max(0, pace.queued.bulk - gone) }
  // The place that becomes free first, then one after the other behind those who were told so before.
  const oldestInTheWay = startedAt[startedAt.length - limit] ?? startedAt[0]
  const firstFree = Math.max(pace.heldUntil, oldestInTheWay === undefined ? now : oldestInTheWay + WINDOW_MS) - now
  const waitsMs = Array.from({ length: refused }, (_, at) =>
    Math.ceil(firstFree + ((queued[lane] + at) * WINDOW_MS) / limit),
  )
  queued[lane] += refused
  return {
    pace: { startedAt, queued, queuedAt: now, heldUntil: pace.heldUntil },
    permits: { at: now, granted, waitsMs },
  }
}

/** How many messages a second Meta lets a number send. Source: "Throughput" of Meta's pages. */
export function perSecondOf(number: { throughputLevel: string | null; isOnPhoneApp: boolean }): number {
  if (number.isOnPhoneApp) return 20
  return number.throughputLevel === 'HIGH' ? 1000 : 80
}
