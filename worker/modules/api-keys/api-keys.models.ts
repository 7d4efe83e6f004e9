import type { MemberRole } from '../../tenancy/permissions.schemas'

/** How much of a key is kept in the clear, to recognise it by. Too little to guess the rest. */
export const PREFIX_LENGTH = 12

/** @param ranking all roles, the most powerful first */
export const mayGiveRole = (ranking: readonly MemberRole[], own: MemberRole, wanted: MemberRole): boolean =>
  ranking.indexOf(wanted) >= ranking.indexOf(own)
