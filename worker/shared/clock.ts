/** The only source of time. Milliseconds since 1970, UTC. Injected, so that tests and time travel move it. */
export type Clock = { now(): number }

let systemOffset = 0

export const systemClock: Clock = { now: () => Date.now() + systemOffset }

/** Time travel of a local run: the simulator moves both sides together. Only the development-only endpoint calls it. */
export function moveSystemClock(offsetMs: number): void {
  systemOffset = offsetMs
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** How a time leaves the API: ISO 8601 in UTC. */
export function toIso(at: number): string
export function toIso(at: number | null): string | null
export function toIso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
