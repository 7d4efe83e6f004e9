import { defineError } from '../../shared/errors'

export const memberNotFound = defineError({
  code: 'team.member_not_found',
  status: 404,
  message: 'This person is not a member of the workspace.',
})
export const lastAdmin = defineError({
  code: 'team.last_admin',
  status: 409,
  message: 'This is the last active admin. Make somebody else an admin first.',
})
export const ownMembership = defineError({
  code: 'team.own_membership',
  status: 409,
  message: 'You cannot change your own membership. Ask another admin.',
})
