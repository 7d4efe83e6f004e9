import { createRoute } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { overviewSchema, todaySchema } from './analytics.schemas'
import { readOverview, readToday } from './analytics.usecases'

const overview = createRoute({
  method: 'get',
  path: '/overview',
  tags: ['Analytics'],
  summary: 'What waits now, what needs attention, and how the numbers are',
  ...requires('conversations:read'),
  responses: { 200: json(overviewSchema, 'The overview'), ...errors(credentialMissing, notAllowed) },
})

const today = createRoute({
  method: 'get',
  path: '/today',
  tags: ['Analytics'],
  summary: 'How fast today’s first replies were, and how much was written',
  ...requires('conversations:read'),
  responses: { 200: json(todaySchema, 'The day’s figures'), ...errors(credentialMissing, notAllowed) },
})

export const analyticsRoutes = createRouter<MemberEnv>()
  .openapi(overview, async (c) => c.json(await readOverview(c.var.ctx), 200))
  .openapi(today, async (c) => c.json(await readToday(c.var.ctx, c.var.entry.organization.timeZone), 200))
