import { createRoute } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { overviewSchema } from './analytics.schemas'
import { readOverview } from './analytics.usecases'

const overview = createRoute({
  method: 'get',
  path: '/overview',
  tags: ['Analytics'],
  summary: 'What waits now, how fast today’s first replies were, and how the numbers are',
  ...requires('conversations:read'),
  responses: { 200: json(overviewSchema, 'The overview'), ...errors(credentialMissing, notAllowed) },
})

export const analyticsRoutes = createRouter<MemberEnv>().openapi(overview, async (c) =>
  c.json(await readOverview(c.var.ctx, c.var.entry.organization.timeZone), 200),
)
