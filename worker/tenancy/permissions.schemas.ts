import { z } from 'zod'

/** The four roles a member can hold in an organization, most powerful first. */
export const memberRoles = ['admin', 'manager', 'agent', 'user'] as const
export const memberRoleSchema = z.enum(memberRoles)
export type MemberRole = z.infer<typeof memberRoleSchema>

/** `superadmin` belongs to the platform, not to an organization: it opens `platform:*` and nothing inside a tenant. */
export type Role = MemberRole | 'superadmin'

/**
 * Who may do what. The one table that the Worker enforces and the web shows.
 * A key is `resource:action`; a value lists the roles that may.
 */
export const permissions = {
  'organization:read': ['admin', 'manager', 'agent', 'user'],
  'organization:update': ['admin'],
  'members:read': ['admin', 'manager', 'agent', 'user'],
  'members:update': ['admin'],
  'api-keys:read': ['admin'],
  'api-keys:create': ['admin'],
  'api-keys:revoke': ['admin'],
  'audit-log:read': ['admin', 'manager'],
  'inbox:connect': ['admin', 'manager', 'agent', 'user'],
  'phone-numbers:read': ['admin', 'manager', 'agent', 'user'],
  'phone-numbers:update': ['admin'],
  'conversations:read': ['admin', 'manager', 'agent', 'user'],
  'conversations:update': ['admin', 'manager', 'agent'],
  'messages:send': ['admin', 'manager', 'agent'],
  'media:read': ['admin', 'manager', 'agent', 'user'],
  'media:upload': ['admin', 'manager', 'agent'],
  'templates:read': ['admin', 'manager', 'agent', 'user'],
  'templates:update': ['admin', 'manager'],
  'canned-replies:read': ['admin', 'manager', 'agent', 'user'],
  'canned-replies:update': ['admin', 'manager', 'agent'],
  'canned-replies:share': ['admin', 'manager'],
  'contacts:read': ['admin', 'manager', 'agent', 'user'],
  'contacts:update': ['admin', 'manager', 'agent'],
  'contacts:delete': ['admin', 'manager'],
  'contacts:import': ['admin', 'manager'],
  'contacts:export': ['admin', 'manager'],
  'contact-fields:update': ['admin', 'manager'],
  'segments:update': ['admin', 'manager'],
  'privacy:manage': ['admin'],
  'platform:read': ['superadmin'],
  'platform:update': ['superadmin'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions
export const permissionNames = Object.keys(permissions) as Permission[]

export const isAllowed = (role: Role, permission: Permission): boolean =>
  (permissions[permission] as readonly Role[]).includes(role)

/** Everything a role may do, for the dashboard's menus. */
export const permissionsOf = (role: Role): Permission[] => permissionNames.filter((name) => isAllowed(role, name))
