import { describe, expect, it } from 'vitest'
import { initials, tintOf } from './avatar'
import { passwordStrength } from './password-strength'

describe('an avatar', () => {
  it.each([
    ['Ifeoma Okafor', 2, 'IO'],
    ['Ifeoma Okafor', 1, 'I'],
    ['Kiln & Loom', 2, 'KL'],
    ['Amara', 2, 'A'],
    ['Anne-Marie da Silva', 2, 'AS'],
    ['  ', 2, '?'],
    ['👩‍🎨 Studio', 1, '👩'],
  ] as const)('of %s with %i letters shows %s', (name, letters, shown) => {
    expect(initials(name, letters)).toBe(shown)
  })

  it('keeps its tint and spreads over all eight', () => {
    expect(tintOf('Ifeoma Okafor')).toBe(tintOf('Ifeoma Okafor'))
    expect(new Set(Array.from({ length: 200 }, (_, index) => tintOf(`Person ${index}`))).size).toBe(8)
  })
})

describe('a password', () => {
  it.each([
    ['', 'empty'],
    ['short', 'short'],
    ['aaaaaaaaaaaa', 'weak'],
    ['password1234', 'weak'],
    ['1234567890', 'weak'],
    ['vase-and-mug-2026', 'strong'],
    ['clay and a warm kiln', 'strong'],
  ])('"%s" is %s', (password, strength) => {
    expect(passwordStrength(password)).toBe(strength)
  })
})
