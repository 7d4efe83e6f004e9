import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { loadConfig } from '../config'
import { createSystemContext, type SystemDependencies } from '../context'
import { createId } from '../ids'
import type { AppEnv } from './env'
import { requireJson } from './openapi'

/**
 * Gives each request its id, logger and context, and writes one line when it is answered.
 * @param takesRawBody requests whose body is not JSON; they need an Authorization header, which no form can send
 */
export const requestContext = (dependencies: SystemDependencies, takesRawBody: (request: Request) => boolean) =>
  createMiddleware<AppEnv>(async function requestContext(c, next) {
    const startedAt = Date.now()
    const requestId = createId('req', startedAt)
    const log = dependencies.log.with({ requestId })
    c.set('requestId', requestId)
    c.set('log', log)
    c.header('x-request-id', requestId)
    const config = loadConfig(c.env)
    c.set(
      'system',
      createSystemContext(
        c.env,
        config,
        { ...dependencies, log },
        { requestId, waitUntil: (work) => c.executionCtx.waitUntil(work) },
      ),
    )
    if (!takesRawBody(c.req.raw)) await requireJson(c.req.raw)
    await next()
    log.info('answered', {
      method: c.req.method,
      // The pattern, not the path: paths carry ids and mailed links.
      route: matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path,
      status: c.res.status,
      milliseconds: Date.now() - startedAt,
    })
  })
