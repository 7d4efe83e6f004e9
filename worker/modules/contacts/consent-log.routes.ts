import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { invalidCursor } from '../../shared/pagination'
import { pageQuerySchema } from '../../shared/pagination.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { consentLogSchema } from './consent-log.schemas'
import { listConsentLog } from './consent-log.usecases'
import { contactNotFound } from './contacts.errors'

const list = createRoute({
  method: 'get',
  path: '/{id}/consent-log',
  tags: ['Contacts'],
  summary: 'All that was ever noted of their consent, newest first; nothing in it is ever changed',
  ...requires('contacts:read'),
  request: { params: z.object({ id: z.string().max(60) }), query: pageQuerySchema },
  responses: {
    200: json(consentLogSchema, 'A page of it'),
    ...errors(credentialMissing, notAllowed, contactNotFound, invalidCursor),
  },
})

export const consentLogRoutes = createRouter<MemberEnv>().openapi(list, async (c) =>
  c.json(await listConsentLog(c.var.ctx, c.req.valid('param').id, c.req.valid('query')), 200),
)
