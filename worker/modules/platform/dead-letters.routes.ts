import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, internal, json } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import type { SessionEnv } from '../../tenancy/require-member'
import { requiresOperator } from '../../tenancy/require-superadmin'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { listDeadLetters } from './dead-letters.repository'
import { deadLetterIdSchema, deadLetterSchema } from './dead-letters.schemas'
import { removeDeadLetter, replayDeadLetter, toDeadLetter } from './dead-letters.usecases'
import { deadLetterNotFound, unknownQueue } from './platform.errors'

const list = createRoute({
  method: 'get',
  path: '/',
  ...internal,
  summary: 'Messages that no consumer could handle, newest first',
  ...requiresOperator('platform:read'),
  request: { query: pageQuerySchema },
  responses: {
    200: json(pageSchema(deadLetterSchema), 'A page'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const replay = createRoute({
  method: 'post',
  path: '/{id}/replay',
  ...internal,
  summary: 'Send one to its queue again',
  ...requiresOperator('platform:update'),
  request: { params: z.object({ id: deadLetterIdSchema }) },
  responses: {
    200: json(deadLetterSchema, 'The letter'),
    ...errors(deadLetterNotFound, unknownQueue, credentialMissing, notAllowed),
  },
})
const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  ...internal,
  summary: 'Delete one, with what it holds',
  ...requiresOperator('platform:update'),
  request: { params: z.object({ id: deadLetterIdSchema }) },
  responses: { 204: empty('Deleted'), ...errors(deadLetterNotFound, credentialMissing, notAllowed) },
})

/** For the operator only. Behind `requireMember`. */
export const deadLetterRoutes = createRouter<SessionEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const before = cursor === undefined ? undefined : decodeCursor(z.tuple([z.int(), z.string()]), cursor)
    const rows = await listDeadLetters(c.var.system, { before, limit: limit + 1 })
    const { items, nextCursor } = toPage(rows, limit, (row) => [row.createdAt, row.id])
    return c.json({ items: items.map(toDeadLetter), nextCursor }, 200)
  })
  .openapi(replay, async (c) => c.json(await replayDeadLetter(c.var.system, c.req.valid('param').id), 200))
  .openapi(remove, async (c) => {
    await removeDeadLetter(c.var.system, { id: c.req.valid('param').id, operatorId: c.var.entry.session.userId })
    return c.body(null, 204)
  })
