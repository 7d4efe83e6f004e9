/** What a tester may choose, for the whole simulator. */
export type Settings = {
  /** From one status to the next, in milliseconds. */
  statusDelaysMs: { sent: number; delivered: number; read: number; played: number }
  /** A free-form message outside the window is refused with 400, or accepted and failed: Meta's pages allow both. */
  windowFailure: 'sync' | 'async'
  /** A number that no customer has is not on WhatsApp (131026), or somebody new answers to it. */
  strangers: 'unknown' | 'exist'
  /** Marketing templates one customer gets in 24 hours outside the window (131049). */
  marketingPerDay: number
  /** Free-form messages of a number and month that cost nothing. */
  freeServicePerMonth: number
  /** Calls in an hour: null is Meta's own 200, or 5,000 with a registered number. */
  accountCallsPerHour: number | null
  /** Code 4; null never. */
  appCallsPerHour: number | null
  /** From a template's creation to its review. */
  reviewDelayMs: number
  /** Origin of the short-lived addresses of media. */
  mediaOrigin: string
  webhooks: { timeoutMs: number; retryDelaysMs: number[]; parallel: number }
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

export const defaultSettings = (): Settings => ({
  statusDelaysMs: { sent: 2, delivered: 3, read: 5, played: 5 },
  windowFailure: 'async',
  strangers: 'unknown',
  marketingPerDay: 2,
  freeServicePerMonth: 1000,
  accountCallsPerHour: null,
  appCallsPerHour: null,
  reviewDelayMs: 3 * second,
  mediaOrigin: 'https://lookaside.fbsbx.com',
  webhooks: {
    timeoutMs: 10 * second,
    // Seven days in all, then given up: the longest of Meta's two accounts of it.
    retryDelaysMs: [
      ...[second, 5 * second, 20 * second, minute, 5 * minute, 20 * minute, hour, 3 * hour, 6 * hour, 12 * hour],
      ...Array.from({ length: 6 }, () => 24 * hour),
    ],
    parallel: 32,
  },
})
