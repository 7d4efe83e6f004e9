import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { type MemberEnv, requireMember, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { mediaIncomplete, mediaNotFound, mediaNotSendable, mediaTooLarge, mediaTypeNotAccepted } from './media.errors'
import { mediaSchema, uploadPartSchema, uploadQuerySchema } from './media.schemas'
import { toMedia } from './media.usecases'
import { uploadPart } from './part-uploads.usecases'
import { uploadMedia } from './uploads.usecases'

const { middleware, ...permission } = requires('media:upload')
/** Their own door: they are mounted before the limit that the API has for bodies, and outside what reads them. */
const door = { ...permission, middleware: [requireMember, ...middleware] }

const bytes = {
  required: true,
  description: 'The file itself, with its own Content-Type',
  content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
}

const upload = createRoute({
  method: 'post',
  path: '/',
  tags: ['Media'],
  summary: 'Upload a file to send; one that no message uses is removed after a day',
  ...door,
  request: { query: uploadQuerySchema, body: bytes },
  responses: {
    201: json(mediaSchema, 'The file; a message names its id'),
    ...errors(mediaTypeNotAccepted, mediaTooLarge, mediaNotSendable, mediaIncomplete, credentialMissing, notAllowed),
  },
})
const part = createRoute({
  method: 'put',
  path: '/uploads/{id}/parts/{partNumber}',
  tags: ['Media'],
  summary: 'Upload one part of a file; sent again, it replaces the one that was there',
  ...door,
  request: {
    params: z.object({ id: z.string().max(60), partNumber: z.coerce.number().int().min(1).max(10_000) }),
    body: bytes,
  },
  responses: {
    200: json(uploadPartSchema, 'It has arrived'),
    ...errors(mediaNotFound, mediaIncomplete, credentialMissing, notAllowed),
  },
})

/** Null when the body comes without saying how long it is. */
function lengthOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : null
}
const emptyStream = (): ReadableStream<Uint8Array> => new Blob([]).stream()

/** Raw bodies: see `takesRawBody`. */
export const mediaUploadRoutes = createRouter<MemberEnv>()
  .openapi(upload, async (c) => {
    const { filename = null, kind = null } = c.req.valid('query')
    const claim = {
      kind,
      filename,
      mimeType: c.req.header('content-type') ?? null,
      size: lengthOf(c.req.header('content-length')),
    }
    const row = await uploadMedia(c.var.ctx, claim, c.req.raw.body ?? emptyStream())
    return c.json(toMedia(c.var.ctx, row), 201)
  })
  .openapi(part, async (c) => {
    const { id, partNumber } = c.req.valid('param')
    const length = lengthOf(c.req.header('content-length'))
    await uploadPart(c.var.ctx, { id, partNumber, length }, c.req.raw.body ?? emptyStream())
    return c.json({ partNumber }, 200)
  })

/** Requests whose body is a file: neither JSON nor short. */
export const takesRawBody = ({ method, url }: Pick<Request, 'method' | 'url'>): boolean => {
  const { pathname } = new URL(url)
  return (
    (method === 'POST' && pathname === '/api/media') ||
    (method === 'PUT' && /^\/api\/media\/uploads\/[^/]+\/parts\/[^/]+$/.test(pathname))
  )
}
