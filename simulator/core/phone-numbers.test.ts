import { expect, it } from 'vitest'
import { callingCodeOf, dialledNumber, waIdOf } from './phone-numbers'

it.each([
  ['5541999887766', '554199887766', 'Brazil drops the ninth digit from area code 31 on'],
  ['5511999887766', '5511999887766', 'São Paulo keeps it'],
  ['525512345678', '5215512345678', 'Mexico has a 1 more'],
  ['541123456789', '5491123456789', 'Argentina has a 9 more'],
  ['16505551234', '16505551234', 'others are themselves'],
])('%s is %s: %s', (dialled, waId) => {
  expect(waIdOf(dialled)).toBe(waId)
  expect(waIdOf(waId)).toBe(waId)
})

it('puts the calling code of the business before a local number', () => {
  expect(dialledNumber('0171 1234567', '+49 30 1234567')).toBe('491711234567')
  expect(dialledNumber('+491711234567', '+1 650 555 1111')).toBe('491711234567')
  expect(dialledNumber('16505551234', '+49 30 1234567')).toBe('16505551234')
  expect(['14155550100', '4915112345678', '2348012345678', '35361234567'].map(callingCodeOf)).toEqual([
    '1',
    '49',
    '234',
    '353',
  ])
})
