import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { invalidCursor } from '../../shared/pagination'
import { clientIdOfKey, idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { invalidPhone, invalidUserId } from '../contacts/contacts.errors'
import { conversationNotFound } from '../conversations/conversations.errors'
import { phoneNumberNotFound } from '../phone-numbers/phone-numbers.errors'
import { sendToPerson } from './developer-send.usecases'
import {
  cannotCancel,
  cannotEdit,
  cannotSendAgain,
  mentionUnknown,
  messageNotFound,
  numberNotChosen,
  sendingErrors,
  timePassed,
} from './messages.errors'
import {
  editMessageSchema,
  messageSchema,
  scheduledPageSchema,
  scheduledQuerySchema,
  sendMessageSchema,
  sendTemplateSchema,
} from './messages.schemas'
import { cancelMessage, editMessage, getMessage, listScheduled, sendAgain } from './messages.usecases'

const tags = ['Messages']
const params = z.object({ id: z.string().max(60) })
const toPerson = [
  invalidPhone,
  invalidUserId,
  numberNotChosen,
  phoneNumberNotFound,
  conversationNotFound,
  ...sendingErrors,
] as const
const message = json(messageSchema, 'The message as it is now')

const send = createRoute({
  method: 'post',
  path: '/send',
  tags,
  summary: 'Send to a phone number or a WhatsApp user id',
  description:
    'Contact and conversation are found, or made. A conversation that you begin is in nobody’s inbox until the person answers. The same `clientId` again answers the same message.',
  ...requires('messages:send'),
  parameters: idempotencyParameters,
  request: jsonBody(sendMessageSchema),
  responses: {
    202: json(messageSchema, 'The message, waiting'),
    ...errors(credentialMissing, notAllowed, ...toPerson, ...idempotencyErrors),
  },
})
const sendTemplate = createRoute({
  method: 'post',
  path: '/template',
  tags,
  summary: 'Send a template to a phone number or a WhatsApp user id',
  description:
    'Components as Meta writes them: `[{ "type": "body", "parameters": [{ "type": "text", "text": "Amara" }] }]`.',
  ...requires('messages:send'),
  parameters: idempotencyParameters,
  request: jsonBody(sendTemplateSchema),
  responses: {
    202: json(messageSchema, 'The message, waiting'),
    ...errors(credentialMissing, notAllowed, ...toPerson, ...idempotencyErrors),
  },
})
const scheduled = createRoute({
  method: 'get',
  path: '/scheduled',
  tags,
  summary: 'Messages that wait for their time, soonest first',
  ...requires('conversations:read'),
  request: { query: scheduledQuerySchema },
  responses: {
    200: json(scheduledPageSchema, 'A page of messages'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'One message',
  ...requires('conversations:read'),
  request: { params },
  responses: { 200: message, ...errors(credentialMissing, notAllowed, messageNotFound) },
})
const edit = createRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Reword one’s own note, or give a scheduled message another time',
  ...requires('messages:send'),
  request: { params, ...jsonBody(editMessageSchema) },
  responses: {
    200: message,
    ...errors(credentialMissing, notAllowed, messageNotFound, cannotEdit, timePassed, mentionUnknown),
  },
})
const cancel = createRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Take back a message that has not left yet',
  ...requires('messages:send'),
  request: { params },
  responses: { 200: message, ...errors(credentialMissing, notAllowed, messageNotFound, cannotCancel) },
})
const again = createRoute({
  method: 'post',
  path: '/{id}/send-again',
  tags,
  summary: 'Send once more what has failed, or what is unconfirmed after ten minutes',
  description:
    'An `unconfirmed` message may have arrived: whether it is sent a second time is a person’s decision, from `canSendAgainAt` on.',
  ...requires('messages:send'),
  parameters: idempotencyParameters,
  request: { params },
  responses: {
    202: json(messageSchema, 'The message, waiting again'),
    ...errors(credentialMissing, notAllowed, messageNotFound, cannotSendAgain, ...sendingErrors, ...idempotencyErrors),
  },
})

const timeOf = (scheduledFor: string | undefined) => (scheduledFor === undefined ? undefined : Date.parse(scheduledFor))

export const messageRoutes = createRouter<MemberEnv>()
  .openapi(send, async (c) => {
    const { scheduledFor, clientId = clientIdOfKey(c), ...order } = c.req.valid('json')
    return c.json(await sendToPerson(c.var.ctx, { ...order, clientId, scheduledFor: timeOf(scheduledFor) }), 202)
  })
  .openapi(sendTemplate, async (c) => {
    const { name, language, components, scheduledFor, clientId = clientIdOfKey(c), ...order } = c.req.valid('json')
    const content = { type: 'template' as const, name, language, components }
    const at = timeOf(scheduledFor)
    return c.json(await sendToPerson(c.var.ctx, { ...order, clientId, content, scheduledFor: at }), 202)
  })
  .openapi(scheduled, async (c) => c.json(await listScheduled(c.var.ctx, c.req.valid('query')), 200))
  .openapi(get, async (c) => c.json(await getMessage(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(edit, async (c) => c.json(await editMessage(c.var.ctx, c.req.valid('param').id, c.req.valid('json')), 200))
  .openapi(cancel, async (c) => c.json(await cancelMessage(c.var.ctx, c.req.valid('param').id), 200))
  .openapi(again, async (c) => c.json(await sendAgain(c.var.ctx, c.req.valid('param').id), 202))
