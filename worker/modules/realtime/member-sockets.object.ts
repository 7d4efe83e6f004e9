import { DurableObject } from 'cloudflare:workers'
import { type Clock, MINUTE, SECOND, systemClock, toIso } from '../../shared/clock'
import { loadConfig } from '../../shared/config'
import { createSystemContext, type SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import type { Logger } from '../../shared/logger'
import { type Entry, enterBySession } from '../../tenancy/organization-context'
import { isSelected, MAX_NAME_LENGTH, type Selection, type SocketMember } from './members.models'
import { type ClientFrame, clientFrameSchema, closeCodes, type ServerFrame, SOCKET_PROTOCOL } from './realtime.schemas'

/** How the Worker tells an object whose socket it is handing over. */
export const HANDOVER_HEADER = 'x-wharf-member'
/** `to`: the newest change the Worker has seen, for the first frame. */
export type Handover<M extends SocketMember> = { member: M; to: number }
/** Names are in every script, headers are not. */
export const writeHandover = (handover: Handover<SocketMember>): string => encodeURIComponent(JSON.stringify(handover))

export type Peer<M extends SocketMember> = { socket: WebSocket; member: M }

const MAX_FRAME_LENGTH = 8192
const FRAMES_A_SPAN = 60
const SPAN_MS = 10 * SECOND
/** States (who is there, who is writing) are told at once, and then at most this often. */
const STATE_WINDOW_MS = 100
const TRY_AGAIN_LATER = 1013
/** Clients ping every half minute; browsers slow the timers of hidden tabs down to one a minute. */
const SILENT_AFTER_MS = 3 * MINUTE
const LOOK_AROUND_EVERY_MS = 30 * SECOND
/** Tabs and devices of one person; more is a program that connects in a loop, and every one of them costs everybody's frames. */
const MAX_SOCKETS_A_PERSON = 40

/**
 * The sockets of an organization's members, as both objects have them: they hibernate, carry who they belong to in their
 * attachment, and live no longer than their access token. The Worker has checked the member before a socket gets here.
 */
export abstract class MemberSockets<M extends SocketMember> extends DurableObject<Env> {
  protected clock: Clock = systemClock
  protected abstract readonly log: Logger
  /** Which state a socket was told last. Forgotten with the object: then it is told once more. */
  readonly #told = new WeakMap<WebSocket, string>()
  readonly #spans = new WeakMap<WebSocket, { since: number; count: number }>()
  #toldAt = 0
  #lookedAt = 0
  #stateTimer: ReturnType<typeof setTimeout> | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'))
  }

  /** The state that every socket is kept up to date with. */
  protected abstract stateFrame(): ServerFrame
  /** What a client says beyond its token. @returns false when it has no business here */
  protected abstract take(peer: Peer<M>, frame: Exclude<ClientFrame, { type: 'token' }>): boolean
  /** Looks again whether a member who is still who they were may stay. @throws when not */
  protected abstract recheck(member: M, ctx: Entry['ctx']): Promise<void>
  /** A socket is gone. */
  protected abstract left(member: M): void | Promise<void>

  protected accept(member: M): { socket: WebSocket; response: Response } {
    const { 0: client, 1: server } = new WebSocketPair()
    // The tag finds a person's sockets without looking at the others.
    this.ctx.acceptWebSocket(server, [member.userId])
    this.remember(server, member)
    if (this.peers(member.userId).length > MAX_SOCKETS_A_PERSON) server.close(TRY_AGAIN_LATER, 'too many connections')
    const headers = { 'sec-websocket-protocol': SOCKET_PROTOCOL }
    return { socket: server, response: new Response(null, { status: 101, webSocket: client, headers }) }
  }

  /** The first frames: what somebody has missed is seen by `to`, and who is there. */
  protected welcome(peer: Peer<M>, to: number): void {
    const { role, visibility } = peer.member
    this.send(peer, JSON.stringify({ type: 'hello', to, role, visibility } satisfies ServerFrame))
    this.#tell(peer, this.#stateText())
    this.stateChanged()
  }

  protected handoverOf(request: Request): Handover<M> {
    // Only the Worker reaches an object, with what `writeHandover` made.
    return JSON.parse(decodeURIComponent(request.headers.get(HANDOVER_HEADER) ?? 'null')) as Handover<M>
  }

  /** For every frame that was understood: it says that somebody is there, too. */
  protected remember(socket: WebSocket, member: M): void {
    const seen = { heardAt: this.clock.now(), isAbsent: false }
    socket.serializeAttachment({ ...member, ...seen, name: member.name.slice(0, MAX_NAME_LENGTH) })
  }

  /** Everyone whose socket is open. Their token may have run out: `send` looks. */
  protected peers(userId?: string): Peer<M>[] {
    return this.ctx
      .getWebSockets(userId)
      .filter((socket) => socket.readyState === WebSocket.OPEN)
      .map((socket) => ({ socket, member: memberOf<M>(socket) }))
  }

  /** Who counts as being here. */
  protected present(): M[] {
    return this.peers()
      .filter((peer) => this.#isThere(peer))
      .map(({ member }) => member)
  }

  /** A connection can die without a word, and stays open on this side until its token runs out. */
  #isThere({ socket, member }: Peer<M>): boolean {
    const now = this.clock.now()
    const pingedAt = this.ctx.getWebSocketAutoResponseTimestamp(socket)?.getTime() ?? 0
    return member.expiresAt > now && Math.max(member.heardAt ?? 0, pingedAt) > now - SILENT_AFTER_MS
  }

  /** Tells when somebody went without a word. It is noticed with whatever happens next; in the hub an alarm is such a thing. */
  protected lookAround(): void {
    const now = this.clock.now()
    if (now - this.#lookedAt < LOOK_AROUND_EVERY_MS) return
    this.#lookedAt = now
    const others = this.peers().filter((peer) => this.#isThere(peer) === (peer.member.isAbsent ?? false))
    for (const { socket, member } of others) socket.serializeAttachment({ ...member, isAbsent: !member.isAbsent })
    if (others.length > 0) this.stateChanged()
  }

  /** A connection that died without a word is not known to be dead before that. */
  protected closeExpired(): void {
    const now = this.clock.now()
    const expired = this.peers().filter(({ member }) => member.expiresAt <= now)
    for (const { socket } of expired) socket.close(closeCodes.signedOut, 'token expired')
    if (expired.length > 0) this.stateChanged()
  }

  /** @returns false when the socket's token has run out: then it is closed instead */
  protected send({ socket, member }: Peer<M>, text: string): boolean {
    if (member.expiresAt <= this.clock.now()) {
      socket.close(closeCodes.signedOut, 'token expired')
      return false
    }
    try {
      socket.send(text)
      return true
    } catch {
      // It is going down; its close is on the way.
      return false
    }
  }

  /** For everyone, each as far as they may know. @returns how many it went to */
  protected broadcast(textFor: (member: M) => string): number {
    return this.peers().filter((peer) => this.send(peer, textFor(peer.member))).length
  }

  /** Tells everyone the state, if it is another than they know: at once, or with what else changes within a moment. */
  protected stateChanged(): void {
    if (this.#stateTimer !== undefined) return
    const wait = this.#toldAt + STATE_WINDOW_MS - this.clock.now()
    if (wait > 0 && wait <= STATE_WINDOW_MS) this.#stateTimer = setTimeout(() => this.#tellAll(), wait)
    else this.#tellAll()
  }

  #tellAll(): void {
    this.#stateTimer = undefined
    this.#toldAt = this.clock.now()
    const text = this.#stateText()
    for (const peer of this.peers()) this.#tell(peer, text)
  }

  #tell(peer: Peer<M>, text: string): void {
    if (this.#told.get(peer.socket) === text) return
    this.#told.set(peer.socket, text)
    this.send(peer, text)
  }

  #stateText(): string {
    return JSON.stringify(this.stateFrame())
  }

  /** Closes sockets, for those whose standing has changed or whose session is over. */
  protected closeSelected(selection: Selection, code: number): void {
    for (const { socket, member } of this.peers(selection.userId))
      if (isSelected(member, selection)) socket.close(code, code === closeCodes.signedOut ? 'signed out' : 'look again')
    this.stateChanged()
  }

  override async webSocketMessage(socket: WebSocket, text: string | ArrayBuffer): Promise<void> {
    if (text instanceof ArrayBuffer || text.length > MAX_FRAME_LENGTH) return socket.close(1009, 'not a frame')
    if (this.#isFlooding(socket)) return socket.close(1008, 'too many frames')
    const frame = clientFrameSchema.safeParse(parseJson(text))
    if (!frame.success) return socket.close(1008, 'not a frame')
    const peer = { socket, member: memberOf<M>(socket) }
    if (frame.data.type === 'token') return this.#renew(peer, frame.data.accessToken)
    if (peer.member.expiresAt <= this.clock.now()) return socket.close(closeCodes.signedOut, 'token expired')
    if (!this.take(peer, frame.data)) socket.close(1008, 'not a frame of this socket')
  }

  /** A new token must be of the same session, which must hold, and of a person who is still what they were. */
  async #renew(peer: Peer<M>, accessToken: string): Promise<void> {
    const { socket } = peer
    try {
      const { session, ctx, role } = await enterBySession(this.system(), accessToken)
      const { member } = peer
      const isSame =
        session?.id === member.sessionId &&
        ctx.organizationId === member.organizationId &&
        role === member.role &&
        ctx.visibility === member.visibility
      if (!isSame) return socket.close(closeCodes.accessRemoved, 'look again')
      await this.recheck(member, ctx)
      // Read again: it may have changed while the directory was asked.
      const renewed = { ...memberOf<M>(socket), expiresAt: session.expiresAt, name: ctx.actor.name ?? member.name }
      this.remember(socket, renewed)
      const accepted = { type: 'token_accepted', expiresAt: toIso(session.expiresAt) } satisfies ServerFrame
      this.send({ socket, member: renewed }, JSON.stringify(accepted))
      this.stateChanged()
    } catch (error) {
      const { userId } = peer.member
      this.log.info('socket closed, its token was not accepted', { userId, error })
      if (!(error instanceof AppError)) return socket.close(TRY_AGAIN_LATER, 'try again later')
      if (error.status !== 404) return socket.close(closeCodes.signedOut, 'signed out')
      socket.close(closeCodes.accessRemoved, 'look again')
    }
  }

  #isFlooding(socket: WebSocket): boolean {
    const now = this.clock.now()
    const span = this.#spans.get(socket)
    if (!span || now - span.since >= SPAN_MS || now < span.since) this.#spans.set(socket, { since: now, count: 1 })
    else if (++span.count > FRAMES_A_SPAN) return true
    return false
  }

  override async webSocketClose(socket: WebSocket, code: number, reason: string): Promise<void> {
    // Without the answer clients wait ten seconds and see 1006. 1005 and 1006 may not be sent.
    socket.close(code === 1005 || code === 1006 ? 1000 : code, reason)
    await this.#left(socket)
  }

  override async webSocketError(socket: WebSocket): Promise<void> {
    await this.#left(socket)
  }

  async #left(socket: WebSocket): Promise<void> {
    this.stateChanged()
    await this.left(memberOf<M>(socket))
  }

  protected system(): SystemContext {
    const run = { requestId: 'socket', waitUntil: (work: Promise<unknown>) => this.ctx.waitUntil(work) }
    return createSystemContext(this.env, loadConfig(this.env), { clock: this.clock, log: this.log, fetch }, run)
  }
}

/** Only `remember` writes it. */
const memberOf = <M extends SocketMember>(socket: WebSocket): M => socket.deserializeAttachment() as M

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
