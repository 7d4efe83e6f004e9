import { createRoute, z } from '@hono/zod-openapi'
import { secureHeaders } from 'hono/secure-headers'
import type { AppEnv } from '../../shared/http/env'
import { createRouter, empty, errors, internal } from '../../shared/http/openapi'
import { mediaLinkInvalid, mediaNotFound, mediaRangeInvalid } from './media.errors'
import { contentQuerySchema } from './media.schemas'
import { openContent } from './serve-media.usecases'

/** Whatever a customer sent, as a page of our origin it can do nothing: no script, no style, no origin. */
const headers = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"], sandbox: [] },
})
const bytes = { content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } }

const content = createRoute({
  method: 'get',
  path: '/{id}/content',
  // Nobody makes up its address: `url` of a file has it.
  ...internal,
  summary: 'The bytes of a file',
  security: [],
  middleware: [headers],
  request: { params: z.object({ id: z.string().max(60) }), query: contentQuerySchema },
  responses: {
    200: { description: 'The file', ...bytes },
    206: { description: 'The bytes that Range asked for', ...bytes },
    304: empty('You have it already'),
    ...errors(mediaLinkInvalid, mediaNotFound, mediaRangeInvalid),
  },
})

/** Mounted before the API's own security headers: these are stricter. The address is the credential. */
export const mediaContentRoutes = createRouter<AppEnv>().openapi(content, async (c) => {
  const { id } = c.req.valid('param')
  const { organization, expires, signature, download } = c.req.valid('query')
  const answer = await openContent(c.var.system, {
    link: { organizationId: organization, mediaId: id, expiresAt: expires, signature },
    wantsDownload: download === '1',
    range: c.req.header('range'),
    ifRange: c.req.header('if-range'),
    ifNoneMatch: c.req.header('if-none-match'),
    isHead: c.req.method === 'HEAD',
  })
  return c.newResponse(answer.body, answer.status, answer.headers)
})
