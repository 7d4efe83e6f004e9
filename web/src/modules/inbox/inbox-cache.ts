import type { Conversation, ListedConversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'

/**
 * What live changes do to what is on the screen: pure, so that it is tested without one. Times are ISO 8601 in UTC and
 * compare as text.
 */

/**
 * `failed`: of those that `all` has, the ones whose newest message of ours did not arrive; and those for which it refused one
 * that is on this device. `drafts`: what was begun on this device, which the server knows nothing of.
 */
export type View = ConversationView | 'failed' | 'drafts'
type ConversationView = 'all' | 'mine' | 'unassigned' | 'unread' | 'window_closing' | 'pending' | 'snoozed' | 'closed'
export type ListFilter = {
  view: View
  /** Of the views `drafts` and `failed`: which conversations have something of it on this device. */
  ids?: readonly string[] | undefined
  phoneNumberId?: string | undefined
  tagId?: string | undefined
  assigneeId?: string | undefined
  search?: string | undefined
}
export type Page<Item> = { items: Item[]; nextCursor: string | null }
/** A row of a list: one that a search found says by which message. */
export type Row = Conversation & Partial<Pick<ListedConversation, 'match'>>
export type Viewer = { userId: string; now: number }

/** What is loaded of a list. An object of a class: no store looks into it, which with thousands of rows takes its time. */
export class ListData {
  /** Tells lists apart. A draft more or less is no other list. */
  readonly key: string
  constructor(
    readonly filter: ListFilter,
    readonly pages: readonly Page<Row>[],
  ) {
    this.key = JSON.stringify({ ...filter, ids: undefined })
  }
}

const CLOSING_MS = 4 * 3_600_000

/** Whether a conversation stands in a list. What a search finds cannot be decided here: what is in it stays, nothing joins. */
export function isInList(conversation: Conversation, filter: ListFilter, viewer: Viewer): boolean {
  if (filter.phoneNumberId && conversation.phoneNumberId !== filter.phoneNumberId) return false
  if (filter.assigneeId && conversation.assigneeId !== filter.assigneeId) return false
  if (filter.tagId && !conversation.contact.tags.some(({ id }) => id === filter.tagId)) return false
  if (filter.ids?.includes(conversation.id)) return true
  if (filter.view === 'drafts') return false
  // Who searches looks for what was closed, too.
  if (filter.view === 'all' && filter.search !== undefined) return true
  const { status, snoozedUntil, assigneeId, unreadCount } = conversation
  const isSnoozed = snoozedUntil !== null
  const isActive = (status === 'open' || status === 'pending') && !isSnoozed
  switch (filter.view) {
    case 'all':
      return isActive
    case 'mine':
      return isActive && assigneeId === viewer.userId
    case 'unassigned':
      return isActive && assigneeId === null
    case 'unread':
      return isActive && unreadCount > 0
    case 'window_closing':
      return isActive && isClosing(conversation, viewer.now)
    case 'pending':
      return status === 'pending' && !isSnoozed
    case 'snoozed':
      return isSnoozed && status !== 'closed'
    case 'closed':
      return status === 'closed'
    case 'failed':
      return (isActive || filter.search !== undefined) && conversation.failedMessageId !== null
  }
}

function isClosing({ windowEndsAt }: Conversation, now: number): boolean {
  if (windowEndsAt === null) return false
  const left = Date.parse(windowEndsAt) - now
  return left > 0 && left <= CLOSING_MS
}

/** The order of a list: newest activity first; the closing window soonest first. */
export function compareRows(filter: ListFilter): (a: Conversation, b: Conversation) => number {
  if (filter.view === 'window_closing')
    return (a, b) => compareText(a.windowEndsAt ?? '', b.windowEndsAt ?? '') || compareText(a.id, b.id)
  return (a, b) => compareText(b.lastMessageAt, a.lastMessageAt) || compareText(b.id, a.id)
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Puts changed conversations into a list's pages and takes out what no longer belongs. A conversation that sorts behind
 * the last loaded row is left for the next page to bring.
 */
export function applyConversations(
  pages: Page<Row>[],
  change: { conversations: readonly Conversation[]; removed: readonly string[] },
  filter: ListFilter,
  viewer: Viewer,
): Page<Row>[] {
  const loaded = pages.flatMap(({ items }) => items)
  const known = new Map(loaded.map((row) => [row.id, row]))
  const compare = compareRows(filter)
  const last = loaded.at(-1)
  const hasMore = pages.at(-1)?.nextCursor != null
  let isChanged = false
  const rows = new Map(known)
  for (const id of change.removed) if (rows.delete(id)) isChanged = true
  for (const conversation of change.conversations) {
    const present = known.get(conversation.id)
    // A slow answer must not undo a newer frame.
    if (present && present.changeSeq > conversation.changeSeq) continue
    const joins = filter.search === undefined || present !== undefined
    const behind = !present && hasMore && last !== undefined && compare(conversation, last) > 0
    const row = present?.match ? { ...conversation, match: present.match } : conversation
    if (joins && !behind && isInList(conversation, filter, viewer)) rows.set(conversation.id, row)
    else if (!rows.delete(conversation.id)) continue
    isChanged = true
  }
  if (!isChanged) return pages
  const sorted = [...rows.values()].sort(compare)
  return cut(sorted, pages)
}

/** The same number of pages as before, with the cursor where it was: the last page takes what is left over. */
function cut(rows: Row[], pages: Page<Row>[]): Page<Row>[] {
  let at = 0
  return pages.map(({ items, nextCursor }, index) => {
    const size = index === pages.length - 1 ? rows.length - at : items.length
    const page = { items: rows.slice(at, at + size), nextCursor }
    at += size
    return page
  })
}

/** A thread as far as it is loaded, oldest first. Null cursors: nothing more in that direction. */
export type Thread = {
  items: Message[]
  olderCursor: string | null
  newerCursor: string | null
  /** The customer's messages that were told of while its end isn't loaded, and do not stand in it. */
  beyond?: readonly Pick<Message, 'id' | 'occurredAt'>[]
  /** Every change of the conversation up to it is in there, when it came from the server. */
  changeSeq?: number
}

const waiting: readonly string[] = ['scheduled', 'queued', 'sending']
const rank: Record<string, number> = { sent: 1, delivered: 2, read: 3, played: 4 }

/**
 * Ticks only move forward, whatever order frames and answers come in. What has failed has failed, also after it was sent; a new
 * try is later than the one before, an answer that comes behind the frames isn't.
 */
function newer(present: Message, next: Message): Message {
  const isNewTry = compareText(next.occurredAt, present.occurredAt) > 0
  if (waiting.includes(next.status) && !waiting.includes(present.status) && !isNewTry) return present
  const [before, after] = [rank[present.status], rank[next.status]]
  return before !== undefined && after !== undefined && before > after ? { ...next, status: present.status } : next
}

/** Messages that are new or changed. A thread that isn't loaded to its end takes no new ones: they are not next to it. */
export function applyMessages(thread: Thread, changed: readonly Message[]): Thread {
  const items = new Map(thread.items.map((message) => [message.id, message]))
  let isChanged = false
  const [first, last] = [thread.items[0], thread.items.at(-1)]
  const beyond = new Map((thread.beyond ?? []).map((one) => [one.id, one]))
  for (const message of changed) {
    if (message.type === 'reaction' || message.type === 'edit' || message.type === 'revoke') continue
    const present = items.get(message.id)
    if (!present && thread.newerCursor !== null) {
      const { id, occurredAt } = message
      if (message.direction === 'inbound' && isAfter(message, last) && !beyond.has(id))
        beyond.set(id, { id, occurredAt })
      continue
    }
    if (!present && first && thread.olderCursor !== null && compareMessages(message, first) < 0) continue
    items.set(message.id, present ? newer(present, message) : message)
    isChanged = true
  }
  if (beyond.size !== (thread.beyond?.length ?? 0)) thread = { ...thread, beyond: [...beyond.values()] }
  if (!isChanged) return thread
  return { ...thread, items: [...items.values()].sort(compareMessages) }
}

export const compareMessages = (a: Message, b: Message): number =>
  compareText(a.occurredAt, b.occurredAt) || compareText(a.id, b.id)

/** An older or a newer page beside what is there. */
export function joinPage(thread: Thread, page: Thread, direction: 'older' | 'newer'): Thread {
  const newerCursor = direction === 'newer' ? page.newerCursor : thread.newerCursor
  const items = joinItems(thread.items, page.items)
  return {
    items,
    olderCursor: direction === 'older' ? page.olderCursor : thread.olderCursor,
    newerCursor,
    ...stillBeyond(thread, newerCursor, items),
  }
}

/** Of what came while the end wasn't loaded, what isn't loaded yet. */
function stillBeyond(
  { beyond }: Thread,
  newerCursor: string | null,
  items: readonly Message[],
): Pick<Thread, 'beyond'> {
  if (!beyond || newerCursor === null) return {}
  const known = new Set(items.map(({ id }) => id))
  return { beyond: beyond.filter(({ id }) => !known.has(id)) }
}

/** Pages come in order and beside each other: only where they overlap is all of it looked at. */
function joinItems(items: Message[], page: Message[]): Message[] {
  if (isAfter(items[0], page.at(-1)) || items.length === 0) return [...page, ...items]
  if (isAfter(page[0], items.at(-1))) return [...items, ...page]
  const joined = new Map([...items, ...page].map((message) => [message.id, message]))
  return [...joined.values()].sort(compareMessages)
}

/**
 * Pages that were asked for again, put into what is on the screen now. What came meanwhile stays: a message that was sent from
 * here, a page that was scrolled to.
 * @param held what was on the screen when they were asked for
 * @returns null when they are about another part of the thread than the one that is shown by now
 */
export function joinRefetched(now: Thread, held: Thread, fetched: Thread): Thread | null {
  const [oldest, newest] = [fetched.items[0], fetched.items.at(-1)]
  const [first, last] = [now.items[0], now.items.at(-1)]
  if (!first || !last) return fetched
  if (!oldest || !newest) return { ...now, olderCursor: null, newerCursor: null }
  const isWhole = fetched.olderCursor === null || !isAfter(oldest, held.items[0])
  const known = new Set(held.items.map(({ id }) => id))
  if (isWhole && (isAfter(oldest, last) || isAfter(first, newest))) return null
  const shown = new Map(now.items.map((message) => [message.id, message]))
  const items = new Map(shown)
  // Too much to ask for all of it: what is further up is no longer known to be true, and loaded again when it is scrolled to.
  if (!isWhole)
    for (const message of now.items) if (known.has(message.id) || isAfter(oldest, message)) items.delete(message.id)
  // What was there, would be among what was fetched, and is not: it is gone.
  const isBetween = (message: Message) =>
    (fetched.olderCursor === null || !isAfter(oldest, message)) &&
    (fetched.newerCursor === null || !isAfter(message, newest))
  for (const message of held.items) if (isBetween(message)) items.delete(message.id)
  for (const message of fetched.items) {
    const present = shown.get(message.id)
    items.set(message.id, present ? newer(present, message) : message)
  }
  const joined = [...items.values()].sort(compareMessages)
  const newerCursor = isAfter(last, newest) ? now.newerCursor : fetched.newerCursor
  return {
    items: joined,
    olderCursor: isWhole && isAfter(oldest, first) ? now.olderCursor : fetched.olderCursor,
    newerCursor,
    ...stillBeyond(now, newerCursor, joined),
  }
}

const isAfter = (message: Message | undefined, other: Message | undefined): boolean =>
  message !== undefined && other !== undefined && compareMessages(message, other) > 0
