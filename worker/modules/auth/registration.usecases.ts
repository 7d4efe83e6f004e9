import { DAY } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { chooseShard } from '../../shared/db/shards'
import { createId } from '../../shared/ids'
import { welcomeMail } from '../../shared/mail/auth-templates'
import { announceMail, toMailRow } from '../../shared/mail/mail'
import { hashPassword } from '../../shared/password-hashing'
import { countAttempt } from '../../shared/rate-limit'
import { hashToken, randomToken } from '../../shared/tokens'
import { announceEvents, systemEvent } from '../../tenancy/events'
import { auditEvent } from '../audit-log/audit-log.models'
import { newOrganization } from '../organizations/organizations.usecases'
import { emailTaken } from './auth.errors'
import { findUserByEmail, insertAccount } from './auth.repository'
import type { RegisterInput } from './auth.schemas'
import { limits } from './auth-limits.models'
import { createSession, type Device, type SignedIn, signedIn } from './sessions.usecases'

export const VERIFICATION_LIFETIME = 3 * DAY

/**
 * Creates the organization, its first admin and their session in one transaction, together with the mail and the audit
 * entry that follow from it: after a crash at any point there is either all of it or nothing.
 * @throws `auth.email_taken`
 */
export async function register(system: SystemContext, input: RegisterInput, device: Device): Promise<SignedIn> {
  await countAttempt(system, { scope: 'register-address', key: device.ipAddress, ...limits.registerByAddress })
  await countAttempt(system, { scope: 'register-account', key: input.email, ...limits.registerByAccount })
  if (await findUserByEmail(system, input.email)) throw emailTaken()

  const now = system.clock.now()
  const user = {
    id: createId('usr', now),
    email: input.email,
    name: input.name,
    passwordHash: await hashPassword(input.password),
    lastLoginAt: now,
    createdAt: now,
  }
  const { organization, membership } = newOrganization(
    { name: input.organizationName, plan: input.plan, timeZone: input.timeZone },
    { ownerId: user.id, shard: await chooseShard(system.env, system.config.closedShards), now },
  )
  const session = createSession(system, { userId: user.id, organizationId: organization.id, device })
  const token = randomToken()
  const mail = await toMailRow(system, {
    to: { name: user.name, email: user.email },
    ...welcomeMail({ publicUrl: system.config.publicUrl, name: user.name, organizationName: organization.name, token }),
  })
  const event = systemEvent(
    system,
    organization.id,
    auditEvent({
      action: 'organization.created',
      actor: { type: 'user', id: user.id, name: user.name },
      target: { type: 'organization', id: organization.id, label: organization.name },
      at: now,
    }),
  )
  const created = await insertAccount(
    system,
    {
      user,
      organization,
      membership,
      session: session.row,
      token: {
        tokenHash: hashToken(token),
        userId: user.id,
        purpose: 'verify_email',
        expiresAt: now + VERIFICATION_LIFETIME,
        createdAt: now,
      },
      mail,
    },
    event.statement,
  )
  // Two registrations of one address at the same moment: the second meets the unique index.
  if (!created) throw emailTaken()
  await Promise.all([announceEvents(system, [event.row]), announceMail(system, [mail.id])])
  return signedIn(
    system,
    { id: session.row.id, userId: user.id, activeOrganizationId: organization.id },
    session.refreshToken,
  )
}
