export type PasswordStrength = 'empty' | 'short' | 'weak' | 'fair' | 'good' | 'strong'

const MIN_LENGTH = 10
const common = /^(?:password|passwort|qwerty|letmein|welcome|admin|iloveyou|wharf|whatsapp|12345|abc123)/i
const runs = /(.)\1{3,}|0123|1234|2345|3456|4567|5678|6789|abcd|qwer|asdf/i

/** A hint for people, not a rule: length counts most, repetition and well-known beginnings count against. */
export function passwordStrength(password: string): PasswordStrength {
  if (password.length === 0) return 'empty'
  if (password.length < MIN_LENGTH) return 'short'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length
  const different = new Set(password.toLowerCase()).size
  const score =
    Math.min(password.length, different * 2) +
    kinds * 2 -
    (common.test(password) ? 8 : 0) -
    (runs.test(password) ? 5 : 0)
  if (score < 12) return 'weak'
  if (score < 16) return 'fair'
  return score < 21 ? 'good' : 'strong'
}

/** How many of the meter's four bars are on. */
export const strengthBars: Record<PasswordStrength, number> = {
  empty: 0,
  short: 1,
  weak: 1,
  fair: 2,
  good: 3,
  strong: 4,
}
