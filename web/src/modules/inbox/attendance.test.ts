import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAttendance } from './attendance'

const MINUTE = 60_000

describe('whether somebody is at the desk', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is away after five minutes without a sign of life, and back with the first one', () => {
    const tell = vi.fn()
    const { stop } = createAttendance(tell)
    vi.advanceTimersByTime(4 * MINUTE)
    window.dispatchEvent(new Event('keydown'))
    vi.advanceTimersByTime(4 * MINUTE)
    expect(tell).not.toHaveBeenCalled()
    vi.advanceTimersByTime(MINUTE)
    expect(tell.mock.calls).toEqual([[true]])
    window.dispatchEvent(new Event('pointermove'))
    window.dispatchEvent(new Event('pointermove'))
    expect(tell.mock.calls).toEqual([[true], [false]])
    vi.advanceTimersByTime(5 * MINUTE)
    expect(tell.mock.calls).toEqual([[true], [false], [true]])
    stop()
  })

  it('is said again to a new connection, and to nobody when it ends', () => {
    const tell = vi.fn()
    const { connected, stop } = createAttendance(tell)
    connected()
    expect(tell).not.toHaveBeenCalled()
    vi.advanceTimersByTime(5 * MINUTE)
    connected()
    expect(tell.mock.calls).toEqual([[true], [true]])
    stop()
    window.dispatchEvent(new Event('keydown'))
    expect(tell).toHaveBeenCalledTimes(2)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is away as long as somebody says so, whatever they touch', () => {
    let says = true
    const tell = vi.fn()
    const { connected, changed, stop } = createAttendance(tell, () => says)
    connected()
    vi.advanceTimersByTime(5 * MINUTE)
    window.dispatchEvent(new Event('keydown'))
    expect(tell.mock.calls).toEqual([[true]])
    says = false
    changed()
    expect(tell.mock.calls).toEqual([[true], [false]])
    stop()
  })
})
