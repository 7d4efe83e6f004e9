import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageSchema } from '../../shared/pagination.schemas'
import { idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import {
  metaRefused,
  metaUnreachable,
  phoneNumberDisconnected,
  phoneNumberNotFound,
} from '../phone-numbers/phone-numbers.errors'
import { toTemplate } from './templates.models'
import { listTemplates } from './templates.repository'
import { listTemplatesSchema, syncedSchema, syncTemplatesSchema, templateSchema } from './templates.schemas'
import { accountsFor, syncNow } from './templates.usecases'

const tags = ['Templates']
const positionSchema = z.tuple([z.string(), z.string(), z.string()])

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'Templates, by name',
  description: 'Our copy of what Meta has. It follows Meta’s news, and is compared every hour.',
  ...requires('templates:read'),
  request: { query: listTemplatesSchema },
  responses: {
    200: json(pageSchema(templateSchema).meta({ id: 'TemplatePage' }), 'A page of templates'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const sync = createRoute({
  method: 'post',
  path: '/sync',
  tags,
  summary: 'Fetch the templates from Meta now',
  ...requires('templates:update'),
  parameters: idempotencyParameters,
  request: jsonBody(syncTemplatesSchema),
  responses: {
    200: json(syncedSchema, 'What was fetched, for each business account'),
    ...errors(
      credentialMissing,
      notAllowed,
      phoneNumberNotFound,
      phoneNumberDisconnected,
      metaRefused,
      metaUnreachable,
      ...idempotencyErrors,
    ),
  },
})

export const templateRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit, phoneNumberId, wabaId, status, category, language, search } = c.req.valid('query')
    const [name, ofLanguage, account] = cursor === undefined ? [] : decodeCursor(positionSchema, cursor)
    const after =
      name === undefined || ofLanguage === undefined || account === undefined
        ? undefined
        : { name, language: ofLanguage, wabaId: account }
    const wabaIds = await accountsFor(c.var.ctx, { phoneNumberId, wabaId })
    const filter = { wabaIds, status, category, language, search: search || undefined }
    const rows = await listTemplates(c.var.ctx, { filter, after, limit: limit + 1 })
    const page = toPage(rows, limit, (row) => [row.name, row.language, row.wabaId])
    return c.json({ items: page.items.map(toTemplate), nextCursor: page.nextCursor }, 200)
  })
  .openapi(sync, async (c) => {
    const { phoneNumberId } = c.req.valid('json')
    return c.json({ accounts: await syncNow(c.var.ctx, phoneNumberId) }, 200)
  })
