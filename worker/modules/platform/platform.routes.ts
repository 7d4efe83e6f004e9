import { createRoute, z } from '@hono/zod-openapi'
import { toIso } from '../../shared/clock'
import { createRouter, errors, internal, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import type { SessionEnv } from '../../tenancy/require-member'
import { requiresOperator } from '../../tenancy/require-superadmin'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { organizationNotFound } from '../organizations/organizations.errors'
import { organizationIdSchema } from '../organizations/organizations.schemas'
import { userIdSchema } from '../team/team.schemas'
import { ownAccount, ownOrganization, userNotFound } from './platform.errors'
import { listJobRuns, listOrganizations } from './platform.repository'
import {
  findUserQuerySchema,
  type JobRun,
  jobRunsSchema,
  platformOrganizationSchema,
  platformUserSchema,
  platformUsersSchema,
  setActiveSchema,
} from './platform.schemas'
import { searchUsers, setOrganizationActive, setUserActive, toPlatformOrganization } from './platform.usecases'

const reading = { ...internal, ...requiresOperator('platform:read') }
const changing = { ...internal, ...requiresOperator('platform:update') }
const refusals = [credentialMissing, notAllowed] as const

const organizations = createRoute({
  ...reading,
  method: 'get',
  path: '/organizations',
  summary: 'Every organization, newest first',
  request: { query: pageQuerySchema },
  responses: { 200: json(pageSchema(platformOrganizationSchema), 'A page'), ...errors(invalidCursor, ...refusals) },
})
const switchOrganization = createRoute({
  ...changing,
  method: 'patch',
  path: '/organizations/{id}',
  summary: 'Switch an organization off or on',
  request: { params: z.object({ id: organizationIdSchema }), ...jsonBody(setActiveSchema) },
  responses: {
    200: json(platformOrganizationSchema, 'The organization'),
    ...errors(organizationNotFound, ownOrganization, ...refusals),
  },
})
const users = createRoute({
  ...reading,
  method: 'get',
  path: '/users',
  summary: 'The person with an address',
  request: { query: findUserQuerySchema },
  responses: { 200: json(platformUsersSchema, 'One or none'), ...errors(...refusals) },
})
const switchUser = createRoute({
  ...changing,
  method: 'patch',
  path: '/users/{id}',
  summary: 'Switch a person off or on, everywhere',
  request: { params: z.object({ id: userIdSchema }), ...jsonBody(setActiveSchema) },
  responses: { 200: json(platformUserSchema, 'The person'), ...errors(userNotFound, ownAccount, ...refusals) },
})
const jobs = createRoute({
  ...reading,
  method: 'get',
  path: '/jobs',
  summary: 'When each cron job last succeeded and failed',
  responses: { 200: json(jobRunsSchema, 'The jobs'), ...errors(...refusals) },
})

const toJobRun = (row: Awaited<ReturnType<typeof listJobRuns>>[number]): JobRun => ({
  job: row.job,
  lastSuccessAt: toIso(row.lastSuccessAt),
  lastFailureAt: toIso(row.lastFailureAt),
  lastError: row.lastError,
})

const operatorOf = ({ session, organization }: SessionEnv['Variables']['entry']) => ({
  userId: session.userId,
  organizationId: organization.id,
})

/** For the operator only. Behind `requireMember`. */
export const platformRoutes = createRouter<SessionEnv>()
  .openapi(organizations, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const before = cursor === undefined ? undefined : decodeCursor(z.string(), cursor)
    const rows = await listOrganizations(c.var.system, { before, limit: limit + 1 })
    const { items, nextCursor } = toPage(rows, limit, (row) => row.id)
    return c.json({ items: items.map(toPlatformOrganization), nextCursor }, 200)
  })
  .openapi(switchOrganization, async (c) => {
    const change = { ...c.req.valid('param'), ...c.req.valid('json'), operator: operatorOf(c.var.entry) }
    return c.json(await setOrganizationActive(c.var.system, change), 200)
  })
  .openapi(users, async (c) => c.json({ items: await searchUsers(c.var.system, c.req.valid('query').email) }, 200))
  .openapi(switchUser, async (c) => {
    const change = { ...c.req.valid('param'), ...c.req.valid('json'), operator: operatorOf(c.var.entry) }
    return c.json(await setUserActive(c.var.system, change), 200)
  })
  .openapi(jobs, async (c) => c.json({ items: (await listJobRuns(c.var.system)).map(toJobRun) }, 200))
