import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor } from '../../shared/pagination'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound } from './contacts.errors'
import { duplicateCountSchema, duplicatePageSchema, duplicateQuerySchema, pairIdsSchema } from './duplicates.schemas'
import { countDuplicates, holdApart, letTogether, listDuplicates } from './duplicates.usecases'

const tags = ['Contacts']
const doors = [credentialMissing, notAllowed] as const
const placeSchema = z.tuple([z.string().max(60).nullable(), z.string().max(130).nullable()])

const list = createRoute({
  method: 'get',
  path: '/duplicates',
  tags,
  summary: 'People who may be one and the same',
  description:
    'Pairs with the reason, newest people first. A page may be short or empty and not the last: go on while there is a `nextCursor`. Nobody is merged by this.',
  ...requires('contacts:read'),
  request: { query: duplicateQuerySchema },
  responses: { 200: json(duplicatePageSchema, 'A page of pairs'), ...errors(...doors, invalidCursor) },
})
const count = createRoute({
  method: 'get',
  path: '/duplicates/count',
  tags,
  summary: 'How many such pairs there are among the newest people, up to 99',
  ...requires('contacts:read'),
  responses: { 200: json(duplicateCountSchema, 'For a badge'), ...errors(...doors) },
})
const dismiss = createRoute({
  method: 'post',
  path: '/duplicates/dismiss',
  tags,
  summary: 'Say that these are two people',
  ...requires('contacts:update'),
  request: jsonBody(pairIdsSchema),
  responses: { 204: empty('They are not offered again'), ...errors(...doors, contactNotFound, ...idempotencyErrors) },
})
const offerAgain = createRoute({
  method: 'delete',
  path: '/duplicates/dismiss',
  tags,
  summary: 'Take that back',
  ...requires('contacts:update'),
  request: jsonBody(pairIdsSchema),
  responses: { 204: empty('They are offered again'), ...errors(...doors, contactNotFound) },
})

export const duplicateRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const at = cursor === undefined ? undefined : decodeCursor(placeSchema, cursor)
    const place = at && { below: at[0], skip: at[1] }
    return c.json(await listDuplicates(c.var.ctx, { place, limit }), 200)
  })
  .openapi(count, async (c) => c.json(await countDuplicates(c.var.ctx), 200))
  .openapi(dismiss, async (c) => {
    await holdApart(c.var.ctx, c.req.valid('json').ids)
    return c.body(null, 204)
  })
  .openapi(offerAgain, async (c) => {
    await letTogether(c.var.ctx, c.req.valid('json').ids)
    return c.body(null, 204)
  })
