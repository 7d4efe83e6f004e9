import { DAY, MINUTE } from '../../shared/clock'
import { createLogger } from '../../shared/logger'
import { organizationObjectName } from '../../shared/names'
import { agentVisibilityOf } from '../../tenancy/organization-context'
import {
  type Bundle,
  Gatherer,
  inboxFrames,
  type Run,
  shortestWindow,
  type ThreadFrame,
  threadFrames,
} from './changes.models'
import { MemberSockets, type Peer } from './member-sockets.object'
import { type InboxMember, listOnline, type Selection } from './members.models'
import { type ClientFrame, closeCodes, type ServerFrame } from './realtime.schemas'

/** A room that said it has people in it, and when. Its registration is another one each time it fills. */
type OpenRoom = { organizationId: string; registration: string; userIds: string[]; openedAt: number }
export type RoomOpened = { organizationId: string; conversationId: string; registration: string; userId: string }

const ROOM_PREFIX = 'room:'
/**
 * How often it is looked at who went without a word, while a socket is open: presence is at most four minutes behind where
 * nothing else happens. An organization that is connected for ten hours a day pays 600 calls and 600 rows written for it,
 * less than a cent a month; one that nobody looks at pays nothing.
 */
const LOOK_EVERY = MINUTE

/**
 * One per organization: the sockets of everyone who has the dashboard open. It hibernates, and it is not the record.
 * It also knows which conversations are open, and passes on to their rooms what concerns them.
 */
export class InboxHub extends MemberSockets<InboxMember> {
  protected readonly log = createLogger({ object: 'inbox-hub' })
  readonly #gatherer = new Gatherer()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** A copy of what is stored: rooms outlive this object's memory. Written when a room opens or closes, never for a frame. */
  readonly #rooms: Map<string, OpenRoom>

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const stored = ctx.storage.kv.list<OpenRoom>({ prefix: ROOM_PREFIX })
    this.#rooms = new Map([...stored].map(([key, room]) => [key.slice(ROOM_PREFIX.length), room]))
  }

  override async fetch(request: Request): Promise<Response> {
    const { member, to } = this.handoverOf(request)
    const { socket, response } = this.accept(member)
    this.welcome({ socket, member }, Math.max(to, this.#gatherer.reach ?? 0))
    if ((await this.ctx.storage.getAlarm()) === null) await this.#lookLater()
    return response
  }

  /** The next one only while somebody could be gone: the last socket closes when its token runs out, if not before. */
  override async alarm(): Promise<void> {
    this.closeExpired()
    this.lookAround()
    if (this.peers().length > 0) await this.#lookLater()
  }

  #lookLater(): Promise<void> {
    return this.ctx.storage.setAlarm(this.clock.now() + LOOK_EVERY)
  }

  /** A committed batch: to whom it concerns, as far as they may see it. */
  async publishChange(bundle: Bundle): Promise<void> {
    this.#gatherer.add(bundle, this.clock.now())
    this.#flush()
  }

  #flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const window = shortestWindow(this.ctx.getWebSockets().length)
    const { runs, late, wakeInMs } = this.#gatherer.take(this.clock.now(), window)
    if (wakeInMs !== undefined) this.#timer = setTimeout(() => this.#flush(), wakeInMs)
    for (const run of runs) this.broadcast(inboxFrames(run))
    if (runs.length > 0) this.lookAround()
    // What is late was a gap to every inbox, which has asked by now. A room's own chain may have none.
    this.#passOn([...late, ...runs])
  }

  /** Not waited for: a slow room holds up nobody. */
  #passOn(runs: Run[]): void {
    if (runs.length === 0 || this.#rooms.size === 0) return
    for (const [conversationId, frames] of threadFrames(runs, (id) => this.#rooms.has(id)))
      this.ctx.waitUntil(this.#tellRoom(conversationId, frames))
  }

  async #tellRoom(conversationId: string, frames: ThreadFrame[]): Promise<void> {
    const room = this.#rooms.get(conversationId)
    if (!room) return
    try {
      if ((await this.#roomOf(conversationId, room).publish(frames)) === 0)
        this.#forget(conversationId, room.registration)
    } catch (error) {
      this.log.warn('a room was not told, its clients will notice the gap', { conversationId, error })
    }
  }

  /** Somebody has opened a conversation. The registration makes it harmless if this overtakes an earlier `roomClosed`. */
  async roomOpened({ organizationId, conversationId, registration, userId }: RoomOpened): Promise<void> {
    const known = this.#rooms.get(conversationId)
    const isSame = known?.registration === registration
    if (isSame && known.userIds.includes(userId)) return
    const userIds = isSame ? [...known.userIds, userId] : [userId]
    this.#store(conversationId, { organizationId, registration, userIds, openedAt: this.clock.now() })
    await this.#checkOldest(conversationId)
  }

  async roomClosed({ conversationId, registration }: Omit<RoomOpened, 'userId'>): Promise<void> {
    this.#forget(conversationId, registration)
  }

  /** A deployment closes rooms without a word. One that is a day old is asked whether there still is somebody in it. */
  async #checkOldest(exceptId: string): Promise<void> {
    const [oldest] = [...this.#rooms].filter(([id]) => id !== exceptId).sort((a, b) => a[1].openedAt - b[1].openedAt)
    if (!oldest || oldest[1].openedAt > this.clock.now() - DAY) return
    const [id, room] = oldest
    this.#store(id, { ...room, openedAt: this.clock.now() })
    this.ctx.waitUntil(this.#tellRoom(id, []))
  }

  #store(conversationId: string, room: OpenRoom): void {
    this.#rooms.set(conversationId, room)
    this.ctx.storage.kv.put(ROOM_PREFIX + conversationId, room)
  }

  #forget(conversationId: string, registration: string): void {
    if (this.#rooms.get(conversationId)?.registration !== registration) return
    this.#rooms.delete(conversationId)
    this.ctx.storage.kv.delete(ROOM_PREFIX + conversationId)
  }

  /** Closes the sockets of agents who see the inbox in another way than their organization wants now. */
  async recheckAgents(organizationId: string): Promise<void> {
    const agentsExceptVisibility = await agentVisibilityOf(this.system(), organizationId)
    if (agentsExceptVisibility) await this.disconnect({ agentsExceptVisibility }, closeCodes.accessRemoved)
  }

  /** Closes sockets here and in the rooms. Fails if a room could not be told: the caller tries again or says so. */
  async disconnect(selection: Selection, code: number): Promise<void> {
    this.closeSelected(selection, code)
    const { userId } = selection
    const concerned = [...this.#rooms].filter(([, room]) => userId === undefined || room.userIds.includes(userId))
    await Promise.all(concerned.map(([id, room]) => this.#roomOf(id, room).disconnect(selection, code)))
  }

  #roomOf(conversationId: string, { organizationId }: OpenRoom) {
    return this.env.CONVERSATION_ROOM.getByName(organizationObjectName(organizationId, conversationId))
  }

  protected override stateFrame(): ServerFrame {
    return { type: 'presence', online: listOnline(this.present()) }
  }

  protected override take({ socket, member }: Peer<InboxMember>, frame: ClientFrame): boolean {
    if (frame.type !== 'presence') return false
    this.remember(socket, { ...member, isAway: frame.isAway })
    this.stateChanged()
    return true
  }

  protected override async recheck(): Promise<void> {
    // The organization, the role and what they see have been compared: nothing else lets one in here.
  }

  protected override left(): void {
    // Who is online has been told.
  }
}
