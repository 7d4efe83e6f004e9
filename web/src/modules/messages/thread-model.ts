import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { type Accessor, createMemo } from 'solid-js'
import type { Pending } from '../inbox/outbox'
import { indexAnswers } from './picked'
import { findFirstUnread, isAbout, isSameRow, type ThreadRow, toThreadRows } from './thread-rows'

export type RowIndex = {
  /** In reading order. A row keeps its key for as long as it is there, so that what it shows is kept, too. */
  keys: readonly string[]
  byKey: ReadonlyMap<string, ThreadRow>
  /** What was on top before has moved down: earlier messages came in front of it. */
  isPrepended: boolean
}
const EMPTY: RowIndex = { keys: [], byKey: new Map(), isPrepended: false }

/** Rows by their keys; a row that shows what it showed before stays the same object. */
export function indexRows(rows: readonly ThreadRow[], before: RowIndex): RowIndex {
  const byKey = new Map<string, ThreadRow>()
  for (const row of rows) {
    const kept = before.byKey.get(row.key)
    byKey.set(row.key, kept && isSameRow(kept, row) ? kept : row)
  }
  const keys = [...byKey.keys()]
  const isSame = keys.length === before.keys.length && keys.every((key, at) => key === before.keys[at])
  const [top] = before.keys
  return {
    keys: isSame ? before.keys : keys,
    byKey,
    isPrepended: !isSame && top !== undefined && keys.indexOf(top) > 0,
  }
}

export function createThreadModel(from: {
  /** As it was opened: what was unread then. */
  opened: Conversation
  messages: Accessor<readonly Message[]>
  pending: Accessor<readonly Pending[]>
  hasOlder: Accessor<boolean>
  hasNewer: Accessor<boolean>
  /** More may be on its way than is shown: a cached thread is shown first, and fetched again. */
  isFetching: Accessor<boolean>
}) {
  const { messages, opened } = from
  const inboundCount = createMemo(() => messages().filter(({ direction }) => direction === 'inbound').length)
  const isCurrent = () => !from.isFetching() || reaches(messages(), opened.lastInboundAt)
  /** What is unread begins further up than what is loaded. */
  const isUnreadCut = () => isCurrent() && inboundCount() < opened.unreadCount && from.hasOlder()
  // Where "New" stands is decided once, when all of it is there, and stays until the thread is left.
  const firstUnreadId = createMemo<string | undefined>(
    (before) =>
      before ??
      (opened.unreadCount > 0 && messages().length > 0 && !from.hasNewer() && isCurrent() && !isUnreadCut()
        ? findFirstUnread(messages(), opened.unreadCount)
        : undefined),
  )
  const index = createMemo<RowIndex>(
    (before) => indexRows(toThreadRows(messages(), from.pending(), firstUnreadId(), from.hasOlder()), before),
    EMPTY,
  )
  const byWamid = createMemo(() => {
    const found = new Map<string, Message>()
    for (const message of messages()) if (message.wamid !== null) found.set(message.wamid, message)
    return found
  })
  return {
    index,
    isUnreadCut,
    answers: createMemo(() => indexAnswers(messages())),
    findByWamid: (wamid: string) => byWamid().get(wamid),
    /** Where a message stands; -1 when it is not loaded. */
    indexOf: (messageId: string): number => index().keys.findIndex((key) => isAbout(index().byKey.get(key), messageId)),
  }
}
export type ThreadModel = ReturnType<typeof createThreadModel>

/** Whether the customer's last message is among them. Meta's times have whole seconds. */
function reaches(messages: readonly Message[], lastInboundAt: string | null): boolean {
  if (lastInboundAt === null) return true
  const second = Math.floor(Date.parse(lastInboundAt) / 1000) * 1000
  return messages.some(({ direction, occurredAt }) => direction === 'inbound' && Date.parse(occurredAt) >= second)
}
