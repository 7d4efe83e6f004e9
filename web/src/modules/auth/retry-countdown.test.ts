import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRetryCountdown, formatWait } from './retry-countdown'

describe('the wait after too many tries', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('counts down to zero and stops', () => {
    createRoot((dispose) => {
      const wait = createRetryCountdown()
      expect(wait.left()).toBe(0)
      wait.start(3)
      expect(wait.left()).toBe(3)
      vi.advanceTimersByTime(2000)
      expect(wait.left()).toBe(1)
      vi.advanceTimersByTime(1000)
      expect(wait.left()).toBe(0)
      expect(vi.getTimerCount()).toBe(0)
      dispose()
    })
  })

  it('leaves no timer behind when the page goes away', () => {
    createRoot((dispose) => {
      createRetryCountdown().start(300)
      dispose()
    })
    expect(vi.getTimerCount()).toBe(0)
  })

  it.each([
    [45, '45s'],
    [60, '1m'],
    [252, '4m 12s'],
  ])('%i seconds reads %s', (seconds, text) => {
    expect(formatWait(seconds)).toBe(text)
  })
})
