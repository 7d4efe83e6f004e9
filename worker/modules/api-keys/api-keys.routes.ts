import { createRoute, z } from '@hono/zod-openapi'
import { toIso } from '../../shared/clock'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'
import { type MemberEnv, requireSession, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed, sessionRequired } from '../../tenancy/tenancy.errors'
import { apiKeyNotFound, roleTooHigh } from './api-keys.errors'
import { type ApiKeyRow, listApiKeys } from './api-keys.repository'
import { type ApiKey, apiKeyIdSchema, apiKeySchema, createApiKeySchema, createdApiKeySchema } from './api-keys.schemas'
import { createApiKey, endApiKey } from './api-keys.usecases'

const tags = ['API keys']

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'The keys that work, newest first',
  ...requires('api-keys:read'),
  request: { query: pageQuerySchema },
  responses: {
    200: json(pageSchema(apiKeySchema).meta({ id: 'ApiKeyPage' }), 'A page of keys'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const create = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Create a key',
  description: 'Needs a signed-in person: a key cannot make further keys.',
  ...requires('api-keys:create', requireSession),
  parameters: idempotencyParameters,
  request: jsonBody(createApiKeySchema),
  responses: {
    201: json(createdApiKeySchema, 'The key. This is the only answer that shows it'),
    ...errors(credentialMissing, notAllowed, sessionRequired, roleTooHigh, ...idempotencyErrors),
  },
})
const revoke = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Revoke a key',
  description: 'It stops working at once, for good. Needs a signed-in person.',
  ...requires('api-keys:revoke', requireSession),
  request: { params: z.object({ id: apiKeyIdSchema }) },
  responses: { 204: empty('Revoked'), ...errors(credentialMissing, notAllowed, sessionRequired, apiKeyNotFound) },
})

const toApiKey = (row: Omit<ApiKeyRow, 'organizationId'>): ApiKey => ({
  id: row.id,
  name: row.name,
  role: memberRoleSchema.parse(row.role),
  prefix: row.prefix,
  createdByName: row.createdByName,
  createdAt: toIso(row.createdAt),
  lastUsedAt: toIso(row.lastUsedAt),
})

export const apiKeyRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const before = cursor === undefined ? undefined : decodeCursor(z.string(), cursor)
    const { items, nextCursor } = toPage(
      await listApiKeys(c.var.ctx, { before, limit: limit + 1 }),
      limit,
      (row) => row.id,
    )
    return c.json({ items: items.map(toApiKey), nextCursor }, 200)
  })
  .openapi(create, async (c) => {
    const { ctx, role } = c.var.entry
    if (ctx.actor.type !== 'user') throw sessionRequired()
    const { row, key } = await createApiKey(ctx, { actor: ctx.actor, role }, c.req.valid('json'))
    return c.json({ ...toApiKey(row), key }, 201)
  })
  .openapi(revoke, async (c) => {
    await endApiKey(c.var.ctx, c.req.valid('param').id)
    return c.body(null, 204)
  })
