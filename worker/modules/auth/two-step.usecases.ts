import type { SystemContext } from '../../shared/context'
import { totpChangedMail } from '../../shared/mail/auth-templates'
import { announceMail, toMailRow } from '../../shared/mail/mail'
import { countAttempt, forgiveAttempts } from '../../shared/rate-limit'
import { seal } from '../../shared/sealing'
import { hashToken } from '../../shared/tokens'
import { createRecoveryCodes, createTotpSecret, formatRecoveryCode, totpUri } from '../../shared/totp'
import { sessionEnded } from '../../tenancy/tenancy.errors'
import { invalidCode, totpAlreadyEnabled, totpNotSetUp } from './auth.errors'
import {
  findUser,
  replaceCodes,
  replaceRecoveryCodes,
  type User,
  updateUser,
  updateUserWithMail,
} from './auth.repository'
import { limits } from './auth-limits.models'
import { confirmPassword } from './password.usecases'
import { acceptTotp } from './sign-in.usecases'

/** A new secret for the person's authenticator app. Nothing is asked at sign-in until `enableTotp` proves that it arrived. */
export async function setUpTotp(
  system: SystemContext,
  userId: string,
  password: string,
): Promise<{ secret: string; uri: string }> {
  const user = await confirmPassword(system, userId, password)
  if (user.totpEnabledAt !== null) throw totpAlreadyEnabled()
  const secret = createTotpSecret()
  const totpSecret = await seal(system.config, secret, { purpose: 'totp', organizationId: null, rowId: user.id })
  await updateUser(system, user.id, { totpSecret, totpLastStep: null })
  return { secret, uri: totpUri(secret, user.email) }
}

/** @returns the recovery codes, the only time they can be seen. @throws `auth.invalid_code`, `auth.totp_not_set_up` */
export async function enableTotp(system: SystemContext, userId: string, code: string): Promise<string[]> {
  await countAttempt(system, { scope: 'totp', key: userId, ...limits.confirmByAccount })
  const user = await findUser(system, userId)
  if (!user) throw sessionEnded()
  if (user.totpEnabledAt !== null) throw totpAlreadyEnabled()
  if (user.totpSecret === null) throw totpNotSetUp()
  if (!(await acceptTotp(system, user, code))) throw invalidCode()
  await forgiveAttempts(system, 'totp', userId)
  const codes = createRecoveryCodes()
  const mail = await changedMail(system, user, true)
  await updateUserWithMail(system, {
    id: user.id,
    changes: { totpEnabledAt: system.clock.now() },
    mail,
    also: replaceRecoveryCodes(system, user.id, hashCodes(user.id, codes)),
  })
  await announceMail(system, [mail.id])
  return codes.map(formatRecoveryCode)
}

export async function disableTotp(system: SystemContext, userId: string, password: string): Promise<void> {
  const user = await confirmPassword(system, userId, password)
  const mail = await changedMail(system, user, false)
  await updateUserWithMail(system, {
    id: user.id,
    changes: { totpSecret: null, totpEnabledAt: null, totpLastStep: null },
    mail,
    also: replaceRecoveryCodes(system, user.id, []),
  })
  await announceMail(system, [mail.id])
}

/** Ten new codes; the old ones stop working. */
export async function renewRecoveryCodes(system: SystemContext, userId: string, password: string): Promise<string[]> {
  const user = await confirmPassword(system, userId, password)
  if (user.totpEnabledAt === null) throw totpNotSetUp()
  const codes = createRecoveryCodes()
  await replaceCodes(system, user.id, hashCodes(user.id, codes))
  return codes.map(formatRecoveryCode)
}

const hashCodes = (userId: string, codes: string[]): string[] => codes.map((code) => hashToken(`${userId}:${code}`))

const changedMail = (system: SystemContext, user: User, enabled: boolean) =>
  toMailRow(system, {
    to: { name: user.name, email: user.email },
    ...totpChangedMail({ publicUrl: system.config.publicUrl, name: user.name, enabled }),
  })
