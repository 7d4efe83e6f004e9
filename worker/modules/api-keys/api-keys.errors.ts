import { defineError } from '../../shared/errors'

export const apiKeyNotFound = defineError({
  code: 'api_keys.not_found',
  status: 404,
  message: 'This API key does not exist, or it is revoked already.',
})
export const roleTooHigh = defineError({
  code: 'api_keys.role_too_high',
  status: 403,
  message: 'A key cannot have a higher role than the person who creates it.',
})
