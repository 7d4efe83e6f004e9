/** For how long after a rotation the previous refresh token still yields an access token: two tabs refreshing at once. */
export const ROTATION_GRACE_MS = 30_000

export type SessionTokens = {
  tokenHash: string
  previousTokenHash: string | null
  rotatedAt: number
  expiresAt: number
  revokedAt: number | null
}
export type RefreshVerdict = 'rotate' | 'access-only' | 'stolen' | 'ended'

/**
 * What a refresh token that we once issued for this session may do. `stolen`: an old token turned up again, so one of
 * two holders is not the person; the whole session ends.
 */
export function judgeRefresh(session: SessionTokens | undefined, tokenHash: string, now: number): RefreshVerdict {
  if (!session || session.revokedAt !== null || session.expiresAt <= now) return 'ended'
  if (tokenHash === session.tokenHash) return 'rotate'
  const inGrace = now - session.rotatedAt <= ROTATION_GRACE_MS
  return tokenHash === session.previousTokenHash && inGrace ? 'access-only' : 'stolen'
}
