import { defineError } from '../../shared/errors'

export const organizationNotFound = defineError({
  code: 'organizations.not_found',
  status: 404,
  message: 'This workspace does not exist.',
})
