import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { hearServerTime, serverNow, serverOffset } from './server-clock'

const HOUR = 3_600_000
const start = Date.parse('2026-11-23T12:00:00.000Z')
const header = (at: number) => new Date(at).toUTCString()

beforeEach(() => vi.useFakeTimers({ now: start }))
afterEach(() => {
  hearServerTime(header(Date.now()), Date.now())
  vi.useRealTimers()
})

it('is the server’s, also on a device that is an hour late, and ahead again', () => {
  hearServerTime(header(start + HOUR), start)
  expect(serverNow()).toBe(start + HOUR)
  hearServerTime(header(start - HOUR), start)
  expect(serverNow()).toBe(start - HOUR)
})

it('does not tremble with what an answer takes', () => {
  hearServerTime(header(start + 4000), start)
  expect(serverOffset()).toBe(0)
  hearServerTime(header(start + HOUR), start)
  hearServerTime(header(start + HOUR - 5000), start)
  expect(serverOffset()).toBe(HOUR)
})

it('does not believe an answer that came long after it was given, or that says nothing', () => {
  hearServerTime(header(start - 8 * HOUR), start - 8 * HOUR)
  hearServerTime(null, start)
  hearServerTime('soon', start)
  expect(serverOffset()).toBe(0)
})
