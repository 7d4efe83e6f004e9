import { createRoute, z } from '@hono/zod-openapi'
import type { OrganizationContext } from '../../shared/context'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound } from '../contacts/contacts.errors'
import { conversationNotFound } from '../conversations/conversations.errors'
import {
  mediaNotFound,
  mediaNotSendable,
  mediaTooLarge,
  mediaTypeNotAccepted,
  mediaUploadIncomplete,
} from './media.errors'
import type { MediaRow } from './media.repository'
import { galleryQuerySchema, mediaPageSchema, mediaSchema, startUploadSchema, uploadSchema } from './media.schemas'
import { listContactGallery, listGallery, requireMedia, toMedia } from './media.usecases'
import { abortUpload, completeUpload, findUpload, startUpload } from './part-uploads.usecases'

const params = z.object({ id: z.string().max(60) })
const tags = ['Media']
const doors = [credentialMissing, notAllowed] as const

const list = createRoute({
  method: 'get',
  path: '/{id}/media',
  tags,
  summary: 'The files of a conversation, newest first',
  ...requires('media:read'),
  request: { params, query: galleryQuerySchema },
  responses: {
    200: json(mediaPageSchema, 'A page of files'),
    ...errors(invalidCursor, conversationNotFound, ...doors),
  },
})
const listOfContact = createRoute({
  method: 'get',
  path: '/{id}/media',
  tags,
  summary: 'The files of a person, of all their conversations that you see, newest first',
  ...requires('media:read'),
  request: { params, query: galleryQuerySchema },
  responses: {
    200: json(mediaPageSchema, 'A page of files'),
    ...errors(invalidCursor, contactNotFound, ...doors),
  },
})
const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'A file: what it is, whether it is here, and an address that is good for one to two hours',
  ...requires('media:read'),
  request: { params },
  responses: { 200: json(mediaSchema, 'The file'), ...errors(mediaNotFound, ...doors) },
})

const start = createRoute({
  method: 'post',
  path: '/uploads',
  tags,
  summary: 'Begin to upload a file in parts, which can go on after an interruption',
  parameters: idempotencyParameters,
  ...requires('media:upload'),
  request: jsonBody(startUploadSchema),
  responses: {
    201: json(uploadSchema, 'How the parts are cut'),
    ...errors(mediaTooLarge, ...idempotencyErrors, ...doors),
  },
})
const progress = createRoute({
  method: 'get',
  path: '/uploads/{id}',
  tags,
  summary: 'Which parts have arrived',
  ...requires('media:upload'),
  request: { params },
  responses: { 200: json(uploadSchema, 'The upload'), ...errors(mediaNotFound, ...doors) },
})
const complete = createRoute({
  method: 'post',
  path: '/uploads/{id}/complete',
  tags,
  summary: 'Put the parts together; the file can be sent then',
  ...requires('media:upload'),
  request: { params },
  responses: {
    200: json(mediaSchema, 'The file'),
    ...errors(
      mediaNotFound,
      mediaUploadIncomplete,
      mediaTypeNotAccepted,
      mediaTooLarge,
      mediaNotSendable,
      ...idempotencyErrors,
      ...doors,
    ),
  },
})
const abort = createRoute({
  method: 'delete',
  path: '/uploads/{id}',
  tags,
  summary: 'Give an upload up',
  ...requires('media:upload'),
  request: { params },
  responses: { 204: empty('It is gone'), ...errors(mediaNotFound, ...doors) },
})

const positionSchema = z.object({ createdAt: z.number(), id: z.string() })

/** One row more than the page has: it tells whether there is another. */
const askedFor = ({ kind, cursor, limit }: z.output<typeof galleryQuerySchema>) => ({
  kind,
  before: cursor === undefined ? undefined : decodeCursor(positionSchema, cursor),
  limit: limit + 1,
})
function toGallery(ctx: OrganizationContext, rows: MediaRow[], limit: number) {
  const { items, nextCursor } = toPage(rows, limit, ({ createdAt, id }) => ({ createdAt, id }))
  return { items: items.map((row) => toMedia(ctx, row)), nextCursor }
}

/** Below `/conversations`. */
export const conversationMediaRoutes = createRouter<MemberEnv>().openapi(list, async (c) => {
  const { ctx } = c.var
  const query = c.req.valid('query')
  const rows = await listGallery(ctx, c.req.valid('param').id, askedFor(query))
  return c.json(toGallery(ctx, rows, query.limit), 200)
})

/** Below `/contacts`. */
export const contactMediaRoutes = createRouter<MemberEnv>().openapi(listOfContact, async (c) => {
  const { ctx } = c.var
  const query = c.req.valid('query')
  const rows = await listContactGallery(ctx, c.req.valid('param').id, askedFor(query))
  return c.json(toGallery(ctx, rows, query.limit), 200)
})

export const mediaRoutes = createRouter<MemberEnv>()
  .openapi(start, async (c) => c.json(await startUpload(c.var.ctx, c.req.valid('json')), 201))
  .openapi(progress, async (c) => c.json(await findUpload(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(complete, async (c) =>
    c.json(toMedia(c.var.ctx, await completeUpload(c.var.ctx, c.req.valid('param').id)), 200),
  )
  .openapi(abort, async (c) => {
    await abortUpload(c.var.ctx, c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(get, async (c) => c.json(toMedia(c.var.ctx, await requireMedia(c.var.ctx, c.req.valid('param').id)), 200))
