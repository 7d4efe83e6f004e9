import { createSignal } from 'solid-js'

/** A header has whole seconds, and an answer takes its time: what is nearer than this is the same time. */
const TOLERANCE_MS = 15_000
const [offset, setOffset] = createSignal(0)

/** By how much the server's clock is ahead of this device's: 0 unless a device is wrong, or a local run travels in time. */
export const serverOffset = offset
/** The server's time, in milliseconds since 1970: windows close and messages are due by it. */
export const serverNow = (): number => Date.now() + offset()

/**
 * Every answer tells the time.
 * @param date its `Date` header
 * @param askedAt when it was asked for, by this device's clock: an answer that took long says what time it was then
 */
export function hearServerTime(date: string | null, askedAt: number): void {
  const now = Date.now()
  const said = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(said) || now - askedAt > TOLERANCE_MS) return
  const ahead = said - now
  if (Math.abs(ahead - offset()) > TOLERANCE_MS) setOffset(Math.abs(ahead) > TOLERANCE_MS ? ahead : 0)
}
