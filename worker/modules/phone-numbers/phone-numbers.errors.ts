import { defineError } from '../../shared/errors'

export const phoneNumberNotFound = defineError({
  code: 'phone_numbers.not_found',
  status: 404,
  message: 'This phone number does not exist.',
})
