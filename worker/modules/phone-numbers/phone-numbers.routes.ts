import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { decodeCursor, invalidCursor, toPage } from '../../shared/pagination'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { doctorReportSchema, fixRequestSchema } from './doctor.schemas'
import { verifyPhoneNumber } from './doctor.usecases'
import { fixPhoneNumber } from './fixing.usecases'
import {
  credentialsRejected,
  metaAppMissing,
  metaRefused,
  metaUnreachable,
  nothingToFix,
  phoneNumberDisconnected,
  phoneNumberNotFound,
  pictureInvalid,
  pinNeeded,
  platformAppMissing,
} from './phone-numbers.errors'
import { toPhoneNumber } from './phone-numbers.models'
import { listNumbers } from './phone-numbers.repository'
import {
  phoneNumberIdSchema,
  phoneNumberSchema,
  phoneNumberStatuses,
  updatePhoneNumberSchema,
} from './phone-numbers.schemas'
import { requirePhoneNumber } from './phone-numbers.usecases'
import { businessProfileSchema, updateProfileSchema } from './profile.schemas'
import { getProfile, updateProfile } from './profile.usecases'
import { disconnectPhoneNumber, updatePhoneNumber } from './settings.usecases'

const tags = ['Phone numbers']
const params = z.object({ id: phoneNumberIdSchema })

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'The organization’s numbers, in the order they were connected',
  description: 'Disconnected ones too: their conversations are still there.',
  ...requires('phone-numbers:read'),
  request: { query: pageQuerySchema.extend({ status: z.enum(phoneNumberStatuses).optional() }) },
  responses: {
    200: json(pageSchema(phoneNumberSchema).meta({ id: 'PhoneNumberPage' }), 'A page of numbers'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'One number',
  ...requires('phone-numbers:read'),
  request: { params },
  responses: {
    200: json(phoneNumberSchema, 'The number'),
    ...errors(credentialMissing, notAllowed, phoneNumberNotFound),
  },
})
const update = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Rename a number, or give it a new token',
  description: 'A new token or app secret is looked at before it is kept. A number that was paused goes on with it.',
  ...requires('phone-numbers:update'),
  request: { params, ...jsonBody(updatePhoneNumberSchema) },
  responses: {
    200: json(phoneNumberSchema, 'The number as it is now'),
    ...errors(
      credentialMissing,
      notAllowed,
      phoneNumberNotFound,
      phoneNumberDisconnected,
      credentialsRejected,
      metaAppMissing,
      metaUnreachable,
    ),
  },
})
const disconnect = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Disconnect a number',
  description: 'Token and PIN are deleted, conversations stay. Connecting it again brings it back with its history.',
  ...requires('phone-numbers:update'),
  request: { params },
  responses: { 204: empty('Disconnected'), ...errors(credentialMissing, notAllowed, phoneNumberNotFound) },
})
const verify = createRoute({
  method: 'post',
  path: '/{id}/verify',
  tags,
  summary: 'Look at everything that decides whether messages flow',
  description: 'The connection doctor: each check says what is wrong, and what to do about it.',
  ...requires('phone-numbers:update'),
  request: { params },
  responses: {
    200: json(doctorReportSchema, 'What was found'),
    ...errors(credentialMissing, notAllowed, phoneNumberNotFound, phoneNumberDisconnected),
  },
})
const fix = createRoute({
  method: 'post',
  path: '/{id}/fix',
  tags,
  summary: 'Repair one of the things that `verify` found',
  ...requires('phone-numbers:update'),
  request: { params, ...jsonBody(fixRequestSchema) },
  responses: {
    200: json(doctorReportSchema, 'What is found afterwards'),
    ...errors(
      credentialMissing,
      notAllowed,
      phoneNumberNotFound,
      phoneNumberDisconnected,
      platformAppMissing,
      pinNeeded,
      nothingToFix,
      metaRefused,
      metaUnreachable,
    ),
  },
})
const profileErrors = errors(
  credentialMissing,
  notAllowed,
  phoneNumberNotFound,
  phoneNumberDisconnected,
  pictureInvalid,
  metaRefused,
  metaUnreachable,
)
const readProfile = createRoute({
  method: 'get',
  path: '/{id}/profile',
  tags,
  summary: 'What customers see when they tap the name',
  ...requires('phone-numbers:read'),
  request: { params },
  responses: { 200: json(businessProfileSchema, 'As Meta has it now'), ...profileErrors },
})
const writeProfile = createRoute({
  method: 'put',
  path: '/{id}/profile',
  tags,
  summary: 'Change what customers see',
  description: 'What is left out stays as it is.',
  ...requires('phone-numbers:update'),
  request: { params, ...jsonBody(updateProfileSchema) },
  responses: { 200: json(businessProfileSchema, 'As Meta has it afterwards'), ...profileErrors },
})

export const phoneNumberRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit, status } = c.req.valid('query')
    const after = cursor === undefined ? undefined : decodeCursor(z.string(), cursor)
    const rows = await listNumbers(c.var.ctx, { status, after, limit: limit + 1 })
    const { items, nextCursor } = toPage(rows, limit, (row) => row.id)
    return c.json({ items: items.map(toPhoneNumber), nextCursor }, 200)
  })
  .openapi(get, async (c) => c.json(toPhoneNumber(await requirePhoneNumber(c.var.ctx, c.req.valid('param').id)), 200))
  .openapi(update, async (c) => {
    const change = { id: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(toPhoneNumber(await updatePhoneNumber(c.var.ctx, c.var.system, change)), 200)
  })
  .openapi(disconnect, async (c) => {
    await disconnectPhoneNumber(c.var.ctx, c.var.system, c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(verify, async (c) => c.json(await verifyPhoneNumber(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(fix, async (c) => c.json(await fixPhoneNumber(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200))
  .openapi(readProfile, async (c) => c.json(await getProfile(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(writeProfile, async (c) =>
    c.json(await updateProfile(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200),
  )
