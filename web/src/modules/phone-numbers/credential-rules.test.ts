import { describe, expect, it } from 'vitest'
import { askable, noCredentials, problemOf, refusedFields, rowsOf, waitingFor } from './credential-rules'

const token = 'EAAGm0PX4ZCpsBA0123456789abcdefghij'
const secret = '0123456789abcdef0123456789abcdef'
const filled = {
  metaAppId: '634974688087057',
  appSecret: secret,
  accessToken: token,
  wabaId: '102290129340398',
  metaPhoneNumberId: '106540352242922',
}

describe('what can be said of a credential without asking Meta', () => {
  it('says nothing of an empty field, nor of spaces around what was pasted', () => {
    expect(problemOf('accessToken', '  ')).toBeNull()
    for (const [field, value] of Object.entries(filled)) expect(problemOf(field as 'wabaId', ` ${value}\n`)).toBeNull()
  })

  it('counts the characters of a secret', () => {
    expect(problemOf('appSecret', '0123456789')).toEqual({ kind: 'secretLength', count: 10 })
    expect(problemOf('appSecret', 'z'.repeat(32))).toEqual({ kind: 'secretForm' })
  })

  it('tells a phone number from the number’s id', () => {
    expect(problemOf('metaPhoneNumberId', '+44 7700 900184')).toEqual({ kind: 'phoneNumber' })
    expect(problemOf('wabaId', '+44 7700 900184')).toEqual({ kind: 'digits' })
    expect(problemOf('wabaId', '1234')).toEqual({ kind: 'shortId' })
    expect(problemOf('wabaId', '1'.repeat(33))).toEqual({ kind: 'digits' })
  })

  it('knows half a token, two of them, and the sentence around one', () => {
    expect(problemOf('accessToken', 'EAAG')).toEqual({ kind: 'tokenShort' })
    expect(problemOf('accessToken', `${token} ${token}`)).toEqual({ kind: 'tokenForm' })
    expect(problemOf('accessToken', 'E'.repeat(2001))).toEqual({ kind: 'tokenLong' })
  })
})

describe('what Meta is asked', () => {
  it('is what is there and well formed, once there is something to ask with', () => {
    expect(askable('own', noCredentials)).toBeNull()
    expect(askable('own', { ...noCredentials, wabaId: filled.wabaId })).toBeNull()
    expect(askable('own', { ...filled, appSecret: 'short' })).toEqual({
      app: 'own',
      metaAppId: filled.metaAppId,
      accessToken: token,
      wabaId: filled.wabaId,
      metaPhoneNumberId: filled.metaPhoneNumberId,
    })
  })

  it('never has another app’s secret in it when the installation’s app is used', () => {
    expect(Object.keys(askable('platform', filled) ?? {})).toEqual([
      'app',
      'accessToken',
      'wabaId',
      'metaPhoneNumberId',
    ])
    expect(rowsOf('platform')).toEqual(['token', 'account', 'number'])
  })
})

describe('a line that can’t be checked yet', () => {
  const waiting = (row: Parameters<typeof waitingFor>[0], values: Partial<typeof filled>, isAppKnown = false) =>
    waitingFor(row, { way: 'own', values: { ...noCredentials, ...values }, isAppKnown })

  it('names the field it waits for', () => {
    expect(waiting('app', {})).toBe('metaAppId')
    expect(waiting('app', { metaAppId: filled.metaAppId })).toBe('appSecret')
    expect(waiting('app', { metaAppId: filled.metaAppId }, true)).toBeNull()
    expect(waiting('app', { metaAppId: filled.metaAppId, appSecret: 'wrong' }, true)).toBe('appSecret')
    expect(waiting('token', { metaAppId: filled.metaAppId })).toBe('accessToken')
    expect(waiting('account', { accessToken: token })).toBe('wabaId')
    expect(waiting('number', { accessToken: token, wabaId: filled.wabaId })).toBe('metaPhoneNumberId')
    for (const row of rowsOf('own')) expect(waiting(row, filled)).toBeNull()
  })
})

describe('a refusal of the server', () => {
  it('is read by field, and anything else is left out', () => {
    expect(
      refusedFields([
        { path: 'accessToken', message: 'It lacks permissions.', action: 'Tick both.' },
        { path: 'wabaId', message: 'Not yours.' },
        { path: 'pin', message: 'Wrong.' },
        { path: 'wabaId' },
        null,
      ]),
    ).toEqual([
      { path: 'accessToken', message: 'It lacks permissions.', action: 'Tick both.' },
      { path: 'wabaId', message: 'Not yours.', action: null },
    ])
    for (const details of [undefined, 'no', { path: 'wabaId' }]) expect(refusedFields(details)).toEqual([])
  })
})
