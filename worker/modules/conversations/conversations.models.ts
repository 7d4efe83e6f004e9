import type { Actor } from '../../shared/context'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { MessageContent } from '../../whatsapp/message-content.schemas'
import type { Message } from '../messages/messages.schemas'
import type { ConversationRow } from './conversations.repository'

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
    set: { snoozedUntil: null, unreadCount: Math.max(1, seen.unreadCount) },
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
