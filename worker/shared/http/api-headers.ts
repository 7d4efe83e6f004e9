import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env'

/**
 * Answers of the API are nobody's to keep: they hold customers' data and differ by credential. And they tell the time by which
 * windows close, also in a local run that travels in time.
 */
export const apiHeaders = createMiddleware<AppEnv>(async function apiHeaders(c, next) {
  await next()
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  c.header('date', new Date(c.var.system.clock.now()).toUTCString())
})
