import { createMiddleware } from 'hono/factory'

/** Answers of the API are nobody's to keep: they hold customers' data and differ by credential. */
export const apiHeaders = createMiddleware(async function apiHeaders(c, next) {
  await next()
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
})
