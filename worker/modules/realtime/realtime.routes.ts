import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { AppEnv } from '../../shared/http/env'
import { createRouter, empty, errors, internal } from '../../shared/http/openapi'
import { isOwnOrigin } from '../../shared/http/origin'
import { type Entry, enter } from '../../tenancy/organization-context'
import { isAllowed, type Permission } from '../../tenancy/permissions.schemas'
import { credentialMissing, notAllowed, sessionRequired } from '../../tenancy/tenancy.errors'
import { conversationNotFound } from '../conversations/conversations.errors'
import { requireConversation } from '../conversations/conversations.usecases'
import { currentChange } from '../inbox/inbox.usecases'
import { HANDOVER_HEADER, writeHandover } from './member-sockets.object'
import type { InboxMember, SocketMember, ThreadMember } from './members.models'
import { foreignSocketOrigin, upgradeRequired } from './realtime.errors'
import { TOKEN_PROTOCOL_PREFIX } from './realtime.schemas'
import { closeIfSignedOut, openConversationSocket, openInboxSocket } from './realtime.usecases'

const refusals = [upgradeRequired, credentialMissing, foreignSocketOrigin, notAllowed, sessionRequired] as const

const inboxSocket = createRoute({
  method: 'get',
  path: '/inbox/socket',
  ...internal,
  summary: 'Live changes of the organization, over a WebSocket',
  responses: { 101: empty('The socket'), ...errors(...refusals) },
})
const conversationSocket = createRoute({
  method: 'get',
  path: '/conversations/{id}/socket',
  ...internal,
  summary: 'Live messages of a conversation, and who else has it open, over a WebSocket',
  request: { params: z.object({ id: z.string().max(60) }) },
  responses: { 101: empty('The socket'), ...errors(...refusals, conversationNotFound) },
})

/**
 * The door of both sockets. A browser cannot set Authorization on a socket, so the token comes as a protocol, and it is
 * checked here, before an object is woken.
 */
async function enterBySocket(c: Context<AppEnv>, permission: Permission) {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw upgradeRequired()
  if (!isOwnOrigin(c)) throw foreignSocketOrigin()
  const protocols = (c.req.header('sec-websocket-protocol') ?? '').split(',').map((protocol) => protocol.trim())
  const token = protocols.find((protocol) => protocol.startsWith(TOKEN_PROTOCOL_PREFIX))
  if (!token || token.length === TOKEN_PROTOCOL_PREFIX.length) throw credentialMissing()
  const { ctx, role, session } = await enter(c.var.system, token.slice(TOKEN_PROTOCOL_PREFIX.length))
  if (!session) throw sessionRequired()
  if (!isAllowed(role, permission)) throw notAllowed({ details: { permission } })
  return { ctx, member: toMember(ctx, role, session), token: token.slice(TOKEN_PROTOCOL_PREFIX.length) }
}

const toMember = (
  { organizationId, actor, visibility }: Entry['ctx'],
  role: Entry['role'],
  session: NonNullable<Entry['session']>,
): SocketMember => ({
  organizationId,
  userId: session.userId,
  name: actor.name ?? '',
  sessionId: session.id,
  role,
  visibility,
  expiresAt: session.expiresAt,
})

/** A new request: none of the caller's headers reaches the object. */
const handOver = (c: Context<AppEnv>, member: InboxMember | Omit<ThreadMember, 'registration'>, to: number): Request =>
  new Request(c.req.url, { headers: { upgrade: 'websocket', [HANDOVER_HEADER]: writeHandover({ member, to }) } })

/** Mounted before any middleware that sets headers: those break a 101. */
export const realtimeRoutes = createRouter<AppEnv>()
  .openapi(inboxSocket, async (c) => {
    const { ctx, member, token } = await enterBySocket(c, 'inbox:connect')
    const to = await currentChange(ctx)
    const answer = await openInboxSocket(ctx, handOver(c, { ...member, isAway: false }, to))
    ctx.waitUntil(closeIfSignedOut(c.var.system, member, token))
    return answer as never
  })
  .openapi(conversationSocket, async (c) => {
    const { ctx, member, token } = await enterBySocket(c, 'conversations:read')
    const { id, changeSeq } = await requireConversation(ctx, c.req.valid('param').id)
    const request = handOver(c, { ...member, conversationId: id, writing: null }, changeSeq)
    const answer = await openConversationSocket(ctx, id, request)
    ctx.waitUntil(closeIfSignedOut(c.var.system, member, token))
    return answer as never
  })
