import type { Actor } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { MessageContent } from '../../whatsapp/message-content.schemas'
import type { Message } from '../messages/messages.schemas'
import type { ConversationRow } from './conversations.repository'
import type { conversationViews } from './conversations.schemas'

/** Who opened or closed an episode, as the record has it. */
export function episodeActor({ type }: Actor): 'agent' | 'api' | 'automation' | 'system' {
  if (type === 'user') return 'agent'
  return type === 'api-key' ? 'api' : type
}

export const authorOf = ({ type, id, name }: Actor): NonNullable<Message['author']> => ({ type, id, name })

export const isListed = ({ status }: Pick<ConversationRow, 'status'>): boolean => status !== 'unlisted'

type Activity = Extract<MessageContent, { type: 'activity' }>
/** What is to become of a conversation. */
export type ConversationPlan = {
  set: Partial<Pick<ConversationRow, 'status' | 'assigneeId' | 'snoozedUntil' | 'unreadCount'>>
  /** It shows as unread, however many are unread by then. */
  isUnread?: boolean
  activities: Pick<Activity, 'event' | 'detail'>[]
  episode: 'opened' | 'closed' | null
  changes: Extract<InboxEvent, { type: 'conversation.updated' }>['data']['changes']
}
type Seen = Pick<ConversationRow, 'status' | 'assigneeId' | 'snoozedUntil' | 'unreadCount'>

/** Somebody acts on it: from now on it is in the lists. */
const listing = ({ status }: Seen): Pick<ConversationPlan, 'episode'> & { set: { status?: 'open' } } =>
  status === 'unlisted' ? { set: { status: 'open' }, episode: 'opened' } : { set: {}, episode: null }

/** Null: nothing to do. @param assignee null takes it back from whoever has it */
export function planAssignment(seen: Seen, assignee: { userId: string; name: string } | null): ConversationPlan | null {
  const assigneeId = assignee?.userId ?? null
  if (seen.assigneeId === assigneeId) return null
  const { set, episode } = listing(seen)
  return {
    set: { ...set, assigneeId },
    activities: [assignee ? { event: 'assigned', detail: assignee.name } : { event: 'unassigned', detail: null }],
    episode,
    changes: episode ? ['status', 'assignee'] : ['assignee'],
  }
}

/** Closing ends a snooze, and nothing is unread in what is done. */
export function planStatus(seen: Seen, status: 'open' | 'pending' | 'closed'): ConversationPlan | null {
  if (seen.status === status) return null
  const wasOver = seen.status === 'closed' || seen.status === 'unlisted'
  if (status === 'closed')
    return {
      set: { status, snoozedUntil: null, unreadCount: 0 },
      activities: [{ event: 'closed', detail: null }],
      episode: seen.status === 'unlisted' ? null : 'closed',
      changes: seen.snoozedUntil === null ? ['status'] : ['status', 'snooze'],
    }
  return {
    set: { status },
    activities: [{ event: status === 'pending' ? 'pending' : 'reopened', detail: null }],
    episode: wasOver ? 'opened' : null,
    changes: ['status'],
  }
}

/** Out of the lists until then; null brings it back. A closed one has nothing to come back to: see `canSnooze`. */
export function planSnooze(seen: Seen, until: number | null): ConversationPlan | null {
  if (seen.snoozedUntil === until) return null
  const { set, episode } = until === null ? { set: {}, episode: null } : listing(seen)
  return {
    set: { ...set, snoozedUntil: until },
    activities: [
      until === null
        ? { event: 'unsnoozed', detail: null }
        : { event: 'snoozed', detail: new Date(until).toISOString() },
    ],
    episode,
    changes: episode ? ['status', 'snooze'] : ['snooze'],
  }
}

/** Its time is over: it comes back, and shows that it has. */
export function planWaking(seen: Seen, now: number): ConversationPlan | null {
  if (seen.snoozedUntil === null || seen.snoozedUntil > now) return null
  return {
    set: { snoozedUntil: null },
    isUnread: true,
    activities: [{ event: 'unsnoozed', detail: null }],
    episode: null,
    changes: ['snooze'],
  }
}

