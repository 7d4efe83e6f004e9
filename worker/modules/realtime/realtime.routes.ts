import { createRoute } from '@hono/zod-openapi'
import type { AppEnv } from '../../shared/http/env'
import { createRouter, empty, errors, internal } from '../../shared/http/openapi'
import { isOwnOrigin } from '../../shared/http/origin'
import { enterBySession } from '../../tenancy/organization-context'
import { isAllowed } from '../../tenancy/permissions.schemas'
import { credentialMissing, notAllowed } from '../../tenancy/tenancy.errors'
import { MEMBER_HEADER, type SocketMember } from './inbox-hub.object'
import { foreignSocketOrigin, upgradeRequired } from './realtime.errors'
import { TOKEN_PROTOCOL_PREFIX } from './realtime.schemas'
import { openSocket } from './realtime.usecases'

const inboxSocket = createRoute({
  method: 'get',
  path: '/inbox/socket',
  ...internal,
  summary: 'Live changes of the organization, over a WebSocket',
  responses: {
    101: empty('The socket'),
    ...errors(upgradeRequired, credentialMissing, foreignSocketOrigin, notAllowed),
  },
})

/**
 * Mounted before any middleware that sets headers: those break a 101. A browser cannot set Authorization on a socket,
 * so the token comes as a protocol, and it is checked here, before the object is woken.
 */
export const realtimeRoutes = createRouter<AppEnv>().openapi(inboxSocket, async (c) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw upgradeRequired()
  if (!isOwnOrigin(c)) throw foreignSocketOrigin()
  const protocols = (c.req.header('sec-websocket-protocol') ?? '').split(',').map((protocol) => protocol.trim())
  const accessToken = protocols
    .find((protocol) => protocol.startsWith(TOKEN_PROTOCOL_PREFIX))
    ?.slice(TOKEN_PROTOCOL_PREFIX.length)
  if (!accessToken) throw credentialMissing()
  const { ctx, role, session } = await enterBySession(c.var.system, accessToken)
  if (!session || !isAllowed(role, 'inbox:connect')) throw notAllowed({ details: { permission: 'inbox:connect' } })
  const member: SocketMember = {
    userId: session.userId,
    sessionId: session.id,
    organizationId: ctx.organizationId,
    expiresAt: session.expiresAt,
  }
  // A new request: none of the caller's headers reaches the object.
  const request = new Request(c.req.url, { headers: { upgrade: 'websocket', [MEMBER_HEADER]: JSON.stringify(member) } })
  return (await openSocket(ctx, request)) as never
})
