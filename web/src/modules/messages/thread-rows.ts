import type { Message } from '@worker/modules/messages/messages.schemas'
import { startOfDay } from '../../shared/times'
import type { Pending } from '../inbox/outbox'

/** What a thread shows, from top to bottom: pure, so that the rules are tested without a page. */
export type ThreadRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  /** `isFirst`, `isLast`: of a group by one author within three minutes; the avatar is on the last. */
  | { kind: 'message'; key: string; message: Message; isFirst: boolean; isLast: boolean }
  | { kind: 'note'; key: string; message: Message }
  /** Who did what; three and more in a row fold into one. */
  | { kind: 'activities'; key: string; messages: Message[] }
  /** What WhatsApp tells about the person or a call: a centred line. */
  | { kind: 'system'; key: string; message: Message }
  /** Above what waits for its time. */
  | { kind: 'scheduled'; key: string }
  /** Typed here, not with the server yet. */
  | { kind: 'pending'; key: string; pending: Pending; isFirst: boolean; isLast: boolean }

const GROUP_MS = 3 * 60_000
const lineTypes = ['system', 'call', 'welcome_request']

/**
 * @param firstUnreadId where the "New" line stands, if anywhere
 * @param hasOlder more of the topmost day may come: it has no line yet, which would have to move up
 * @param pending of this conversation; those the server has already shown by their client id are left out
 */
export function toThreadRows(
  messages: readonly Message[],
  pending: readonly Pending[],
  firstUnreadId: string | undefined,
  hasOlder = false,
): ThreadRow[] {
  const rows: ThreadRow[] = []
  let lastDay: number | undefined
  let previous: Message | undefined
  for (const message of messages) {
    // What was taken back before it left was never said.
    if (message.status === 'cancelled' || message.status === 'scheduled') continue
    const day = startOfDay(new Date(message.occurredAt))
    if (day !== lastDay) {
      if (lastDay !== undefined || !hasOlder) rows.push({ kind: 'day', key: `day-${day}`, at: message.occurredAt })
      lastDay = day
      previous = undefined
    }
    if (message.id === firstUnreadId) {
      rows.push({ kind: 'new', key: 'new' })
      previous = undefined
    }
    addMessage(rows, message, previous)
    previous = message
  }
  const known = new Set(messages.map(({ clientId }) => clientId))
  const waiting = pending.filter(({ clientId, message }) => !known.has(clientId) && message.content.type !== 'reaction')
  waiting.forEach((one, at) => {
    rows.push({
      kind: 'pending',
      key: one.clientId,
      pending: one,
      isFirst: at === 0,
      isLast: at === waiting.length - 1,
    })
  })
  const scheduled = messages.filter(({ status }) => status === 'scheduled')
  if (scheduled.length > 0) rows.push({ kind: 'scheduled', key: 'scheduled' })
  for (const message of scheduled)
    rows.push({ kind: 'message', key: message.clientId ?? message.id, message, isFirst: true, isLast: true })
  return rows
}

/** Whether a row shows this message, on its own or folded with others. */
export function isAbout(row: ThreadRow | undefined, messageId: string | undefined): boolean {
  if (messageId === undefined || row === undefined) return false
  if (row.kind === 'activities') return row.messages.some(({ id }) => id === messageId)
  return 'message' in row && row.message.id === messageId
}

/** When what a row shows was said; undefined for lines between the messages. */
export function timeOfRow(row: ThreadRow | undefined): string | undefined {
  if (row?.kind === 'activities') return row.messages[0]?.occurredAt
  return row && 'message' in row ? row.message.occurredAt : undefined
}

/** Whether two rows show the same, so that nothing is drawn anew for one that only was made anew. */
export function isSameRow(one: ThreadRow, other: ThreadRow): boolean {
  const [mine, theirs] = [Object.entries(one), other as Record<string, unknown>]
  return mine.every(([name, value]) =>
    name === 'messages' ? isSameList(value as unknown[], theirs.messages as unknown[]) : value === theirs[name],
  )
}
const isSameList = (one: readonly unknown[], other: readonly unknown[] | undefined) =>
  one.length === other?.length && one.every((item, at) => item === other[at])

function addMessage(rows: ThreadRow[], message: Message, previous: Message | undefined): void {
  if (message.type === 'activity') {
    const last = rows.at(-1)
    if (last?.kind === 'activities') last.messages.push(message)
    else rows.push({ kind: 'activities', key: message.id, messages: [message] })
    return
  }
  if (lineTypes.includes(message.type)) {
    rows.push({ kind: 'system', key: message.id, message })
    return
  }
  if (message.type === 'note') {
    rows.push({ kind: 'note', key: message.clientId ?? message.id, message })
    return
  }
  const last = rows.at(-1)
  const continues = last?.kind === 'message' && previous !== undefined && isSameGroup(previous, message)
  if (continues) last.isLast = false
  // The client id is the key while there is one: the bubble typed here stays the same element when the server has it.
  rows.push({ kind: 'message', key: message.clientId ?? message.id, message, isFirst: !continues, isLast: true })
}

function isSameGroup(before: Message, after: Message): boolean {
  return (
    before.direction === after.direction &&
    before.author?.id === after.author?.id &&
    before.sentBy === after.sentBy &&
    // A failure has its reason below it: what follows starts anew.
    before.status !== 'failed' &&
    Date.parse(after.occurredAt) - Date.parse(before.occurredAt) < GROUP_MS
  )
}

/** The first message the customer wrote that nobody has read, given how many there are. */
export function findFirstUnread(messages: readonly Message[], unreadCount: number): string | undefined {
  if (unreadCount <= 0) return undefined
  const inbound = messages.filter(({ direction, type }) => direction === 'inbound' && type !== 'system')
  return inbound[Math.max(0, inbound.length - unreadCount)]?.id
}