/** What a plan says to subscribers. */
export function eventsOf(
  row: Pick<ConversationRow, 'id' | 'contactId' | 'phoneNumberId' | 'assigneeId'>,
  plan: ConversationPlan,
  { at, by }: { at: number; by: string },
): InboxEvent[] {
  const data = { conversationId: row.id, contactId: row.contactId, phoneNumberId: row.phoneNumberId }
  const head = { version: 1 as const, at }
  const events: InboxEvent[] = []
  if (plan.episode === 'opened') events.push({ ...head, type: 'conversation.opened', data: { ...data, by } })
  if (plan.episode === 'closed') events.push({ ...head, type: 'conversation.closed', data: { ...data, by } })
  if (plan.set.assigneeId !== undefined)
    events.push({
      ...head,
      type: 'conversation.assigned',
      data: { ...data, assigneeId: plan.set.assigneeId, previousAssigneeId: row.assigneeId },
    })
  events.push({ ...head, type: 'conversation.updated', data: { ...data, changes: plan.changes } })
  return events
}

type Viewer = { id: string | null; now: number }
type View = (typeof conversationViews)[number]

/** A status asked for takes the place of "open or pending" in `all`, `mine` and `unassigned`, and narrows the others. */
type Asked = { view: View; status?: ConversationRow['status'] | undefined; hasFailed?: boolean | undefined }

/** Whether a conversation stands in a view: the same that the lists' queries say, for what was found otherwise. */
export function isInView(row: ConversationRow, { view, status, hasFailed }: Asked, viewer: Viewer): boolean {
  if (hasFailed && row.failedMessageId === null) return false
  if (status !== undefined && row.status !== status) return false
  const isAwake = row.snoozedUntil === null
  const isActive = isAwake && (row.status === 'open' || row.status === 'pending')
  const isAsked = status === undefined ? isActive : isAwake
  switch (view) {
    case 'all':
      return isAsked
    case 'mine':
      return isAsked && row.assigneeId !== null && row.assigneeId === viewer.id
    case 'unassigned':
      return isAsked && row.assigneeId === null
    case 'unread':
      return isActive && row.unreadCount > 0
    case 'window_closing':
      return isActive && isClosing(row.lastInboundAt, viewer.now)
    case 'pending':
      return isAwake && row.status === 'pending'
    case 'snoozed':
      return !isAwake
    case 'closed':
      return row.status === 'closed'
  }
}

/** Where a page ends: the time it is sorted by, and the id. */
export type Position = readonly [at: number, id: string]

/** What a view begins with: the newest activity, or the window that closes first. */
export const firstOf = (view: View): 'newest' | 'oldest' => (view === 'window_closing' ? 'oldest' : 'newest')

type Placed = Pick<ConversationRow, 'id' | 'lastMessageAt' | 'lastInboundAt'>
export const positionOf = (row: Placed, view: View): Position => [
  firstOf(view) === 'oldest' ? (row.lastInboundAt ?? 0) : row.lastMessageAt,
  row.id,
]

export function comparePositions([atA, idA]: Position, [atB, idB]: Position, first: 'newest' | 'oldest'): number {
  const order = atA - atB || (idA === idB ? 0 : idA < idB ? -1 : 1)
  return first === 'oldest' ? order : -order
}

export const sortRows = <Row extends Placed>(rows: readonly Row[], view: View): Row[] =>
  [...rows].sort((a, b) => comparePositions(positionOf(a, view), positionOf(b, view), firstOf(view)))

/** The customer service window. */
export const WINDOW = 86_400_000
/** A window that ends within this is closing. */
export const CLOSING = 4 * 3_600_000

export const isWindowOpen = (lastInboundAt: number | null, now: number): boolean =>
  lastInboundAt !== null && lastInboundAt > now - WINDOW

const isClosing = (lastInboundAt: number | null, now: number): boolean =>
  isWindowOpen(lastInboundAt, now) && (lastInboundAt ?? 0) <= now - WINDOW + CLOSING

/** A phone number in what somebody typed into the search, as it stands in the index; null when it is none. */
export const numberIn = (text: string): string | null =>
  /^[+\d\s().\-/]{4,}$/.test(text) ? text.replace(/\D/g, '').replace(/^00/, '') || null : null
