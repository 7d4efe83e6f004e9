import jwt from '@tsndr/cloudflare-worker-jwt'
import { MINUTE } from '../shared/clock'
import type { SystemContext } from '../shared/context'
import { accessTokenExpired, credentialInvalid } from './tenancy.errors'

const LIFETIME = 15 * MINUTE
const AUDIENCE = 'wharf-api'

export type AccessTokenClaims = { userId: string; sessionId: string; organizationId: string; expiresAt: number }
type Claims = { sub: string; sid: string; org: string; aud: string; iat: number; exp: number }
type Signing = Pick<SystemContext, 'config' | 'clock'>

/** A JWT (HS256) for 15 minutes that names a session and its active organization. Rights are looked up, not carried. */
export async function issueAccessToken(
  { config, clock }: Signing,
  session: { id: string; userId: string; organizationId: string },
): Promise<{ accessToken: string; expiresAt: number }> {
  const expiresAt = clock.now() + LIFETIME
  const claims: Claims = {
    sub: session.userId,
    sid: session.id,
    org: session.organizationId,
    aud: AUDIENCE,
    iat: Math.floor(clock.now() / 1000),
    exp: Math.floor(expiresAt / 1000),
  }
  const accessToken = await jwt.sign(claims, config.accessTokenSecret.reveal(), { algorithm: 'HS256' })
  return { accessToken, expiresAt: claims.exp * 1000 }
}

/**
 * Checks signature, algorithm, audience and expiry. Whether the session still holds is the directory's word.
 * @throws `auth.credential_invalid` or `auth.token_expired`
 */
export async function verifyAccessToken({ config, clock }: Signing, token: string): Promise<AccessTokenClaims> {
  const claims = await verifyJwt<Claims>(token, config.accessTokenSecret.reveal())
  if (!claims || claims.aud !== AUDIENCE) throw credentialInvalid()
  const expiresAt = claims.exp * 1000
  if (expiresAt <= clock.now()) throw accessTokenExpired()
  return { userId: claims.sub, sessionId: claims.sid, organizationId: claims.org, expiresAt }
}

/** The claims of a token that our key signed with HS256, or undefined. Expiry is left to the caller's clock. */
export async function verifyJwt<C extends object>(token: string, secret: string): Promise<C | undefined> {
  try {
    // A century of tolerance: the library reads the system's clock, we read the context's.
    const verified = await jwt.verify<C>(token, secret, { algorithm: 'HS256', clockTolerance: 3_155_760_000 })
    return verified?.payload as C | undefined
  } catch {
    // Not three parts, not base64, not JSON, or a header that names another algorithm: not ours either way.
    return undefined
  }
}
