import { createRoute } from '@hono/zod-openapi'
import type { AppEnv } from '../../shared/http/env'
import { createRouter, json } from '../../shared/http/openapi'
import { healthSchema } from './health.schemas'
import { checkHealth } from './health.usecases'

const health = createRoute({
  method: 'get',
  path: '/',
  tags: ['Platform'],
  summary: 'Whether everything answers',
  description: 'Asks every database, the bucket and every queue, at most every five seconds. Needs no credential.',
  security: [],
  responses: { 200: json(healthSchema, 'All well'), 503: json(healthSchema, 'Something is ill: `checks` says what') },
})

export const healthRoutes = createRouter<AppEnv>().openapi(health, async (c) => {
  const result = await checkHealth(c.var.system)
  return result.status === 'ok' ? c.json(result, 200) : c.json(result, 503)
})
