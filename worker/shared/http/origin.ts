import type { Context } from 'hono'
import type { AppEnv } from './env'

/**
 * Whether a request comes from our own pages or from no page at all. Browsers send Origin with every POST and every
 * socket; programs send none.
 */
export function isOwnOrigin(c: Context<AppEnv>): boolean {
  if (c.req.header('sec-fetch-site') === 'cross-site') return false
  const origin = c.req.header('origin')
  return origin === undefined || origin === c.var.system.config.publicUrl || origin === new URL(c.req.url).origin
}
