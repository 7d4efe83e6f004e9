import type { Actor } from '../../shared/context'
import type { MemberRole } from '../../tenancy/permissions.schemas'

export type Standing = { role: MemberRole; isActive: boolean }

/** Nobody changes their own membership: an admin who slips would lock themselves out. */
export const isOwnMembership = (actor: Actor, userId: string): boolean => actor.type === 'user' && actor.id === userId

const isActiveAdmin = (standing: Standing | null): boolean => standing?.role === 'admin' && standing.isActive

/**
 * Whether a change takes an active admin away, so that another one must be left. The statement that makes the change
 * checks that itself: two admins who remove each other at the same moment must not both succeed.
 * @param to null for a removal
 */
export const takesAdminAway = (from: Standing, to: Standing | null): boolean =>
  isActiveAdmin(from) && !isActiveAdmin(to)

/** Whether the member loses the workspace, and with it their open sockets. */
export const losesAccess = (from: Standing, to: Standing | null): boolean => from.isActive && !to?.isActive
