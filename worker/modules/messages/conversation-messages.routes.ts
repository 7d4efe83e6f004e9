import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json, jsonBody } from '../../shared/http/openapi'
import { idempotencyErrors, idempotencyParameters } from '../../tenancy/idempotency'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { conversationNotFound } from '../conversations/conversations.errors'
import { contentInvalid, mentionUnknown, sendingErrors } from './messages.errors'
import { messageSchema, newMessageSchema } from './messages.schemas'
import { addNote } from './notes.usecases'
import { queueMessage } from './send.usecases'

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

/** Below a conversation. */
export const conversationMessageRoutes = createRouter<MemberEnv>().openapi(send, async (c) => {
  const { id: conversationId } = c.req.valid('param')
  const { content, clientId, scheduledFor, ...about } = c.req.valid('json')
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
