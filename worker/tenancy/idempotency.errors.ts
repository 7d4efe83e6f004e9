import { defineError } from '../shared/errors'

export const idempotencyKeyInvalid = defineError({
  code: 'idempotency.key_invalid',
  status: 400,
  message: 'Idempotency-Key is 1 to 200 printable ASCII characters, such as a UUID.',
})
export const idempotencyKeyReused = defineError({
  code: 'idempotency.key_reused',
  status: 422,
  message: 'This Idempotency-Key was used for another request. Use a new key for a new request.',
})
export const idempotencyInProgress = defineError({
  code: 'idempotency.in_progress',
  status: 409,
  message: 'The first request with this Idempotency-Key is still running. Try again in a moment.',
})
