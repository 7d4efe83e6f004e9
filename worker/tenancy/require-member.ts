import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../shared/http/env'
import { type Entry, enter } from './organization-context'
import { isAllowed, type Permission } from './permissions.schemas'
import { credentialMissing, notAllowed, sessionRequired } from './tenancy.errors'

/** What a request behind the door carries: `ctx` for the work, `entry` for the few routes about the caller. */
export type MemberEnv = AppEnv & { Variables: { ctx: Entry['ctx']; entry: Entry } }
/** A route for people only: the entry has a session. */
export type SessionEnv = AppEnv & {
  Variables: { ctx: Entry['ctx']; entry: Entry & { session: NonNullable<Entry['session']> } }
}

/** The credential of the Authorization header, or undefined. */
export const bearerOf = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]

/** The door of every organization route: a session or an API key, or 401. */
export const requireMember = createMiddleware<MemberEnv>(async function requireMember(c, next) {
  const credential = bearerOf(c.req.header('authorization'))
  if (!credential) throw credentialMissing()
  const entry = await enter(c.var.system, credential)
  c.set('entry', entry)
  c.set('ctx', entry.ctx)
  await next()
})

/** For what only a person may do, such as changing a password. Behind `requireMember`. */
export const requireSession = createMiddleware<MemberEnv>(async function requireSession(c, next) {
  if (!c.var.entry.session) throw sessionRequired()
  await next()
})

/** The role must have the permission, or 403 that names it. Behind `requireMember`. */
const requirePermission = (permission: Permission) =>
  createMiddleware<MemberEnv>(async function requirePermission(c, next) {
    if (!isAllowed(c.var.entry.role, permission)) throw notAllowed({ details: { permission } })
    await next()
  })

type Middleware = MiddlewareHandler<MemberEnv>

/**
 * What a route needs, for its description and for the door at once: `createRoute({ ...requires('contacts:read'), … })`.
 * @param more further conditions, such as `requireSession`
 */
export const requires = (permission: Permission, ...more: Middleware[]) => ({
  'x-permission': permission,
  middleware: [requirePermission(permission), ...more],
})
