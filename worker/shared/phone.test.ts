import { describe, expect, it } from 'vitest'
import { parsePhone } from './phone'

const read = (text: string, country?: string | null) => parsePhone(text, country)?.digits ?? null

describe('a number that somebody typed', () => {
  it.each([
    ['with its national zero', '0170 1234567', 'DE', '491701234567'],
    ['as a spreadsheet leaves it, without', '1701234567', 'DE', '491701234567'],
    ['where there is no such zero', '912 345 678', 'PT', '351912345678'],
    ['in North America', '(415) 555-2671', 'US', '14155552671'],
    ['in Brazil', '(41) 99988-7766', 'BR', '5541999887766'],
    ['with its country code all the same', '351912345678', 'PT', '351912345678'],
    ['of another country, with +', '+49 170 1234567', 'PT', '491701234567'],
    ['of another country, with 00', '0049 170 1234567', 'PT', '491701234567'],
    ['that is no number at home, but is one with its code', '491701234567', 'PT', '491701234567'],
  ])('is read in its country %s', (_, text, country, digits) => {
    expect(read(text, country)).toBe(digits)
  })

  it.each([[undefined], [null], ['XX'], ['']])(
    'means nothing without a country code where the country is %j',
    (country) => {
      expect(read('0170 1234567', country)).toBeNull()
      expect(read('+49 170 1234567', country)).toBe('491701234567')
    },
  )

  it.each(['012', 'zero', '0170 CALL', ''])('is none in any country: %j', (text) => {
    expect(read(text, 'DE')).toBeNull()
  })

  it('says its country', () => {
    expect(parsePhone('0170 1234567', 'DE')).toEqual({ digits: '491701234567', country: 'DE' })
  })
})
