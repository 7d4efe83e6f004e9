import { defineError } from '../shared/errors'

export const credentialMissing = defineError({
  code: 'auth.credential_missing',
  status: 401,
  message: 'Sign in, or send an API key as Authorization: Bearer ….',
})
export const credentialInvalid = defineError({
  code: 'auth.credential_invalid',
  status: 401,
  message: 'This access token or API key is not valid.',
})
export const accessTokenExpired = defineError({
  code: 'auth.token_expired',
  status: 401,
  message: 'This access token has expired. Refresh it.',
})
export const sessionEnded = defineError({
  code: 'auth.session_ended',
  status: 401,
  message: 'You have been signed out. Sign in again.',
})
export const notAllowed = defineError({
  code: 'auth.not_allowed',
  status: 403,
  message: 'Your role does not allow this.',
})
export const sessionRequired = defineError({
  code: 'auth.session_required',
  status: 403,
  message: 'This needs a signed-in person; an API key cannot do it.',
})
