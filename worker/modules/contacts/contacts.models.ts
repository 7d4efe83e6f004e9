import type { ContactIdentity } from './contacts.schemas'

/**
 * How WhatsApp may name the same person instead: Brazil's ninth digit, Mexico's and Argentina's mobile prefixes. Only for
 * finding a contact that is there: received ids are never rewritten, and nobody is merged on the strength of these.
 * @param digits with the country code
 */
export function aliasesOf(digits: string): string[] {
  return rules.flatMap(({ pattern, alias }) => (pattern.test(digits) ? [digits.replace(pattern, alias)] : []))
}

const rules = [
  // Mobile numbers of the time before the ninth digit begin with 6 to 9. A 9 before a landline's 2 to 5 is a stranger.
  { pattern: /^55([1-9]{2})([6-9]\d{7})$/, alias: '55$19$2' },
  { pattern: /^55([1-9]{2})9([6-9]\d{7})$/, alias: '55$1$2' },
  { pattern: /^52(\d{10})$/, alias: '521$1' },
  { pattern: /^521(\d{10})$/, alias: '52$1' },
  { pattern: /^54([1-8]\d{9})$/, alias: '549$1' },
  { pattern: /^549([1-8]\d{9})$/, alias: '54$1' },
]

/** How somebody can be named to us. */
export type PersonName = { phone: string } | { waId: string } | { userId: string }

/** The identities that would be this person, surest first; the aliases only if `withAliases`. */
export function identitiesOf(digits: string, { withAliases }: { withAliases: boolean }): ContactIdentity[] {
  const values = withAliases ? aliasesOf(digits) : [digits]
  return values.flatMap((value) => [
    { kind: 'wa_id' as const, value },
    { kind: 'phone' as const, value },
  ])
}
