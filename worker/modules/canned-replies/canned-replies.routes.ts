import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import type { Entry } from '../../tenancy/organization-context'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { cannedReplyNotFound, sharingNotAllowed, shortcutTaken, tooManyCannedReplies } from './canned-replies.errors'
import {
  cannedReplyListSchema,
  cannedReplySchema,
  changeCannedReplySchema,
  newCannedReplySchema,
} from './canned-replies.schemas'
import { changeReply, createReply, listReplies, removeReply } from './canned-replies.usecases'

const tags = ['Canned replies']
const params = z.object({ id: z.string().max(60) })
const doors = [credentialMissing, notAllowed]

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'The team’s canned replies and your own, by shortcut',
  ...requires('canned-replies:read'),
  responses: { 200: json(cannedReplyListSchema, 'All of them, at most 500'), ...errors(...doors) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Keep a reply, for yourself or for the team',
  ...requires('canned-replies:update'),
  request: jsonBody(newCannedReplySchema),
  responses: {
    201: json(cannedReplySchema, 'The reply'),
    ...errors(...doors, sharingNotAllowed, shortcutTaken, tooManyCannedReplies, ...idempotencyErrors),
  },
})
const change = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Change a canned reply',
  ...requires('canned-replies:update'),
  request: { params, ...jsonBody(changeCannedReplySchema) },
  responses: {
    200: json(cannedReplySchema, 'As it is now'),
    ...errors(...doors, cannedReplyNotFound, sharingNotAllowed, shortcutTaken),
  },
})
const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Delete a canned reply',
  ...requires('canned-replies:update'),
  request: { params },
  responses: { 204: empty('Deleted'), ...errors(...doors, cannedReplyNotFound, sharingNotAllowed) },
})

const askerOf = ({ ctx, role }: Entry) => ({ id: ctx.actor.id ?? '-', role })

export const cannedReplyRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => c.json({ items: await listReplies(c.var.ctx, askerOf(c.var.entry)) }, 200))
  .openapi(create, async (c) => c.json(await createReply(c.var.ctx, askerOf(c.var.entry), c.req.valid('json')), 201))
  .openapi(change, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await changeReply(c.var.ctx, askerOf(c.var.entry), { id, changes: c.req.valid('json') }), 200)
  })
  .openapi(remove, async (c) => {
    await removeReply(c.var.ctx, askerOf(c.var.entry), c.req.valid('param').id)
    return c.body(null, 204)
  })
