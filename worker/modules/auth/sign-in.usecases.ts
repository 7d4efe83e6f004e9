import jwt from '@tsndr/cloudflare-worker-jwt'
import { MINUTE, toIso } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { verifyPassword } from '../../shared/password-hashing'
import { countAttempt, forgiveAttempts } from '../../shared/rate-limit'
import { open } from '../../shared/sealing'
import { hashToken } from '../../shared/tokens'
import { findTotpStep } from '../../shared/totp'
import { verifyJwt } from '../../tenancy/access-token'
import { announceEvents, systemEvent } from '../../tenancy/events'
import { auditEvent } from '../audit-log/audit-log.models'
import { accountDeactivated, challengeExpired, invalidCode, invalidCredentials } from './auth.errors'
import {
  findUser,
  findUserByEmail,
  insertSignIn,
  listOrganizationsOf,
  takeRecoveryCode,
  type User,
  useTotpStep,
} from './auth.repository'
import type { LoginInput, LoginResult } from './auth.schemas'
import { attemptsSentence, limits } from './auth-limits.models'
import { createSession, type Device, type SignedIn, signedIn } from './sessions.usecases'

const CHALLENGE_LIFETIME = 5 * MINUTE
const CHALLENGE_AUDIENCE = 'wharf-totp'
type Challenge = { sub: string; aud: string; exp: number; pwd: string }

export type LoginOutcome = SignedIn | Extract<LoginResult, { status: 'totp_required' }>

/**
 * The first step. Takes as long and says the same whether or not the account exists.
 * @throws `auth.invalid_credentials` with the tries that are left, or `rate_limit.exceeded`
 */
export async function login(system: SystemContext, input: LoginInput, device: Device): Promise<LoginOutcome> {
  await countAttempt(system, { scope: 'login-address', key: device.ipAddress, ...limits.loginByAddress })
  const { remaining } = await countAttempt(system, {
    scope: 'login-account',
    key: input.email,
    ...limits.loginByAccount,
  })
  const user = await findUserByEmail(system, input.email)
  const isRight = await verifyPassword(input.password, user?.passwordHash)
  if (!user || !isRight)
    throw invalidCredentials({
      message: attemptsSentence(invalidCredentials.declaration.message, remaining),
      details: { attemptsLeft: remaining },
    })
  if (!user.isActive) throw accountDeactivated()
  if (user.totpEnabledAt === null) return completeSignIn(system, user, device)
  return createChallenge(system, user)
}

async function createChallenge({ config, clock }: SystemContext, user: User): Promise<LoginOutcome> {
  const expiresAt = clock.now() + CHALLENGE_LIFETIME
  const claims: Challenge = {
    sub: user.id,
    aud: CHALLENGE_AUDIENCE,
    exp: Math.floor(expiresAt / 1000),
    pwd: passwordMark(user),
  }
  const challengeToken = await jwt.sign(claims, config.accessTokenSecret.reveal(), { algorithm: 'HS256' })
  return { status: 'totp_required', challengeToken, expiresAt: toIso(claims.exp * 1000) }
}

/** A changed password makes open challenges worthless. */
const passwordMark = (user: User): string => hashToken(user.passwordHash).slice(0, 16)

/**
 * The second step, with a code of the app or one of the recovery codes. Each works once.
 * @throws `auth.challenge_expired`, `auth.invalid_code`
 */
export async function loginWithTotp(
  system: SystemContext,
  input: { challengeToken: string; code?: string | undefined; recoveryCode?: string | undefined },
  device: Device,
): Promise<SignedIn> {
  const challenge = await verifyJwt<Challenge>(input.challengeToken, system.config.accessTokenSecret.reveal())
  if (!challenge || challenge.aud !== CHALLENGE_AUDIENCE || challenge.exp * 1000 <= system.clock.now())
    throw challengeExpired()
  const user = await findUser(system, challenge.sub)
  if (!user || challenge.pwd !== passwordMark(user)) throw challengeExpired()
  if (!user.isActive) throw accountDeactivated()
  await countAttempt(system, { scope: 'totp', key: user.id, ...limits.confirmByAccount })
  const accepted =
    input.code === undefined
      ? await acceptRecoveryCode(system, user, input.recoveryCode ?? '')
      : await acceptTotp(system, user, input.code)
  if (!accepted) throw invalidCode()
  await forgiveAttempts(system, 'totp', user.id)
  return completeSignIn(system, user, device)
}

/** Checks a code of the app and uses it up. */
export async function acceptTotp(system: SystemContext, user: User, code: string): Promise<boolean> {
  if (user.totpSecret === null) return false
  const secret = await open(system.config, user.totpSecret, { purpose: 'totp', organizationId: null, rowId: user.id })
  const step = findTotpStep(secret, code, system.clock.now())
  return step !== null && (await useTotpStep(system, user.id, step)).length > 0
}

async function acceptRecoveryCode(system: SystemContext, user: User, code: string): Promise<boolean> {
  return (await takeRecoveryCode(system, user.id, hashToken(`${user.id}:${code}`))).length > 0
}

async function completeSignIn(system: SystemContext, user: User, device: Device): Promise<SignedIn> {
  const [organization] = await listOrganizationsOf(system, user.id)
  if (!organization) throw accountDeactivated()
  const session = createSession(system, { userId: user.id, organizationId: organization.id, device })
  const actor = { type: 'user', id: user.id, name: user.name } as const
  const event = systemEvent(
    system,
    organization.id,
    auditEvent({ action: 'member.signed_in', actor, target: null, at: session.row.createdAt }),
  )
  await insertSignIn(system, session.row, event.statement)
  await Promise.all([announceEvents(system, [event.row]), forgiveAttempts(system, 'login-account', user.email)])
  return signedIn(system, session.row, session.refreshToken)
}
