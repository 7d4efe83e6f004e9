import '../../strings/register-settings'
import { describe, expect, it } from 'vitest'
import { formatAgo, formatRelative } from './time'

const now = new Date('2026-11-23T12:00:00Z')

describe('how long ago', () => {
  it.each([
    ['2026-11-23T11:59:30Z', 'Now', 'just now'],
    ['2026-11-23T12:00:05Z', 'Now', 'just now'],
    ['2026-11-23T11:55:00Z', '5m', '5m ago'],
    ['2026-11-23T08:30:00Z', '3h', '3h ago'],
    ['2026-11-19T12:00:00Z', '19 Nov', 'on 19 Nov'],
    ['2024-11-19T12:00:00Z', '19 Nov 2024', 'on 19 Nov 2024'],
  ])('%s is %s', (at, short, sentence) => {
    expect(formatRelative(new Date(at), now)).toBe(short)
    expect(formatAgo(new Date(at), now)).toBe(sentence)
  })
})
