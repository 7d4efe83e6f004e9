import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { SystemContext } from '../context'

const NAME = 'wharf_refresh'

/** Script cannot read it, other sites cannot send it, and only sign-in receives it. Local runs have no TLS. */
const attributes = (c: Context, { config }: SystemContext) =>
  ({
    path: '/api/auth',
    httpOnly: true,
    sameSite: 'Strict',
    secure: config.environment === 'production' || new URL(c.req.url).protocol === 'https:',
  }) as const

export const readRefreshCookie = (c: Context): string | undefined => getCookie(c, NAME)

export const writeRefreshCookie = (c: Context, system: SystemContext, token: string, lifetimeMs: number): void =>
  setCookie(c, NAME, token, { ...attributes(c, system), maxAge: Math.floor(lifetimeMs / 1000) })

export const clearRefreshCookie = (c: Context, system: SystemContext): void => {
  deleteCookie(c, NAME, attributes(c, system))
}
