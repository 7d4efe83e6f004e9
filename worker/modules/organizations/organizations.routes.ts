import { createRoute } from '@hono/zod-openapi'
import { createRouter, errors, internal, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requireSession, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed, sessionRequired } from '../../tenancy/tenancy.errors'
import { createOrganizationSchema, organizationSchema, updateOrganizationSchema } from './organizations.schemas'
import { changeOrganization, createOrganization, toOrganization } from './organizations.usecases'

const read = createRoute({
  method: 'get',
  path: '/current',
  tags: ['Organization'],
  summary: 'The organization of your credential',
  ...requires('organization:read'),
  responses: { 200: json(organizationSchema, 'The organization'), ...errors(credentialMissing, notAllowed) },
})
const update = createRoute({
  method: 'patch',
  path: '/current',
  tags: ['Organization'],
  summary: 'Change its name, its time zone, its default country, the words of consent, or what agents see',
  ...requires('organization:update'),
  request: jsonBody(updateOrganizationSchema),
  responses: { 200: json(organizationSchema, 'The organization'), ...errors(credentialMissing, notAllowed) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  ...internal,
  summary: 'Create a further organization; you are its admin',
  middleware: [requireSession],
  request: jsonBody(createOrganizationSchema),
  responses: {
    201: json(organizationSchema, 'The organization'),
    ...errors(credentialMissing, sessionRequired, ...idempotencyErrors),
  },
})

export const organizationRoutes = createRouter<MemberEnv>()
  .openapi(read, (c) => c.json(toOrganization(c.var.entry.organization), 200))
  .openapi(update, async (c) => {
    const { organization, ctx } = c.var.entry
    return c.json(
      await changeOrganization(c.var.system, { organization, actor: ctx.actor, changes: c.req.valid('json') }),
      200,
    )
  })
  .openapi(create, async (c) => {
    const { actor } = c.var.ctx
    if (actor.type !== 'user') throw sessionRequired()
    return c.json(await createOrganization(c.var.system, actor, c.req.valid('json')), 201)
  })
