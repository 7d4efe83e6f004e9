import type { Clock } from '../shared/clock'

/** The clock of everything under test. Starts at the real time, because JWTs and D1 live beside it. */
export const testClock: Clock & { advanceBy(ms: number): void; reset(): void } = (() => {
  let offset = 0
  return {
    now: () => Date.now() + offset,
    advanceBy: (ms) => {
      offset += ms
    },
    reset: () => {
      offset = 0
    },
  }
})()
