import { createRoute, z } from '@hono/zod-openapi'
import { DAY, toIso } from '../../shared/clock'
import { createRouter, errors, internal, json, jsonBody } from '../../shared/http/openapi'
import type { SessionEnv } from '../../tenancy/require-member'
import { requiresOperator } from '../../tenancy/require-superadmin'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { organizationNotFound } from '../organizations/organizations.errors'
import { organizationIdSchema } from '../organizations/organizations.schemas'
import { listRefusals } from './refusals.repository'
import { replaySchema, replaysSchema, startReplaySchema, webhookRefusalsSchema } from './replay.schemas'
import { findReplays, startReplay } from './replay.usecases'

const ofOrganization = { request: { params: z.object({ id: organizationIdSchema }) } }
const refusals = [credentialMissing, notAllowed] as const
const REFUSALS_SHOWN = 500

const start = createRoute({
  ...internal,
  ...requiresOperator('platform:update'),
  method: 'post',
  path: '/organizations/{id}/replay',
  summary: 'Run archived deliveries of an organization through today’s code again',
  description:
    'What they say of messages, people and statuses. News about numbers, templates and the account are not applied again: they may long be old.',
  request: { ...ofOrganization.request, ...jsonBody(startReplaySchema) },
  responses: { 202: json(replaySchema, 'It has begun'), ...errors(organizationNotFound, ...refusals) },
})
const list = createRoute({
  ...internal,
  ...requiresOperator('platform:read'),
  method: 'get',
  path: '/organizations/{id}/replay',
  summary: 'The replays of an organization and how far they are, newest first',
  ...ofOrganization,
  responses: { 200: json(replaysSchema, 'The last fifty'), ...errors(organizationNotFound, ...refusals) },
})
const refused = createRoute({
  ...internal,
  ...requiresOperator('platform:read'),
  method: 'get',
  path: '/webhook-refusals',
  summary: 'Deliveries that were refused in the last thirty days, by day, app and reason',
  responses: { 200: json(webhookRefusalsSchema, 'Newest day first'), ...errors(...refusals) },
})

/** For the operator only. Behind `requireMember`. */
export const replayRoutes = createRouter<SessionEnv>()
  .openapi(start, async (c) => {
    const { from, to } = c.req.valid('json')
    const organizationId = c.req.valid('param').id
    const requestedBy = c.var.entry.session.userId
    const range = { from: Date.parse(from), to: Date.parse(to) }
    return c.json(await startReplay(c.var.system, { organizationId, ...range, requestedBy }), 202)
  })
  .openapi(list, async (c) => c.json({ items: await findReplays(c.var.system, c.req.valid('param').id) }, 200))
  .openapi(refused, async (c) => {
    const { system } = c.var
    const rows = await listRefusals(system, { since: system.clock.now() - 30 * DAY, limit: REFUSALS_SHOWN })
    const items = rows.map(({ appKey, lastAt, ...row }) => ({ ...row, appKey: appKey || null, lastAt: toIso(lastAt) }))
    return c.json({ items }, 200)
  })
