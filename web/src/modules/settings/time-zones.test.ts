import { describe, expect, it } from 'vitest'
import { clockIn, timeZoneOptions } from './time-zones'

describe('time zones to choose from', () => {
  it('include UTC and a chosen zone that the browser leaves out, once each', () => {
    const values = timeZoneOptions('Asia/Calcutta').map((option) => option.value)
    expect(values).toContain('UTC')
    expect(values).toContain('Asia/Calcutta')
    expect(values).toContain('Europe/Lisbon')
    expect(new Set(values).size).toBe(values.length)
  })

  it('read without underscores', () => {
    expect(timeZoneOptions('UTC').find((option) => option.value === 'America/Sao_Paulo')?.label).toBe(
      'America/Sao Paulo',
    )
  })
})

describe('the clock in a zone', () => {
  it('is its local time', () => {
    expect(clockIn('Asia/Kolkata', new Date('2026-11-23T12:00:00Z'))).toBe('17:30')
  })
  it('is empty for an unknown zone', () => {
    expect(clockIn('Mars/Olympus', new Date())).toBe('')
  })
})
