import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor } from '../../shared/pagination'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound } from './contacts.errors'
import { timelinePageSchema, timelineQuerySchema } from './timeline.schemas'
import { listTimeline } from './timeline.usecases'

const positionSchema = z.tuple([z.number().int(), z.string().max(80)])

const timeline = createRoute({
  method: 'get',
  path: '/{id}/timeline',
  tags: ['Contacts'],
  summary: 'What happened with a person, newest first',
  description:
    'Messages of the conversations that you see, broadcasts, notes, consent, tags, merges, openings and closings. A page may be short or empty and not the last: go on while there is a `nextCursor`.',
  ...requires('contacts:read'),
  request: { params: z.object({ id: z.string().max(60) }), query: timelineQuerySchema },
  responses: {
    200: json(timelinePageSchema, 'A page of it'),
    ...errors(credentialMissing, notAllowed, contactNotFound, invalidCursor),
  },
})

export const timelineRoutes = createRouter<MemberEnv>().openapi(timeline, async (c) => {
  const { cursor, limit, types } = c.req.valid('query')
  const after = cursor === undefined ? undefined : decodeCursor(positionSchema, cursor)
  return c.json(await listTimeline(c.var.ctx, c.req.valid('param').id, { after, limit, types }), 200)
})
