import { createRoute, z } from '@hono/zod-openapi'
import { createRouter, errors, json } from '../../shared/http/openapi'
import { type MemberEnv, requires } from '../../tenancy/require-member'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { inboxChangesSchema } from '../conversations/conversations.schemas'
import { currentChange, listChanges } from './inbox.usecases'

const changes = createRoute({
  method: 'get',
  path: '/changes',
  tags: ['Conversations'],
  summary: 'What changed in the inbox after a number of the change sequence',
  description:
    'Without `since`: only the newest number, in `to`, to begin with. Ask for it before you read lists, then nothing is missed.',
  ...requires('conversations:read'),
  request: {
    query: z.object({
      since: z.coerce.number().int().min(0).optional().meta({ description: '`to` of the last answer or frame' }),
    }),
  },
  responses: { 200: json(inboxChangesSchema, 'The changes'), ...errors(credentialMissing, notAllowed) },
})

export const inboxRoutes = createRouter<MemberEnv>().openapi(changes, async (c) => {
  const { since } = c.req.valid('query')
  if (since !== undefined) return c.json(await listChanges(c.var.ctx, since), 200)
  const newest = await currentChange(c.var.ctx)
  return c.json({ from: newest, to: newest, conversations: [], removed: [], hasMore: false }, 200)
})
