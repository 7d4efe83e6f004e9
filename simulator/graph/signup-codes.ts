import { addToken } from '../core/entities'
import type { Token } from '../core/state'
import type { World } from '../core/world'
import { graphError } from './errors'

/** Embedded Signup gives the business' back end this long. */
const CODE_MS = 30_000

type Signup = { appId: string; accountIds: string[]; expiresAt?: number | null; scopes?: string[] }

/** What Embedded Signup hands to the page after a business has agreed: a code for a token over its accounts. */
export function issueSignupCode(world: World, { appId, accountIds, expiresAt = null, scopes }: Signup): string {
  const { token } = addToken(world, {
    appId,
    accountIds,
    expiresAt,
    scopes: scopes ?? ['whatsapp_business_management', 'whatsapp_business_messaging', 'public_profile'],
    // Nothing until the code is exchanged.
    isValid: false,
  })
  const code = `AQ${world.digits(60)}`
  world.state.codes[code] = { token, expiresAt: world.now() + CODE_MS, usedAt: null }
  return code
}

/** @throws 100 with subcode 36007 (expired), 36009 (used or unknown) */
export function exchangeCode(world: World, { appId, code }: { appId: string; code: string }): Token {
  const issued = world.state.codes[code]
  const token = issued && world.state.tokens[issued.token]
  if (!issued || !token || token.appId !== appId) {
    throw graphError(100, { title: 'Invalid verification code format.', subcode: 36009 })
  }
  if (issued.usedAt !== null) {
    throw graphError(100, { title: 'This authorization code has been used.', subcode: 36009 })
  }
  if (issued.expiresAt <= world.now()) {
    throw graphError(100, { title: 'This authorization code has expired.', subcode: 36007 })
  }
  issued.usedAt = world.now()
  token.isValid = true
  token.issuedAt = world.now()
  return token
}
