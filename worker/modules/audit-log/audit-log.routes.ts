import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { auditLogEntrySchema } from './audit-log.schemas'
import { listAuditLog } from './audit-log.usecases'

const list = createRoute({
  method: 'get',
  path: '/',
  tags: ['Audit log'],
  summary: 'Who did what, newest first',
  ...requires('audit-log:read'),
  request: { query: pageQuerySchema },
  responses: {
    200: json(pageSchema(auditLogEntrySchema).meta({ id: 'AuditLogPage' }), 'A page of entries'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})

export const auditLogRoutes = createRouter<MemberEnv>().openapi(list, async (c) => {
  const { cursor, limit } = c.req.valid('query')
  const before = cursor === undefined ? undefined : decodeCursor(z.string(), cursor)
  const entries = await listAuditLog(c.var.ctx, { before, limit: limit + 1 })
  return c.json(
    toPage(entries, limit, (entry) => entry.id),
    200,
  )
})
