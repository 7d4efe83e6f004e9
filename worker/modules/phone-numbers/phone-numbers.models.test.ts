import { describe, expect, it } from 'vitest'
import { accountConsequence, changedKeys, changesOf, factsOf, isSameNumber, webhookUrl } from './phone-numbers.models'

const graphNumber = (values: object) => ({
  ...{ id: '1', displayPhoneNumber: '', verifiedName: '', qualityRating: null, nameStatus: null, status: null },
  ...{ codeVerificationStatus: null, platformType: null, throughputLevel: null, accountMode: null, health: null },
  ...{ messagingLimit: null, isPinEnabled: null, isOnPhoneApp: null },
  callbacks: { phoneNumber: null, businessAccount: null, app: null },
  ...values,
})

it('knows a display number in any writing', () => {
  expect(isSameNumber('+44 20 7946 0182', '442079460182')).toBe(true)
  expect(isSameNumber('+44 (20) 7946-0182', '+44 20 7946 0183')).toBe(false)
})

it('makes the address of the platform’s app and of a tenant’s', () => {
  expect(webhookUrl('https://inbox.example', null)).toBe('https://inbox.example/api/webhook')
  expect(webhookUrl('https://inbox.example', 'k')).toBe('https://inbox.example/api/webhook/k')
})

describe('what is kept of a number', () => {
  it('is what Meta says, and what was known where Meta says nothing', () => {
    const known = factsOf(graphNumber({ displayPhoneNumber: '+44 20', verifiedName: 'Kiln', qualityRating: 'GREEN' }))
    expect(factsOf(graphNumber({ qualityRating: 'RED' }), known)).toEqual({ ...known, qualityRating: 'RED' })
  })

  it('names what is new', () => {
    expect(changedKeys({ a: 1, b: null, c: 'x' }, { a: 1, b: null })).toEqual([])
    expect(changedKeys({ a: 1, b: null as number | null }, { a: 2, b: 3 })).toEqual(['a', 'b'])
  })

  it('is not the name that was only asked for', () => {
    const news = { kind: 'number' as const, displayPhoneNumber: null, event: 'NAME_REJECTED', nameStatus: 'REJECTED' }
    expect(changesOf(news)).toEqual({})
    expect(changesOf({ ...news, nameStatus: 'APPROVED', verifiedName: 'Kiln' })).toEqual({
      nameStatus: 'APPROVED',
      verifiedName: 'Kiln',
    })
  })
})

it.each([
  ['DISABLED_UPDATE', 'DISABLE', 'pause'],
  ['ACCOUNT_DELETED', null, 'pause'],
  ['DISABLED_UPDATE', 'REINSTATE', 'resumeFrom'],
  ['DISABLED_UPDATE', 'SCHEDULE_FOR_DISABLE', 'look'],
  ['PARTNER_REMOVED', null, 'look'],
  ['ACCOUNT_VIOLATION', 'ALCOHOL', 'look'],
])('after %s %s: %s', (event, detail, expected) => {
  const consequence = accountConsequence({ kind: 'account', event, detail, wabaId: null })
  expect(typeof consequence === 'string' ? consequence : Object.keys(consequence)[0]).toBe(expected)
})
