import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound } from './contacts.errors'
import { mergeChangedMeanwhile, mergeNotFound, mergeNotOnTop, mergeSame, mergeUndone } from './merges.errors'
import {
  mergePreviewSchema,
  mergeQuerySchema,
  mergeResultSchema,
  newMergeSchema,
  unmergeResultSchema,
} from './merges.schemas'
import { mergeContacts, previewMerge, undoMerge } from './merges.usecases'

const tags = ['Contacts']
const params = z.object({ id: z.string().max(60) })
const doors = [credentialMissing, notAllowed, contactNotFound] as const

const preview = createRoute({
  method: 'get',
  path: '/{id}/merge',
  tags,
  summary: 'What would become of two people as one',
  description: 'Changes nothing. `this` is the contact of the address, `other` the one of `with`.',
  ...requires('contacts:read'),
  request: { params, query: mergeQuerySchema },
  responses: { 200: json(mergePreviewSchema, 'Both, and what they would be'), ...errors(...doors, mergeSame) },
})
const merge = createRoute({
  method: 'post',
  path: '/{id}/merge',
  tags,
  summary: 'Merge two people into one',
  description: 'Both threads stay and are shown as one; either id answers the contact that stayed. It can be undone.',
  ...requires('contacts:update'),
  request: { params, ...jsonBody(newMergeSchema) },
  responses: {
    200: json(mergeResultSchema, 'The contact that stayed'),
    ...errors(...doors, mergeSame, mergeChangedMeanwhile, ...idempotencyErrors),
  },
})
const undo = createRoute({
  method: 'post',
  path: '/merges/{mergeId}/undo',
  tags,
  summary: 'Undo a merge',
  description: 'At any time, the latest first. What has been changed since stays as it is.',
  ...requires('contacts:update'),
  request: { params: z.object({ mergeId: z.string().max(60) }) },
  responses: {
    200: json(unmergeResultSchema, 'Both people'),
    ...errors(...doors, mergeNotFound, mergeUndone, mergeNotOnTop, mergeChangedMeanwhile, ...idempotencyErrors),
  },
})

export const mergeRoutes = createRouter<MemberEnv>()
  .openapi(preview, async (c) => {
    const { with: otherId, keep } = c.req.valid('query')
    return c.json(await previewMerge(c.var.ctx, { thisId: c.req.valid('param').id, otherId, keep }), 200)
  })
  .openapi(merge, async (c) =>
    c.json(await mergeContacts(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(undo, async (c) => c.json(await undoMerge(c.var.ctx, c.req.valid('param').mergeId), 200))
