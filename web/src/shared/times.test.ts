import { afterEach, expect, it } from 'vitest'
import { en } from '../strings/en'
import { addStrings } from './i18n'
import { displayKeys } from './shortcuts'
import { formatAge, formatDay } from './times'

const now = new Date(2026, 10, 23, 12).getTime()
const ago = (days: number) => new Date(2026, 10, 23 - days, 11, 59, 30).toISOString()
const set = (ui: object) => addStrings({ ui } as never)
afterEach(() => set(en.ui))

it('says when in words', () => {
  expect([0, 1, 2].map((days) => formatDay(ago(days), now))).toEqual(['Today', 'Yesterday', 'Saturday 21 November'])
  expect(formatAge(ago(0), now)).toBe('now')
  expect(formatAge(ago(1), now)).toBe('22 Nov')
})

it('has its words from the strings files', () => {
  set({ now: 'jetzt', today: 'Heute', yesterday: 'Gestern', thenKey: 'dann' })
  expect([formatAge(ago(0), now), formatDay(ago(0), now), formatDay(ago(1), now)]).toEqual([
    'jetzt',
    'Heute',
    'Gestern',
  ])
  expect(displayKeys('g i')).toEqual(['G', 'dann', 'I'])
})
