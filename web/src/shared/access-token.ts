/** The API's AccessToken. Declared here, because the schema's file would bring zod into the first load. */
export type AccessToken = { accessToken: string; expiresAt: string }

/**
 * When the token ends by this device's clock, in ms since 1970. Its lifetime is taken from the token itself, because
 * a device's clock can be minutes off and `expiresAt` is the server's.
 */
export function localExpiry(token: AccessToken, now: number): number {
  const claims = readClaims(token.accessToken)
  if (claims) return now + (claims.exp - claims.iat) * 1000
  return Date.parse(token.expiresAt)
}

function readClaims(jwt: string): { iat: number; exp: number } | undefined {
  try {
    const payload: unknown = JSON.parse(atob((jwt.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')))
    if (typeof payload !== 'object' || payload === null || !('iat' in payload) || !('exp' in payload)) return undefined
    const { iat, exp } = payload
    return typeof iat === 'number' && typeof exp === 'number' ? { iat, exp } : undefined
  } catch {
    return undefined
  }
}

export function isAccessToken(value: unknown): value is AccessToken {
  return (
    typeof value === 'object' &&
    value !== null &&
    'accessToken' in value &&
    typeof value.accessToken === 'string' &&
    'expiresAt' in value &&
    typeof value.expiresAt === 'string'
  )
}
