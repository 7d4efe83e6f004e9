import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { decodeCursor, encodeCursor, invalidCursor } from '../../shared/pagination'
import { pageQuerySchema } from '../../shared/pagination.schemas'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { loadConversations } from '../inbox/inbox.usecases'
import { messagePageSchema } from '../messages/messages.schemas'
import { countConversationViews, findConversationPage } from './conversation-list.usecases'
import { conversationNotFound, messageNotInConversation } from './conversations.errors'
import {
  conversationCountsSchema,
  conversationPageSchema,
  conversationQuerySchema,
  conversationSchema,
  episodePageSchema,
  threadQuerySchema,
} from './conversations.schemas'
import { requireConversation } from './conversations.usecases'
import { listConversationEpisodes, readThread } from './thread.usecases'

const tags = ['Conversations']
const params = z.object({ id: z.string().max(60) })
const positionSchema = z.tuple([z.number().int(), z.string().max(60)])
const threadCursorSchema = z
  .tuple([z.enum(['older', 'newer']), z.number().int(), z.string().max(60)])
  .transform(([direction, at, id]) => ({ direction, from: [at, id] as const }))

const list = createRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'A view of the inbox, newest activity first',
  description:
    '`window_closing` begins with the window that ends first. With `search` or `contactId`, the view `all` holds everything, closed conversations too.',
  ...requires('conversations:read'),
  request: { query: conversationQuerySchema },
  responses: {
    200: json(conversationPageSchema, 'A page of conversations'),
    ...errors(invalidCursor, credentialMissing, notAllowed),
  },
})
const counts = createRoute({
  method: 'get',
  path: '/counts',
  tags,
  summary: 'How many conversations each view holds; 100 stands for 100 or more',
  ...requires('conversations:read'),
  responses: { 200: json(conversationCountsSchema, 'The counts'), ...errors(credentialMissing, notAllowed) },
})
const get = createRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'One conversation',
  ...requires('conversations:read'),
  request: { params },
  responses: {
    200: json(conversationSchema, 'The conversation'),
    ...errors(credentialMissing, notAllowed, conversationNotFound),
  },
})
const messages = createRoute({
  method: 'get',
  path: '/{id}/messages',
  tags,
  summary: 'What was said, in reading order',
  description:
    'The newest page first; `olderCursor` and `newerCursor` go on in either direction, null where there is no more. `around` jumps to a message.',
  ...requires('conversations:read'),
  request: { params, query: threadQuerySchema },
  responses: {
    200: json(messagePageSchema, 'A page of messages'),
    ...errors(invalidCursor, credentialMissing, notAllowed, conversationNotFound, messageNotInConversation),
  },
})
const episodes = createRoute({
  method: 'get',
  path: '/{id}/episodes',
  tags,
  summary: 'When it was opened and closed, newest first',
  ...requires('conversations:read'),
  request: { params, query: pageQuerySchema },
  responses: {
    200: json(episodePageSchema, 'A page of episodes'),
    ...errors(invalidCursor, credentialMissing, notAllowed, conversationNotFound),
  },
})

export const conversationRoutes = createRouter<MemberEnv>()
  .openapi(list, async (c) => {
    const { cursor, limit, ...filter } = c.req.valid('query')
    const after = cursor === undefined ? undefined : decodeCursor(positionSchema, cursor)
    const { items, next } = await findConversationPage(c.var.ctx, filter, { after, limit })
    return c.json({ items, nextCursor: next && encodeCursor(next) }, 200)
  })
  .openapi(counts, async (c) => c.json(await countConversationViews(c.var.ctx), 200))
  .openapi(get, async (c) => {
    const { id } = await requireConversation(c.var.ctx, c.req.valid('param').id)
    const [conversation] = await loadConversations(c.var.ctx, [id])
    if (!conversation) throw conversationNotFound()
    return c.json(conversation, 200)
  })
  .openapi(messages, async (c) => {
    const { cursor, around, limit } = c.req.valid('query')
    const conversation = await requireConversation(c.var.ctx, c.req.valid('param').id)
    const decoded = cursor === undefined ? undefined : decodeCursor(threadCursorSchema, cursor)
    return c.json(await readThread(c.var.ctx, conversation, { cursor: decoded, around, limit }), 200)
  })
  .openapi(episodes, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const conversation = await requireConversation(c.var.ctx, c.req.valid('param').id)
    const after = cursor === undefined ? undefined : decodeCursor(positionSchema, cursor)
    return c.json(await listConversationEpisodes(c.var.ctx, conversation, { after, limit }), 200)
  })
