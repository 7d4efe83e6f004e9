import { toIso } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { verifyEmailMail } from '../../shared/mail/auth-templates'
import { announceMail, toMailRow } from '../../shared/mail/mail'
import { countAttempt } from '../../shared/rate-limit'
import { hashToken, randomToken } from '../../shared/tokens'
import type { Entry } from '../../tenancy/organization-context'
import { memberRoleSchema, permissionsOf } from '../../tenancy/permissions.schemas'
import { isSuperadmin } from '../../tenancy/require-superadmin'
import { sessionEnded } from '../../tenancy/tenancy.errors'
import { organizationNotFound } from '../organizations/organizations.errors'
import { toOrganization } from '../organizations/organizations.usecases'
import { invalidToken } from './auth.errors'
import {
  countRecoveryCodes,
  findUser,
  insertTokenWithMail,
  listOrganizationsOf,
  redeemMailedToken,
  setActiveOrganization,
  updateUser,
} from './auth.repository'
import type { Me } from './auth.schemas'
import { limits } from './auth-limits.models'
import { VERIFICATION_LIFETIME } from './registration.usecases'
import { type SignedIn, signedIn } from './sessions.usecases'

/** Everything the dashboard needs to know about who is looking at it. */
export async function getMe(
  system: SystemContext,
  { organization, role, session }: Entry & { session: { userId: string } },
): Promise<Me> {
  const [user, organizations, recoveryCodesLeft] = await Promise.all([
    findUser(system, session.userId),
    listOrganizationsOf(system, session.userId),
    countRecoveryCodes(system, session.userId),
  ])
  if (!user) throw sessionEnded()
  const emailVerified = user.emailVerifiedAt !== null
  const operator = isSuperadmin(system.config, { email: user.email, emailVerified })
  return {
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      emailVerified,
      totpEnabled: user.totpEnabledAt !== null,
      recoveryCodesLeft,
      isSuperadmin: operator,
      lastLoginAt: toIso(user.lastLoginAt),
    },
    organization: toOrganization(organization),
    role,
    permissions: [...permissionsOf(role), ...(operator ? permissionsOf('superadmin') : [])],
    organizations: organizations.map((one) => ({ id: one.id, name: one.name, role: memberRoleSchema.parse(one.role) })),
  }
}

export const renameUser = (system: SystemContext, userId: string, name: string) => updateUser(system, userId, { name })

/**
 * Proves the address of the person who is signed in. The link alone is not enough: otherwise whoever registers a
 * stranger's address would have it verified by the stranger's click.
 * @throws `auth.invalid_token`, for somebody else's link too
 */
export async function verifyEmail(system: SystemContext, userId: string, token: string): Promise<void> {
  const now = system.clock.now()
  const user = await redeemMailedToken(
    system,
    { tokenHash: hashToken(token), purpose: 'verify_email', userId, now },
    { changes: { emailVerifiedAt: now }, endSessions: false },
  )
  if (!user) throw invalidToken()
}

/** Another link; nothing when the address is verified already. */
export async function resendVerification(system: SystemContext, userId: string): Promise<void> {
  await countAttempt(system, { scope: 'verification', key: userId, ...limits.verificationByAccount })
  const user = await findUser(system, userId)
  if (!user || user.emailVerifiedAt !== null) return
  const now = system.clock.now()
  const token = randomToken()
  const mail = await toMailRow(system, {
    to: { name: user.name, email: user.email },
    ...verifyEmailMail({ publicUrl: system.config.publicUrl, name: user.name, token }),
  })
  const row = {
    tokenHash: hashToken(token),
    userId,
    purpose: 'verify_email' as const,
    expiresAt: now + VERIFICATION_LIFETIME,
    createdAt: now,
  }
  await insertTokenWithMail(system, row, mail)
  await announceMail(system, [mail.id])
}

/** Makes another of the person's organizations the session's. @throws `organizations.not_found` for one they are not in */
export async function switchOrganization(
  system: SystemContext,
  session: { id: string; userId: string },
  organizationId: string,
): Promise<SignedIn> {
  const organizations = await listOrganizationsOf(system, session.userId)
  if (!organizations.some(({ id }) => id === organizationId)) throw organizationNotFound()
  await setActiveOrganization(system, session.id, organizationId)
  return signedIn(system, { ...session, activeOrganizationId: organizationId })
}
