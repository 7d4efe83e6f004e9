import { DurableObject } from 'cloudflare:workers'
import { type Clock, systemClock, toIso } from '../../shared/clock'
import { loadConfig } from '../../shared/config'
import { createSystemContext } from '../../shared/context'
import { createLogger } from '../../shared/logger'
import { enterBySession } from '../../tenancy/organization-context'
import { clientFrameSchema, closeCodes, type ServerFrame, SOCKET_PROTOCOL } from './realtime.schemas'
import type { PublishedChange } from './realtime.usecases'

/** What a socket remembers through hibernation (16 KB at most). `expiresAt` is its access token's. */
export type SocketMember = { userId: string; sessionId: string; organizationId: string; expiresAt: number }
export const MEMBER_HEADER = 'x-wharf-member'

type Selection = { userId: string; onlySessionId?: string | undefined; exceptSessionId?: string | undefined }

/**
 * One per organization: the sockets of everyone who has the dashboard open. It hibernates, and it is not the record.
 * The Worker has checked the member before a request gets here.
 */
export class InboxHub extends DurableObject<Env> {
  protected clock: Clock = systemClock
  readonly #log = createLogger({ object: 'inbox-hub' })

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  override async fetch(request: Request): Promise<Response> {
    const member = JSON.parse(request.headers.get(MEMBER_HEADER) ?? 'null') as SocketMember
    const { 0: client, 1: server } = new WebSocketPair()
    // The tag finds a person's sockets without looking at the others.
    this.ctx.acceptWebSocket(server, [member.userId])
    server.serializeAttachment(member)
    this.#send(server, { type: 'hello' })
    return new Response(null, {
      status: 101,
      webSocket: client,
      headers: { 'sec-websocket-protocol': SOCKET_PROTOCOL },
    })
  }

  /** A frame for everyone. @returns how many sockets it went to */
  async publish(frame: ServerFrame): Promise<number> {
    return this.ctx.getWebSockets().filter((socket) => this.#send(socket, frame)).length
  }

  /** A committed batch: to whom it concerns, as far as they may see it. */
  async publishChange({ from, to, conversations }: PublishedChange): Promise<void> {
    await this.publish({ type: 'inbox.changed', from, to, conversations, removed: [] })
  }

  /** Closes a person's sockets: all of them, only one session's, or all but one session's. */
  async disconnect({ userId, onlySessionId, exceptSessionId }: Selection): Promise<void> {
    for (const socket of this.ctx.getWebSockets(userId)) {
      const { sessionId } = memberOf(socket)
      if (onlySessionId !== undefined && sessionId !== onlySessionId) continue
      if (sessionId !== exceptSessionId) socket.close(closeCodes.signedOut, 'signed out')
    }
  }

  /** The only thing a client says: its next access token. It must be of the same session, and the session must hold. */
  override async webSocketMessage(socket: WebSocket, text: string | ArrayBuffer): Promise<void> {
    const frame = clientFrameSchema.safeParse(parseJson(text))
    if (!frame.success) return socket.close(1008, 'not a frame')
    if (frame.data.type !== 'token') return
    const member = memberOf(socket)
    try {
      const { session, ctx } = await enterBySession(this.#system(), frame.data.accessToken)
      if (session?.id !== member.sessionId || ctx.organizationId !== member.organizationId)
        return socket.close(closeCodes.accessRemoved, 'another session')
      socket.serializeAttachment({ ...member, expiresAt: session.expiresAt } satisfies SocketMember)
      this.#send(socket, { type: 'token_accepted', expiresAt: toIso(session.expiresAt) })
    } catch (error) {
      this.#log.info('socket closed, its token was refused', { userId: member.userId, error })
      socket.close(closeCodes.signedOut, 'signed out')
    }
  }

  override webSocketClose(socket: WebSocket, code: number, reason: string): void {
    // Without the answer clients wait ten seconds and see 1006. 1005 and 1006 may not be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason)
  }

  /** @returns false when the socket's token has run out: then it is closed instead */
  #send(socket: WebSocket, frame: ServerFrame): boolean {
    if (memberOf(socket).expiresAt <= this.clock.now()) {
      socket.close(closeCodes.signedOut, 'token expired')
      return false
    }
    socket.send(JSON.stringify(frame))
    return true
  }

  #system() {
    const config = loadConfig(this.env)
    const run = { requestId: 'socket', waitUntil: (work: Promise<unknown>) => this.ctx.waitUntil(work) }
    return createSystemContext(this.env, config, { clock: this.clock, log: this.#log, fetch }, run)
  }
}

const memberOf = (socket: WebSocket): SocketMember => socket.deserializeAttachment() as SocketMember

function parseJson(text: string | ArrayBuffer): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}
