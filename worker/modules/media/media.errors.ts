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
export const mediaTypeNotAccepted = defineError({
  code: 'media.type_not_accepted',
  status: 415,
  message: 'WhatsApp does not take files of this type.',
})
export const mediaTooLarge = defineError({
  code: 'media.too_large',
  status: 413,
  message: 'This file is too large for WhatsApp. The limit is 100 MB, and less for everything but documents.',
})
export const mediaIncomplete = defineError({
  code: 'media.incomplete',
  status: 400,
  message: 'The file did not arrive completely. Send it again.',
})
export const mediaUploadIncomplete = defineError({
  code: 'media.upload_incomplete',
  status: 409,
  message: 'Some parts of this file have not arrived yet.',
})
export const mediaLinkInvalid = defineError({
  code: 'media.link_invalid',
  status: 403,
  message: 'This link to a file has expired or was changed. Open the conversation again to get a new one.',
})
export const mediaRangeInvalid = defineError({
  code: 'media.range_invalid',
  status: 416,
  message: 'The file does not have the bytes you ask for.',
})
