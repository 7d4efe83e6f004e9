import { SECOND } from '../../shared/clock'
import { createLogger } from '../../shared/logger'
import { organizationObjectName } from '../../shared/names'
import type { Entry } from '../../tenancy/organization-context'
import { isAllowed } from '../../tenancy/permissions.schemas'
import { requireConversation } from '../conversations/conversations.usecases'
import type { ThreadFrame } from './changes.models'
import { MemberSockets, type Peer } from './member-sockets.object'
import { listViewers, maySee, type Selection, type ThreadMember } from './members.models'
import { type ClientFrame, closeCodes, type ServerFrame } from './realtime.schemas'
import { INBOX } from './realtime.usecases'

/** Without being said again. */
const WRITING_LASTS_MS = 10 * SECOND

/** One per conversation: the sockets of everyone who has the thread open. It hibernates, and it is not the record. */
export class ConversationRoom extends MemberSockets<ThreadMember> {
  protected readonly log = createLogger({ object: 'conversation-room' })
  #writingTimer: ReturnType<typeof setTimeout> | undefined

  override async fetch(request: Request): Promise<Response> {
    const { member: newcomer, to } = this.handoverOf(request)
    // Who joins others shares their registration; the first after an empty time makes a new one.
    const registration = this.peers()[0]?.member.registration ?? crypto.randomUUID()
    const member = { ...newcomer, registration }
    const { socket, response } = this.accept(member)
    try {
      await this.#hubOf(member).roomOpened(member)
    } catch (error) {
      socket.close(1013, 'try again later')
      throw error
    }
    // Only now: what changes after this frame comes here, so what is read after it has no hole.
    this.welcome({ socket, member }, to)
    return response
  }

  /** @returns how many are there */
  async publish(frames: ThreadFrame[]): Promise<number> {
    for (const { assigneeId, text } of frames)
      for (const peer of this.peers()) {
        if (maySee(peer.member, assigneeId)) this.send(peer, text)
        else this.#showOut(peer)
      }
    this.lookAround()
    return this.peers().length
  }

  async disconnect(selection: Selection, code: number): Promise<void> {
    this.closeSelected(selection, code)
  }

  #showOut(peer: Peer<ThreadMember>): void {
    const { conversationId } = peer.member
    this.send(peer, JSON.stringify({ type: 'conversation.removed', conversationId } satisfies ServerFrame))
    peer.socket.close(closeCodes.accessRemoved, 'look again')
    this.stateChanged()
  }

  protected override stateFrame(): ServerFrame {
    return { type: 'viewers', viewers: listViewers(this.present(), this.clock.now()) }
  }

  protected override take({ socket, member }: Peer<ThreadMember>, frame: ClientFrame): boolean {
    if (frame.type !== 'writing') return false
    if (!isAllowed(member.role, 'messages:send')) return true
    const until = this.clock.now() + WRITING_LASTS_MS
    this.remember(socket, { ...member, writing: frame.kind && { kind: frame.kind, until } })
    this.stateChanged()
    this.#watchWriting()
    return true
  }

  /** Looks every second whether somebody has stopped without saying so. Only while somebody writes. */
  #watchWriting(): void {
    const now = this.clock.now()
    if (this.#writingTimer !== undefined || !this.peers().some(({ member }) => (member.writing?.until ?? 0) > now))
      return
    this.#writingTimer = setTimeout(() => {
      this.#writingTimer = undefined
      this.stateChanged()
      this.#watchWriting()
    }, SECOND)
  }

  protected override async recheck({ conversationId }: ThreadMember, ctx: Entry['ctx']): Promise<void> {
    await requireConversation(ctx, conversationId)
  }

  /** The last one out tells the hub. If that fails, the hub finds out with the next change. */
  protected override async left(member: ThreadMember): Promise<void> {
    if (this.peers().length > 0) return
    try {
      await this.#hubOf(member).roomClosed(member)
    } catch (error) {
      this.log.warn('the hub does not know yet that a room is empty', { error })
    }
  }

  #hubOf({ organizationId }: ThreadMember) {
    return this.env.INBOX_HUB.getByName(organizationObjectName(organizationId, INBOX))
  }
}
