import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aliasesOf } from './contacts.models'

describe('other forms of a number', () => {
  it.each([
    ['Brazil, as WhatsApp has it', '554199887766', '5541999887766'],
    ['Mexico', '525512345678', '5215512345678'],
    ['Argentina', '541123456789', '5491123456789'],
  ])('%s: each finds the other', (_, one, other) => {
    expect(aliasesOf(one)).toEqual([other])
    expect(aliasesOf(other)).toEqual([one])
  })

  it.each([
    ['a Brazilian landline has no ninth digit', '554133221100'],
    ['a 9 before what would be a landline is a mobile of its own', '5541933221100'],
    ['Germany', '4915112345678'],
    ['the United States', '15555550100'],
    ['Portugal, which also begins with 9', '351912345678'],
    ['too short', '5541'],
  ])('%s: there is none', (_, digits) => {
    expect(aliasesOf(digits)).toEqual([])
  })

  it('of an alias is the number itself, whatever the digits', () => {
    const digits = fc.tuple(fc.constantFrom('55', '52', '521', '54', '549', '49', '1'), fc.stringMatching(/^\d{8,11}$/))
    fc.assert(
      fc.property(digits, ([country, rest]) => {
        for (const alias of aliasesOf(country + rest)) expect(aliasesOf(alias)).toContain(country + rest)
      }),
    )
  })
})
