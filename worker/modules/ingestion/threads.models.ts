import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { NewConversation } from './ingestion.repository'
import type { ContactRow, ConversationRow } from './known.repository'
import type { People } from './people.models'

/** What a conversation that is there becomes. Counts are added, times compared: others change it at the same moment. */
export type ConversationChange = {
  id: string
  /** Whether `status` and `snoozedUntil` were decided, and are not just what was read. */
  isDecided: boolean
  status: ConversationRow['status']
  snoozedUntil: number | null
  addedUnread: number
  lastMessageId: string | null
  lastMessageAt: number | null
  lastInboundAt: number | null
}
export type NewEpisode = { id: string; conversationId: string; openedBy: string; openedAt: number }
export type ThreadTools = { now: number; newConversationId(): string; newEpisodeId(): string }

/** A conversation while the batch goes through it. */
export type Thread = {
  id: string
  phoneNumberId: string
  /** Whose row it hangs on; `personId` is who that is after merges. */
  contactId: string
  personId: string
  row: ConversationRow | null
  status: ConversationRow['status']
  snoozedUntil: number | null
  addedUnread: number
  last: { id: string; at: number } | null
  lastInboundAt: number | null
  opened: { by: 'customer' | 'agent'; at: number } | null
  createdAt: number
}

/**
 * The conversations of a batch: found or made, and what the messages do to them. A merged person's messages go on where
 * they were: in the thread of who they are now, or else in the one that moved last.
 */
export function createThreads(known: ConversationRow[], { people, tools }: { people: People; tools: ThreadTools }) {
  const byPlace = new Map<string, Thread[]>()
  const touched = new Set<Thread>()

  const remember = (thread: Thread): Thread => {
    const place = placeOf(thread)
    byPlace.set(place, [...(byPlace.get(place) ?? []), thread])
    return thread
  }
  for (const row of known)
    remember({
      ...row,
      personId: row.contactId,
      row,
      addedUnread: 0,
      last: null,
      lastInboundAt: null,
      opened: null,
    })

  function of(contact: ContactRow, phoneNumberId: string): Thread {
    const found = people
      .familyOf(contact.id)
      .flatMap((contactId) => byPlace.get(placeOf({ contactId, phoneNumberId })) ?? [])
      .sort((a, b) => rank(b, contact) - rank(a, contact))
    const thread = found[0] ?? start(contact, phoneNumberId)
    thread.personId = contact.id
    touched.add(thread)
    return thread
  }

  function start(contact: ContactRow, phoneNumberId: string): Thread {
    people.countConversation(contact.id)
    return remember({
      id: tools.newConversationId(),
      phoneNumberId,
      contactId: contact.id,
      personId: contact.id,
      row: null,
      status: 'unlisted',
      snoozedUntil: null,
      addedUnread: 0,
      last: null,
      lastInboundAt: null,
      opened: null,
      createdAt: tools.now,
    })
  }

  const opening = (thread: Thread, by: 'customer' | 'agent', at: number): void => {
    if (thread.status === 'closed' || thread.status === 'unlisted') thread.opened ??= { by, at }
    thread.status = 'open'
  }

  return {
    of,
    /** A message that is seen in the thread. */
    addBubble(thread: Thread, { id, occurredAt: at }: { id: string; occurredAt: number }): void {
      if (!thread.last || at > thread.last.at || (at === thread.last.at && id > thread.last.id))
        thread.last = { id, at }
    },
    /** The customer says something: it is on the desk again, whatever was done with it. */
    customerWrote(thread: Thread, at: number): void {
      thread.addedUnread++
      thread.snoozedUntil = null
      opening(thread, 'customer', at)
    },
    openWindow(thread: Thread, at: number): void {
      thread.lastInboundAt = Math.max(at, thread.lastInboundAt ?? 0)
    },
    /** Somebody answered from the phone: the inbox shows it. What is closed stays closed. */
    answeredElsewhere(thread: Thread, at: number): void {
      if (thread.status === 'unlisted') opening(thread, 'agent', at)
    },
    /** From the past: there to be read, and nobody has anything to do. Neither unlisted, where nobody finds it, nor open. */
    imported(thread: Thread): void {
      if (thread.status === 'unlisted') thread.status = 'closed'
    },

    rows() {
      const all = [...touched]
      return {
        conversations: all.filter(({ row }) => row === null).map((thread) => toRow(thread, tools.now)),
        changes: all.filter(isChanged).map(toChange),
        episodes: all.flatMap(({ id, opened }): NewEpisode[] =>
          opened ? [{ id: tools.newEpisodeId(), conversationId: id, openedBy: opened.by, openedAt: opened.at }] : [],
        ),
        /** What the decisions rest on, and must still hold when they are written. */
        seen: all.flatMap((thread) => (thread.row && isDecided(thread) ? [thread.row] : [])),
        ids: all.map(({ id }) => id),
      }
    },
    events(): InboxEvent[] {
      return [...touched].flatMap((thread) => eventsOf(thread, tools.now))
    },
  }
}
export type Threads = ReturnType<typeof createThreads>

const placeOf = ({ contactId, phoneNumberId }: { contactId: string; phoneNumberId: string }) =>
  `${contactId}|${phoneNumberId}`

/** The person's own thread before those of merged contacts, then the one that moved last. */
const rank = (thread: Thread, contact: ContactRow): number =>
  thread.contactId === contact.id ? Number.MAX_SAFE_INTEGER : (thread.row?.lastMessageAt ?? thread.last?.at ?? 0)

const isDecided = ({ row, status, addedUnread }: Thread): boolean =>
  row !== null && (addedUnread > 0 || row.status !== status)
const isChanged = (thread: Thread): boolean =>
  thread.row !== null && (isDecided(thread) || thread.last !== null || thread.lastInboundAt !== null)

const toRow = (thread: Thread, now: number): NewConversation => ({
  id: thread.id,
  phoneNumberId: thread.phoneNumberId,
  contactId: thread.contactId,
  status: thread.status,
  snoozedUntil: null,
  assigneeId: null,
  unreadCount: thread.addedUnread,
  lastMessageId: thread.last?.id ?? null,
  lastMessageAt: thread.last?.at ?? now,
  lastInboundAt: thread.lastInboundAt,
  changeSeq: 0,
  createdAt: thread.createdAt,
})

const toChange = (thread: Thread): ConversationChange => ({
  id: thread.id,
  isDecided: isDecided(thread),
  status: thread.status,
  snoozedUntil: thread.snoozedUntil,
  addedUnread: thread.addedUnread,
  lastMessageId: thread.last?.id ?? null,
  lastMessageAt: thread.last?.at ?? null,
  lastInboundAt: thread.lastInboundAt,
})

function eventsOf(
  { id, phoneNumberId, personId, row, status, snoozedUntil, opened }: Thread,
  at: number,
): InboxEvent[] {
  const head = { version: 1 as const, at }
  const data = { conversationId: id, contactId: personId, phoneNumberId }
  const changes = [
    ...(row && row.status !== status ? (['status'] as const) : []),
    ...(row && row.snoozedUntil !== snoozedUntil ? (['snooze'] as const) : []),
  ]
  return [
    ...(opened ? [{ ...head, type: 'conversation.opened' as const, data: { ...data, by: opened.by } }] : []),
    ...(changes.length > 0 ? [{ ...head, type: 'conversation.updated' as const, data: { ...data, changes } }] : []),
  ]
}
