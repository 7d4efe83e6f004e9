import { createMiddleware } from 'hono/factory'
import type { Config } from '../shared/config'
import { isAllowed, type Permission } from './permissions.schemas'
import type { MemberEnv } from './require-member'
import { notAllowed } from './tenancy.errors'

type PlatformPermission = Extract<Permission, `platform:${string}`>

/** The operator is whoever has proved to own SUPERADMIN_EMAIL. Changing the setting takes the power away at once. */
export const isSuperadmin = (
  { superadminEmail }: Pick<Config, 'superadminEmail'>,
  user: { email: string; emailVerified: boolean },
): boolean => user.emailVerified && superadminEmail !== undefined && user.email === superadminEmail

const requireSuperadmin = (permission: PlatformPermission) =>
  createMiddleware<MemberEnv>(async function requireSuperadmin(c, next) {
    const { session } = c.var.entry
    const isOperator = session !== null && isSuperadmin(c.var.system.config, session)
    if (!isOperator || !isAllowed('superadmin', permission)) throw notAllowed({ details: { permission } })
    await next()
  })

/** The operator's own session, or 403. A role inside an organization opens nothing here, nor does an API key. Behind `requireMember`. */
export const requiresOperator = (permission: PlatformPermission) => ({
  'x-permission': permission,
  middleware: [requireSuperadmin(permission)],
})
