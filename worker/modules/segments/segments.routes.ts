import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { segmentInvalid, segmentNameTaken, segmentNotFound, tooManySegments } from './segments.errors'
import {
  changeSegmentSchema,
  newSegmentSchema,
  segmentCountSchema,
  segmentCountsSchema,
  segmentListSchema,
  segmentQuestionSchema,
  segmentSchema,
} from './segments.schemas'
import {
  changeSegment,
  countSegment,
  countSegments,
  createSegment,
  listSegments,
  removeSegment,
} from './segments.usecases'

const tags = ['Segments']
const params = z.object({ id: z.string().max(60) })
const doors = [credentialMissing, notAllowed]

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'Saved questions about people, in their order',
  ...requires('contacts:read'),
  responses: { 200: json(segmentListSchema, 'All of them, at most 100'), ...errors(...doors) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Save a segment',
  ...requires('segments:update'),
  request: jsonBody(newSegmentSchema),
  responses: {
    201: json(segmentSchema, 'The segment'),
    ...errors(...doors, segmentInvalid, segmentNameTaken, tooManySegments, ...idempotencyErrors),
  },
})
const counts = createRoute({
  method: 'get',
  path: '/counts',
  tags,
  summary: 'How many people you see are in each saved segment now',
  ...requires('contacts:read'),
  responses: { 200: json(segmentCountsSchema, 'Of every segment'), ...errors(...doors) },
})
const count = createRoute({
  method: 'post',
  path: '/count',
  tags,
  summary: 'How many people you see a definition holds of, without saving it',
  ...requires('contacts:read'),
  request: jsonBody(segmentQuestionSchema),
  responses: {
    200: json(segmentCountSchema, 'As many as there are now'),
    ...errors(...doors, segmentInvalid, ...idempotencyErrors),
  },
})
const change = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Rename, redefine or move a segment',
  ...requires('segments:update'),
  request: { params, ...jsonBody(changeSegmentSchema) },
  responses: {
    200: json(segmentSchema, 'As it is now'),
    ...errors(...doors, segmentNotFound, segmentInvalid, segmentNameTaken),
  },
})
const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Delete a segment; the people stay',
  ...requires('segments:update'),
  request: { params },
  responses: { 204: empty('Deleted'), ...errors(...doors, segmentNotFound) },
})

export const segmentRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => c.json({ items: await listSegments(c.var.ctx) }, 200))
  .openapi(create, async (c) => c.json(await createSegment(c.var.ctx, c.req.valid('json')), 201))
  .openapi(counts, async (c) => c.json({ items: await countSegments(c.var.ctx) }, 200))
  .openapi(count, async (c) => c.json({ count: await countSegment(c.var.ctx, c.req.valid('json').definition) }, 200))
  .openapi(change, async (c) =>
    c.json(await changeSegment(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(remove, async (c) => {
    await removeSegment(c.var.ctx, c.req.valid('param').id)
    return c.body(null, 204)
  })
