import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { jobSchema } from '../jobs/jobs.schemas'
import { toJob } from '../jobs/jobs.usecases'
import {
  contactExists,
  contactNotFound,
  invalidPhone,
  invalidUserId,
  ownerNotFound,
  tagNotFound,
  tooManyFields,
} from './contacts.errors'
import { changeTagsOfContactSchema, contactSchema, newContactSchema, putContactSchema } from './contacts.schemas'
import { invalidFields } from './custom-fields.errors'
import { findContactDetails, requirePerson } from './person.usecases'
import { createPerson, deleteContact, replaceContact } from './person-changes.usecases'
import { changeTags } from './tags.usecases'

const tags = ['Contacts']
const params = z.object({ id: z.string().max(60) })
const doors = [credentialMissing, notAllowed] as const
const refusals = [invalidPhone, invalidFields, ownerNotFound, tagNotFound, contactExists, tooManyFields] as const

const create = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Add a person',
  description: 'With a number, a user id, an email address or at least a name.',
  ...requires('contacts:update'),
  request: jsonBody(newContactSchema),
  responses: {
    201: json(contactSchema, 'The contact'),
    ...errors(...doors, ...refusals, invalidUserId, ...idempotencyErrors),
  },
})
const replace = createRoute({
  method: 'put',
  path: '/{id}',
  tags,
  summary: 'Replace all that people write of a person',
  description: 'What is left out is emptied. How WhatsApp names them stays.',
  ...requires('contacts:update'),
  request: { params, ...jsonBody(putContactSchema) },
  responses: { 200: json(contactSchema, 'As they are now'), ...errors(...doors, contactNotFound, ...refusals) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Delete a person, with all that is theirs',
  description: 'They are in no list any more at once; the job erases their messages and files.',
  ...requires('contacts:delete'),
  request: { params },
  responses: { 202: json(jobSchema, 'The job that erases them'), ...errors(...doors, contactNotFound) },
})
const tag = createRoute({
  method: 'post',
  path: '/{id}/tags',
  tags,
  summary: 'Add and remove tags',
  ...requires('contacts:update'),
  request: { params, ...jsonBody(changeTagsOfContactSchema) },
  responses: {
    200: json(contactSchema, 'As they are now'),
    ...errors(...doors, contactNotFound, tagNotFound, ...idempotencyErrors),
  },
})

export const personChangeRoutes = createRouter<MemberEnv>()
  .openapi(create, async (c) => c.json(await createPerson(c.var.ctx, c.req.valid('json')), 201))
  .openapi(replace, async (c) =>
    c.json(await replaceContact(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200),
  )
  .openapi(remove, async (c) =>
    c.json(toJob(await deleteContact(c.var.ctx, c.req.valid('param').id), c.var.ctx.clock.now()), 202),
  )
  .openapi(tag, async (c) => {
    const { id } = c.req.valid('param')
    const { contact } = await requirePerson(c.var.ctx, id)
    await changeTags(c.var.ctx, [contact.id], c.req.valid('json'))
    return c.json(await findContactDetails(c.var.ctx, id), 200)
  })
