import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { tagExists, tagNotFound, tooManyTags } from './contacts.errors'
import { changeTagSchema, deletedTagSchema, newTagSchema, tagListSchema, tagSchema } from './contacts.schemas'
import { changeTag, createTag, listTags, removeTag } from './tags.usecases'

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

const params = z.object({ id: z.string().max(60) })
const change = createRoute({
  method: 'patch',
  path: '/tags/{id}',
  tags,
  summary: 'Rename a tag, or give it another tint',
  ...requires('contacts:update'),
  request: { params, ...jsonBody(changeTagSchema) },
  responses: { 200: json(tagSchema, 'The tag'), ...errors(credentialMissing, notAllowed, tagNotFound, tagExists) },
})
const remove = createRoute({
  method: 'delete',
  path: '/tags/{id}',
  tags,
  summary: 'Delete a tag, and take it from everybody who has it',
  ...requires('contacts:delete'),
  request: { params },
  responses: {
    200: json(deletedTagSchema, 'How many people had it'),
    ...errors(credentialMissing, notAllowed, tagNotFound),
  },
})

export const contactRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => c.json({ items: await listTags(c.var.ctx) }, 200))
  .openapi(create, async (c) => c.json(await createTag(c.var.ctx, c.req.valid('json')), 201))
  .openapi(change, async (c) => c.json(await changeTag(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200))
  .openapi(remove, async (c) => c.json({ contacts: await removeTag(c.var.ctx, c.req.valid('param').id) }, 200))
