import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { lastAdmin, memberNotFound, ownMembership } from './team.errors'
import { changeMemberSchema, changeRoleSchema, memberSchema, userIdSchema } from './team.schemas'
import { changeRole, listMembers, removeMember, setMemberActive } from './team.usecases'

const tags = ['Team']
const params = z.object({ userId: userIdSchema })
const refusals = errors(credentialMissing, notAllowed, memberNotFound, lastAdmin, ownMembership)

const list = createRoute({
  method: 'get',
  path: '/members',
  tags,
  summary: 'Everyone in the workspace, the oldest account first',
  ...requires('members:read'),
  request: { query: pageQuerySchema },
  responses: {
    200: json(pageSchema(memberSchema).meta({ id: 'MemberPage' }), 'A page of members'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const role = createRoute({
  method: 'patch',
  path: '/{userId}/role',
  tags,
  summary: 'Give a member another role',
  ...requires('members:update'),
  request: { params, ...jsonBody(changeRoleSchema) },
  responses: { 200: json(memberSchema, 'The member'), ...refusals },
})
const update = createRoute({
  method: 'patch',
  path: '/{userId}',
  tags,
  summary: 'Switch a member off or on',
  description: 'Somebody who is switched off is out at once; what they wrote stays, under their name.',
  ...requires('members:update'),
  request: { params, ...jsonBody(changeMemberSchema) },
  responses: { 200: json(memberSchema, 'The member'), ...refusals },
})
const remove = createRoute({
  method: 'delete',
  path: '/{userId}',
  tags,
  summary: 'Remove a member from the workspace',
  ...requires('members:update'),
  request: { params },
  responses: { 204: empty('Removed'), ...refusals },
})

export const teamRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const after = cursor === undefined ? undefined : decodeCursor(z.string(), cursor)
    const members = await listMembers(c.var.system, c.var.ctx, { after, limit: limit + 1 })
    return c.json(
      toPage(members, limit, (member) => member.userId),
      200,
    )
  })
  .openapi(role, async (c) => {
    const { userId } = c.req.valid('param')
    return c.json(await changeRole(c.var.system, c.var.ctx, { userId, role: c.req.valid('json').role }), 200)
  })
  .openapi(update, async (c) => {
    const { userId } = c.req.valid('param')
    return c.json(
      await setMemberActive(c.var.system, c.var.ctx, { userId, isActive: c.req.valid('json').isActive }),
      200,
    )
  })
  .openapi(remove, async (c) => {
    await removeMember(c.var.system, c.var.ctx, c.req.valid('param').userId)
    return c.body(null, 204)
  })
