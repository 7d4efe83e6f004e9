import { defineError } from '../../shared/errors'

export const userNotFound = defineError({
  code: 'platform.user_not_found',
  status: 404,
  message: 'This person has no account.',
})
export const ownAccount = defineError({
  code: 'platform.own_account',
  status: 409,
  message: 'You cannot switch your own account off.',
})
export const ownOrganization = defineError({
  code: 'platform.own_organization',
  status: 409,
  message: 'You are signed in to this workspace. Switch to another one before you switch it off.',
})
export const deadLetterNotFound = defineError({
  code: 'platform.dead_letter_not_found',
  status: 404,
  message: 'This dead letter does not exist.',
})
export const unknownQueue = defineError({
  code: 'platform.unknown_queue',
  status: 409,
  message: 'No queue of this name is bound, so the message cannot be sent again.',
})
