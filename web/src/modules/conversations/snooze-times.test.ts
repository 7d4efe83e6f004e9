import { describe, expect, it } from 'vitest'
import { snoozeChoices, snoozeUntil } from './snooze-times'

// A Wednesday.
const now = new Date(2026, 10, 25, 14, 20)

describe('a snooze', () => {
  it('ends at a time people think in', () => {
    expect(snoozeUntil('laterToday', now)).toEqual(new Date(2026, 10, 25, 17, 0))
    expect(snoozeUntil('tomorrow', now)).toEqual(new Date(2026, 10, 26, 9, 0))
    expect(snoozeUntil('nextWeek', now)).toEqual(new Date(2026, 10, 30, 9, 0))
    expect(snoozeUntil('nextMonth', now)).toEqual(new Date(2026, 11, 1, 9, 0))
  })

  it('means the Monday after on a Monday, and tomorrow on a Sunday', () => {
    expect(snoozeUntil('nextWeek', new Date(2026, 10, 30, 8, 0))).toEqual(new Date(2026, 11, 7, 9, 0))
    expect(snoozeUntil('nextWeek', new Date(2026, 10, 29, 8, 0))).toEqual(new Date(2026, 10, 30, 9, 0))
  })

  it('is always in the future and never skips into a wrong month', () => {
    expect(snoozeUntil('nextMonth', new Date(2026, 0, 31, 10))).toEqual(new Date(2026, 1, 1, 9, 0))
  })

  it('is not offered for later today when that would be tomorrow', () => {
    expect(snoozeChoices(new Date(2026, 10, 25, 20, 59))).toContain('laterToday')
    expect(snoozeChoices(new Date(2026, 10, 25, 21, 5))).toEqual(['tomorrow', 'nextWeek', 'nextMonth'])
  })
})
