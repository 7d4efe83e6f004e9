import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { clientIdOfKey, idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { conversationNotFound } from '../conversations/conversations.errors'
import { cannotCancel, clientIdReused, contentInvalid, mentionUnknown, sendingErrors } from './messages.errors'
import { messageSchema, newMessageSchema, takenBackSchema } from './messages.schemas'
import { addNote } from './notes.usecases'
import { queueMessage } from './send.usecases'
import { takeBackByClientId } from './take-back.usecases'

const send = createRoute({
  method: 'post',
  path: '/{id}/messages',
  tags: ['Messages'],
  summary: 'Answer in a conversation, or leave a note',
  description:
    'The message is checked, stored and waits for its turn: messages of a conversation leave in order, one at a time. What became of it comes over the socket, or with `GET /api/messages/{id}`. The same `clientId` again answers the same message.',
  ...requires('messages:send'),
  parameters: idempotencyParameters,
  request: { params: z.object({ id: z.string().max(60) }), ...jsonBody(newMessageSchema) },
  responses: {
    202: json(messageSchema, 'The message, waiting'),
    ...errors(
      credentialMissing,
      notAllowed,
      conversationNotFound,
      mentionUnknown,
      ...sendingErrors,
      ...idempotencyErrors,
    ),
  },
})

const takeBack = createRoute({
  method: 'delete',
  path: '/{id}/messages/by-client/{clientId}',
  tags: ['Messages'],
  summary: 'Take back a message by your own id of it, even before it has arrived',
  description:
    'For whoever cannot know whether a request has arrived, or whether another tab is sending it. One that arrives later is refused with `messages.taken_back`.',
  ...requires('messages:send'),
  request: { params: z.object({ id: z.string().max(60), clientId: z.string().min(8).max(100) }) },
  responses: {
    200: json(takenBackSchema, 'The message as it is now; null when none had arrived'),
    ...errors(credentialMissing, notAllowed, conversationNotFound, cannotCancel, clientIdReused),
  },
})

/** Below a conversation. */
export const conversationMessageRoutes = createRouter<MemberEnv>()
  .openapi(takeBack, async (c) => {
    const { id: conversationId, clientId } = c.req.valid('param')
    return c.json({ message: await takeBackByClientId(c.var.ctx, { conversationId, clientId }) }, 200)
  })
  .openapi(send, async (c) => {
    const { id: conversationId } = c.req.valid('param')
    const { content, clientId = clientIdOfKey(c), scheduledFor, ...about } = c.req.valid('json')
    const { ctx } = c.var
    if (content.type === 'note') {
      if (scheduledFor !== undefined || about.replyToMessageId !== undefined || about.targetMessageId !== undefined)
        throw contentInvalid({
          message: 'A note is written now, and answers no message: leave out everything but its text.',
        })
      return c.json(await addNote(ctx, { conversationId, content, clientId }), 202)
    }
    const at = scheduledFor === undefined ? undefined : Date.parse(scheduledFor)
    return c.json(await queueMessage(ctx, { ...about, conversationId, content, clientId, scheduledFor: at }), 202)
  })
