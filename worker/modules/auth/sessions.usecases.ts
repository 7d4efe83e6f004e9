import { DAY, toIso } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { hashToken, isEqual, randomToken, signToken } from '../../shared/tokens'
import { issueAccessToken } from '../../tenancy/access-token'
import { sessionEnded } from '../../tenancy/tenancy.errors'
import { disconnectUser } from '../realtime/realtime.usecases'
import { sessionNotFound } from './auth.errors'
import { judgeRefresh } from './auth.models'
import {
  deleteExpired,
  findSession,
  findUser,
  listOrganizationsOf,
  listSessions,
  type NewSession,
  revokeSession,
  revokeSessions,
  rotateSession,
  setActiveOrganization,
} from './auth.repository'
import type { AccessToken, Session } from './auth.schemas'

/** A device that is not used for so long signs itself out. */
export const SESSION_LIFETIME = 30 * DAY
const MAX_USER_AGENT = 400

export type Device = { userAgent: string; ipAddress: string }
/** `refreshToken` goes into the cookie; undefined leaves the cookie as it is. */
export type SignedIn = AccessToken & { refreshToken?: string }

/** `<session>.<random>.<mac>`: the mac tells a token that we issued once from one that somebody made up. */
function createRefreshToken({ config }: Pick<SystemContext, 'config'>, sessionId: string): string {
  const value = `${sessionId}.${randomToken()}`
  return `${value}.${signToken(config.accessTokenSecret.reveal(), `refresh:${value}`)}`
}

function sessionIdOf({ config }: Pick<SystemContext, 'config'>, refreshToken: string): string | undefined {
  const [sessionId = '', random = '', mac = ''] = refreshToken.split('.')
  const expected = signToken(config.accessTokenSecret.reveal(), `refresh:${sessionId}.${random}`)
  return isEqual(mac, expected) ? sessionId : undefined
}

/** The row of a new session and the token that goes with it. The caller inserts the row. */
export function createSession(
  system: SystemContext,
  { userId, organizationId, device }: { userId: string; organizationId: string; device: Device },
): { row: NewSession; refreshToken: string } {
  const now = system.clock.now()
  const id = createId('ses', now)
  const refreshToken = createRefreshToken(system, id)
  return {
    refreshToken,
    row: {
      id,
      userId,
      activeOrganizationId: organizationId,
      tokenHash: hashToken(refreshToken),
      rotatedAt: now,
      userAgent: device.userAgent.slice(0, MAX_USER_AGENT),
      ipAddress: device.ipAddress,
      expiresAt: now + SESSION_LIFETIME,
      createdAt: now,
    },
  }
}

export async function signedIn(
  system: SystemContext,
  session: { id: string; userId: string; activeOrganizationId: string },
  refreshToken?: string,
): Promise<SignedIn> {
  const token = await issueAccessToken(system, {
    id: session.id,
    userId: session.userId,
    organizationId: session.activeOrganizationId,
  })
  return {
    accessToken: token.accessToken,
    expiresAt: toIso(token.expiresAt),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  }
}

/**
 * Exchanges a refresh token for an access token and rotates it. The previous token, within 30 s, yields an access token
 * only; any older one ends the session, because someone else has a copy.
 * @throws `auth.session_ended`
 */
export async function refreshSession(system: SystemContext, refreshToken: string): Promise<SignedIn> {
  const sessionId = sessionIdOf(system, refreshToken)
  if (sessionId === undefined) throw sessionEnded()
  const tokenHash = hashToken(refreshToken)
  const now = system.clock.now()
  const session = await findSession(system, sessionId)
  const verdict = judgeRefresh(session, tokenHash, now)
  if (!session || verdict === 'ended') throw sessionEnded()
  if (verdict === 'stolen') {
    system.log.warn('an old refresh token came back, the session ends', { userId: session.userId, sessionId })
    await revokeSession(system, { id: session.id, userId: session.userId, now })
    await disconnectUser(system, session.userId, { onlySessionId: session.id })
    throw sessionEnded()
  }
  const activeOrganizationId = await usableOrganization(system, session)
  if (verdict === 'access-only') return signedIn(system, { ...session, activeOrganizationId })

  const next = createRefreshToken(system, session.id)
  const rotated = await rotateSession(system, {
    id: session.id,
    tokenHash,
    next: { tokenHash: hashToken(next), rotatedAt: now, expiresAt: now + SESSION_LIFETIME },
  })
  // Another tab was faster by a moment: its cookie is the one that counts.
  return signedIn(system, { ...session, activeOrganizationId }, rotated.length > 0 ? next : undefined)
}

/** The session's organization, or another one when that door has been closed. @throws `auth.session_ended` when none is left */
async function usableOrganization(
  system: SystemContext,
  session: { id: string; userId: string; activeOrganizationId: string },
) {
  const user = await findUser(system, session.userId)
  if (!user?.isActive) throw sessionEnded()
  const organizations = await listOrganizationsOf(system, session.userId)
  const active = organizations.find(({ id }) => id === session.activeOrganizationId) ?? organizations[0]
  if (!active) throw sessionEnded()
  if (active.id !== session.activeOrganizationId) await setActiveOrganization(system, session.id, active.id)
  return active.id
}

/** Ends the session a refresh token belongs to, if it is one of ours. Signing out twice is signing out. */
export async function endSession(
  system: SystemContext,
  refreshToken: string,
): Promise<{ userId: string; sessionId: string } | undefined> {
  const sessionId = sessionIdOf(system, refreshToken)
  const session = sessionId === undefined ? undefined : await findSession(system, sessionId)
  if (!session) return undefined
  await revokeSession(system, { id: session.id, userId: session.userId, now: system.clock.now() })
  return { userId: session.userId, sessionId: session.id }
}

export async function endSessionById(system: SystemContext, userId: string, sessionId: string): Promise<void> {
  const ended = await revokeSession(system, { id: sessionId, userId, now: system.clock.now() })
  if (ended.length === 0) throw sessionNotFound()
}

export const endAllSessions = (system: SystemContext, userId: string, exceptId?: string) =>
  revokeSessions(system, { userId, now: system.clock.now(), ...(exceptId === undefined ? {} : { exceptId }) })

export async function listDevices(system: SystemContext, userId: string, currentId: string): Promise<Session[]> {
  const rows = await listSessions(system, userId, system.clock.now())
  return rows.map((row) => ({
    id: row.id,
    current: row.id === currentId,
    userAgent: row.userAgent,
    ipAddress: row.ipAddress,
    createdAt: toIso(row.createdAt),
    lastUsedAt: toIso(row.rotatedAt),
    expiresAt: toIso(row.expiresAt),
  }))
}

/** Daily: forgets links nobody can use and sessions that ended a month ago. */
export const deleteExpiredSignIns = (system: SystemContext) =>
  deleteExpired(system, { now: system.clock.now(), keepSessionsMs: SESSION_LIFETIME })
