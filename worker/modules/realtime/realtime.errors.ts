import { defineError } from '../../shared/errors'

export const upgradeRequired = defineError({
  code: 'realtime.upgrade_required',
  status: 426,
  message: 'This address speaks WebSocket only.',
})
export const foreignSocketOrigin = defineError({
  code: 'realtime.foreign_origin',
  status: 403,
  message: 'Sockets are for the dashboard itself, not for other sites.',
})
