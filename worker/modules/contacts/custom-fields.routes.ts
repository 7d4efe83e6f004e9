import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { fieldExists, fieldInUse, fieldNotFound, fieldOptions, tooManyDefinitions } from './custom-fields.errors'
import {
  changeCustomFieldSchema,
  customFieldListSchema,
  customFieldSchema,
  deleteFieldQuerySchema,
  newCustomFieldSchema,
} from './custom-fields.schemas'
import { changeField, createField, listFields, removeField } from './custom-fields.usecases'

const tags = ['Contacts']
const params = z.object({ id: z.string().max(60) })

const list = createRoute({
  method: 'get',
  path: '/fields',
  tags,
  summary: 'What the workspace keeps about people, in order',
  ...requires('contacts:read'),
  responses: { 200: json(customFieldListSchema, 'The fields'), ...errors(credentialMissing, notAllowed) },
})
const create = createRoute({
  method: 'post',
  path: '/fields',
  tags,
  summary: 'Define a field',
  ...requires('contact-fields:update'),
  request: jsonBody(newCustomFieldSchema),
  responses: {
    201: json(customFieldSchema, 'The field'),
    ...errors(credentialMissing, notAllowed, fieldExists, tooManyDefinitions),
  },
})
const change = createRoute({
  method: 'patch',
  path: '/fields/{id}',
  tags,
  summary: 'Change a field’s label, options or place; its type while nobody has a value',
  ...requires('contact-fields:update'),
  request: { params, ...jsonBody(changeCustomFieldSchema) },
  responses: {
    200: json(customFieldSchema, 'As it is now'),
    ...errors(credentialMissing, notAllowed, fieldNotFound, fieldInUse, fieldOptions),
  },
})
const remove = createRoute({
  method: 'delete',
  path: '/fields/{id}',
  tags,
  summary: 'Delete a field, with its values or without',
  ...requires('contact-fields:update'),
  request: { params, query: deleteFieldQuerySchema },
  responses: { 204: empty('Deleted'), ...errors(credentialMissing, notAllowed, fieldNotFound) },
})

export const customFieldRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => c.json({ items: await listFields(c.var.ctx) }, 200))
  .openapi(create, async (c) => c.json(await createField(c.var.ctx, c.req.valid('json')), 201))
  .openapi(change, async (c) => c.json(await changeField(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200))
  .openapi(remove, async (c) => {
    await removeField(c.var.ctx, c.req.valid('param').id, c.req.valid('query').values)
    return c.body(null, 204)
  })
