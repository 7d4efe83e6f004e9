import { createRoot, createSignal } from 'solid-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHeldPending } from './held-pending'

describe('a held skeleton', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each([
    [100, 0, 'goes at once when it was not visible yet'],
    [200, 250, 'stays for 300 ms once it was visible'],
    [600, 0, 'goes at once after that'],
  ])('after %i ms of waiting it is held %i ms more: it %s', (waited, held) => {
    const [pending, setPending] = createSignal(true)
    const { shown, dispose } = createRoot((end) => ({ shown: createHeldPending(pending), dispose: end }))
    vi.advanceTimersByTime(waited)
    setPending(false)
    if (held > 0) {
      vi.advanceTimersByTime(held - 1)
      expect(shown()).toBe(true)
      vi.advanceTimersByTime(1)
    }
    expect(shown()).toBe(false)
    dispose()
  })
})
