import { defineError } from '../../shared/errors'

export const emailTaken = defineError({
  code: 'auth.email_taken',
  status: 409,
  message: 'This address already has an account. Sign in, or reset the password.',
})
export const invalidCredentials = defineError({
  code: 'auth.invalid_credentials',
  status: 401,
  message: 'Email and password don’t match.',
})
export const accountDeactivated = defineError({
  code: 'auth.deactivated',
  status: 403,
  message: 'This account is switched off. Ask the admin of your workspace.',
})
export const invalidCode = defineError({
  code: 'auth.invalid_code',
  status: 400,
  message: 'This code is not right, or it was used already.',
})
export const challengeExpired = defineError({
  code: 'auth.challenge_expired',
  status: 401,
  message: 'This took too long. Sign in again.',
})
export const wrongPassword = defineError({
  code: 'auth.wrong_password',
  status: 403,
  message: 'This is not your current password.',
})
export const invalidToken = defineError({
  code: 'auth.invalid_token',
  status: 400,
  message: 'This link has expired or was used already.',
})
export const totpAlreadyEnabled = defineError({
  code: 'auth.totp_enabled',
  status: 409,
  message: 'Two-step sign-in is already on. Switch it off first.',
})
export const totpNotSetUp = defineError({
  code: 'auth.totp_not_set_up',
  status: 409,
  message: 'Set up an authenticator app first.',
})
export const foreignOrigin = defineError({
  code: 'auth.foreign_origin',
  status: 403,
  message: 'This request came from another site.',
})
export const sessionNotFound = defineError({
  code: 'auth.session_not_found',
  status: 404,
  message: 'This session does not exist.',
})
