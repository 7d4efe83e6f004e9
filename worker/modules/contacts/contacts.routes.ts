import { createRoute } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { tagExists, tooManyTags } from './contacts.errors'
import { newTagSchema, tagListSchema, tagSchema } from './contacts.schemas'
import { createTag, listTags } from './tags.usecases'

const tags = ['Contacts']

const list = createRoute({
  method: 'get',
  path: '/tags',
  tags,
  summary: 'All tags, by name',
  ...requires('conversations:read'),
  responses: { 200: json(tagListSchema, 'The tags'), ...errors(credentialMissing, notAllowed) },
})
const create = createRoute({
  method: 'post',
  path: '/tags',
  tags,
  summary: 'Make a tag',
  ...requires('conversations:update'),
  request: jsonBody(newTagSchema),
  responses: { 201: json(tagSchema, 'The tag'), ...errors(credentialMissing, notAllowed, tagExists, tooManyTags) },
})

export const contactRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => c.json({ items: await listTags(c.var.ctx) }, 200))
  .openapi(create, async (c) => c.json(await createTag(c.var.ctx, c.req.valid('json')), 201))
