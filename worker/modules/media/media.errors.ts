import { defineError } from '../../shared/errors'

export const mediaNotFound = defineError({
  code: 'media.not_found',
  status: 404,
  message: 'This file does not exist, or no longer.',
})
export const mediaNotReady = defineError({
  code: 'media.not_ready',
  status: 409,
  message: 'This file is not completely here yet. Wait until it is ready.',
})
export const mediaNotSendable = defineError({
  code: 'media.not_sendable',
  status: 400,
  message: 'WhatsApp does not take this file.',
})
