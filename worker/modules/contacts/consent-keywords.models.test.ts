import { describe, expect, it } from 'vitest'
import { consentOf, defaultConsentKeywords, foldKeyword } from './consent-keywords.models'

describe('what a message says about consent', () => {
  it.each([
    ...[
      'STOP',
      ' stop. ',
      'Stop!!',
      'ＳＴＯＰ',
      'Baja',
      'ARRÊTER',
      'arreter',
      'désabonner',
      'Stopp',
      'disiscrivimi',
      'afmelden',
    ],
    ...[
      'Wypisz mnie',
      'rezygnuje',
      'REZYGNUJĘ',
      'İPTAL',
      'ıptal',
      'abonelikten cık',
      'إيقاف',
      'ايقاف',
      'बंद करें',
      'Berhenti',
      '“stop”',
      'opt-out',
    ],
  ])('%s stops', (text) => {
    expect(consentOf(text, defaultConsentKeywords)).toBe('revoked')
  })

  it.each(['START', 'alta', "S'abonner", 'iscrivimi', 'Başla', 'BASLA', 'शुरू करें', 'mulai', 'اشترك', 'opt in'])(
    '%s begins',
    (text) => {
      expect(consentOf(text, defaultConsentKeywords)).toBe('granted')
    },
  )

  it.each([
    ...[
      'Please stop by tomorrow',
      'stop the order',
      'nonstop',
      '',
      '   ',
      '!!!',
      '🛑',
      'yes',
      'cancel',
      'start\u0000x',
      'STOP '.repeat(60),
    ],
  ])('%j says something else', (text) => {
    expect(consentOf(text, defaultConsentKeywords)).toBeNull()
  })

  it('has no word that both stops and begins, and none that folds to nothing', () => {
    const [out, back] = [defaultConsentKeywords.optOut.map(foldKeyword), defaultConsentKeywords.optIn.map(foldKeyword)]
    expect(out.filter((word) => back.includes(word))).toEqual([])
    expect([...out, ...back].filter((word) => word === '')).toEqual([])
  })

  it('are an organization’s own words, where it has some', () => {
    const own = { optOut: ['No más, gracias'], optIn: [] }
    expect(consentOf('no mas gracias', own)).toBe('revoked')
    expect(consentOf('stop', own)).toBeNull()
  })
})
