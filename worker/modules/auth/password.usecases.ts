import { HOUR } from '../../shared/clock'
import type { SystemContext } from '../../shared/context'
import { passwordChangedMail, passwordResetMail } from '../../shared/mail/auth-templates'
import { announceMail, mailQueue, toMailRow } from '../../shared/mail/mail'
import { hashPassword, verifyPassword } from '../../shared/password-hashing'
import { countAttempt, forgiveAttempts } from '../../shared/rate-limit'
import { hashToken, randomToken } from '../../shared/tokens'
import { sessionEnded } from '../../tenancy/tenancy.errors'
import { disconnectUser } from '../realtime/realtime.usecases'
import { invalidToken, wrongPassword } from './auth.errors'
import {
  findUser,
  findUserByEmail,
  insertTokenWithMail,
  resetWithMailedToken,
  type User,
  updateUserWithMail,
} from './auth.repository'
import { limits } from './auth-limits.models'
import { endAllSessions } from './sessions.usecases'

const RESET_LIFETIME = HOUR

/** The person must type their password again. @throws `auth.wrong_password` */
export async function confirmPassword(system: SystemContext, userId: string, password: string): Promise<User> {
  await countAttempt(system, { scope: 'confirm', key: userId, ...limits.confirmByAccount })
  const user = await findUser(system, userId)
  if (!user) throw sessionEnded()
  if (!(await verifyPassword(password, user.passwordHash))) throw wrongPassword()
  await forgiveAttempts(system, 'confirm', userId)
  return user
}

/** Only puts the wish on the queue: the answer takes as long whether or not there is such an account. */
export async function requestPasswordReset(system: SystemContext, email: string, ipAddress: string): Promise<void> {
  await countAttempt(system, { scope: 'reset-address', key: ipAddress, ...limits.resetByAddress })
  await countAttempt(system, { scope: 'reset-account', key: email, ...limits.resetByAccount })
  await mailQueue.send(system, [{ type: 'password-reset', email }])
}

/** The queue's half: mails a link if there is such an account. Twice is two links, and either works once. */
export async function sendPasswordReset(system: SystemContext, email: string): Promise<void> {
  const user = await findUserByEmail(system, email)
  if (!user?.isActive) return
  const now = system.clock.now()
  const token = randomToken()
  const mail = await toMailRow(system, {
    to: { name: user.name, email: user.email },
    ...passwordResetMail({ publicUrl: system.config.publicUrl, name: user.name, token }),
  })
  const row = {
    tokenHash: hashToken(token),
    userId: user.id,
    purpose: 'reset_password' as const,
    expiresAt: now + RESET_LIFETIME,
    createdAt: now,
  }
  await insertTokenWithMail(system, row, mail)
  await announceMail(system, [mail.id])
}

/**
 * Sets a new password with a mailed link, which also proves the address, and ends every session.
 * @throws `auth.invalid_token`
 */
export async function resetPassword(
  system: SystemContext,
  input: { token: string; password: string },
  ipAddress: string,
): Promise<void> {
  await countAttempt(system, { scope: 'reset-address', key: ipAddress, ...limits.resetByAddress })
  const now = system.clock.now()
  const user = await resetWithMailedToken(
    system,
    { tokenHash: hashToken(input.token), purpose: 'reset_password', now },
    await hashPassword(input.password),
  )
  if (!user) throw invalidToken()
  await Promise.all([disconnectUser(system, user.id), forgiveAttempts(system, 'login-account', user.email)])
}

/** Changes the password, signs every other device out, and tells the person by mail. */
export async function changePassword(
  system: SystemContext,
  session: { id: string; userId: string },
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const user = await confirmPassword(system, session.userId, input.currentPassword)
  const passwordHash = await hashPassword(input.newPassword)
  const mail = await toMailRow(system, {
    to: { name: user.name, email: user.email },
    ...passwordChangedMail({ publicUrl: system.config.publicUrl, name: user.name }),
  })
  const others = endAllSessions(system, user.id, session.id)
  await updateUserWithMail(system, { id: user.id, changes: { passwordHash }, mail, also: [others] })
  await Promise.all([disconnectUser(system, user.id, { exceptSessionId: session.id }), announceMail(system, [mail.id])])
}
