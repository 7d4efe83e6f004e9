import { defineError } from '../../shared/errors'

export const exportNotFound = defineError({
  code: 'privacy.export_not_found',
  status: 404,
  message: 'This export does not exist, or not any more: it is kept for seven days, and goes with the person.',
})
