import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, empty, errors, json, jsonBody } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { contactNotFound, invalidPhone, tagNotFound } from '../contacts/contacts.errors'
import { phoneNumberDisconnected, phoneNumberNotFound } from '../phone-numbers/phone-numbers.errors'
import { changeMany } from './bulk.usecases'
import { assignConversations, requireChanged, setStatus, snoozeConversations } from './conversation-changes.usecases'
import {
  assignedToColleague,
  conversationBusy,
  conversationClosed,
  conversationNotFound,
  invalidAssignee,
  messageNotInConversation,
  snoozeInPast,
} from './conversations.errors'
import {
  assignSchema,
  bulkResultSchema,
  bulkSchema,
  conversationSchema,
  markReadSchema,
  setStatusSchema,
  setTagsSchema,
  snoozeSchema,
  startConversationSchema,
  startedConversationSchema,
} from './conversations.schemas'
import { requireConversation, setTags, startConversation } from './conversations.usecases'
import { markAllRead, showTyping } from './customer-signals.usecases'

const tags = ['Conversations']
const params = z.object({ id: z.string().max(60) })
const changed = json(conversationSchema, 'The conversation as it is now')
const refusals = [credentialMissing, notAllowed, conversationNotFound, conversationBusy] as const

const start = createRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Start a conversation with a contact or a phone number',
  description: 'One that is there is answered as it is, with `isNew` false. Nothing is sent yet.',
  ...requires('conversations:update'),
  request: jsonBody(startConversationSchema),
  responses: {
    200: json(startedConversationSchema, 'The conversation that was there'),
    201: json(startedConversationSchema, 'The new conversation'),
    ...errors(
      ...[credentialMissing, notAllowed, invalidPhone, phoneNumberNotFound, phoneNumberDisconnected],
      ...[contactNotFound, assignedToColleague, conversationBusy],
    ),
  },
})
const bulk = createRoute({
  method: 'post',
  path: '/bulk',
  tags,
  summary: 'Do one thing with up to a hundred conversations',
  ...requires('conversations:update'),
  request: jsonBody(bulkSchema),
  responses: {
    200: json(bulkResultSchema, 'What became of each'),
    ...errors(credentialMissing, notAllowed, invalidAssignee, snoozeInPast, tagNotFound),
  },
})
const assign = createRoute({
  method: 'patch',
  path: '/{id}/assign',
  tags,
  summary: 'Give it to a member, or take it back',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(assignSchema) },
  responses: { 200: changed, ...errors(...refusals, invalidAssignee) },
})
const status = createRoute({
  method: 'patch',
  path: '/{id}/status',
  tags,
  summary: 'Open, pending or closed',
  description: 'Closing ends a snooze and marks it read.',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(setStatusSchema) },
  responses: { 200: changed, ...errors(...refusals) },
})
const snooze = createRoute({
  method: 'patch',
  path: '/{id}/snooze',
  tags,
  summary: 'Out of the lists until a time, or until the customer writes',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(snoozeSchema) },
  responses: { 200: changed, ...errors(...refusals, snoozeInPast, conversationClosed) },
})
const read = createRoute({
  method: 'patch',
  path: '/{id}/read',
  tags,
  summary: 'Mark as read, which the customer sees, or as unread',
  ...requires('conversations:update'),
  description:
    'Say with `upToMessageId` which message was the last on the screen: what the customer wrote meanwhile stays unread.',
  request: { params, ...jsonBody(markReadSchema) },
  responses: { 200: changed, ...errors(...refusals, messageNotInConversation) },
})
const typing = createRoute({
  method: 'post',
  path: '/{id}/typing',
  tags,
  summary: 'Show the customer that somebody is writing',
  description:
    'For 25 seconds, or until a message is sent. At most every ten seconds, and only while the window is open.',
  ...requires('messages:send'),
  request: { params },
  responses: { 204: empty('Shown, or there was nothing to show'), ...errors(...refusals) },
})
const tag = createRoute({
  method: 'put',
  path: '/{id}/tags',
  tags,
  summary: 'All tags of the person, in place of those they have',
  ...requires('conversations:update'),
  request: { params, ...jsonBody(setTagsSchema) },
  responses: { 200: changed, ...errors(...refusals, tagNotFound) },
})

export const conversationActionRoutes = createRouter<MemberEnv>()
  .openapi(start, async (c) => {
    const started = await startConversation(c.var.ctx, c.req.valid('json'))
    return started.isNew ? c.json(started, 201) : c.json(started, 200)
  })
  .openapi(bulk, async (c) => {
    const changes = await changeMany(c.var.system, c.var.ctx, c.req.valid('json'))
    const results = changes.map((result) => {
      if ('conversation' in result) return { id: result.id, conversation: result.conversation, error: null }
      const { code, message } = result.error
      return { id: result.id, conversation: null, error: { code, message } }
    })
    return c.json({ results }, 200)
  })
  .openapi(assign, async (c) => {
    const { id } = await requireConversation(c.var.ctx, c.req.valid('param').id)
    const { assigneeId } = c.req.valid('json')
    return c.json(requireChanged(await assignConversations(c.var.system, c.var.ctx, { ids: [id], assigneeId })), 200)
  })
  .openapi(status, async (c) => {
    const ids = [c.req.valid('param').id]
    return c.json(requireChanged(await setStatus(c.var.ctx, { ids, status: c.req.valid('json').status })), 200)
  })
  .openapi(snooze, async (c) => {
    const ids = [c.req.valid('param').id]
    const { until } = c.req.valid('json')
    const at = until === null ? null : Date.parse(until)
    return c.json(requireChanged(await snoozeConversations(c.var.ctx, { ids, until: at })), 200)
  })
  .openapi(read, async (c) => {
    const { id } = c.req.valid('param')
    const { isRead, upToMessageId } = c.req.valid('json')
    const upTo = upToMessageId === undefined ? {} : { [id]: upToMessageId }
    return c.json(requireChanged(await markAllRead(c.var.ctx, { ids: [id], isRead, upTo })), 200)
  })
  .openapi(typing, async (c) => {
    await showTyping(c.var.system, c.var.ctx, c.req.valid('param').id)
    return c.body(null, 204)
  })
  .openapi(tag, async (c) => {
    return c.json(await setTags(c.var.ctx, c.req.valid('param').id, c.req.valid('json').tagIds), 200)
  })
