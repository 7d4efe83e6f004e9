import type { Thread } from '../core/state'
import type { World } from '../core/world'
import { type MessageView, messageView } from './message-view'

export type ThreadView = {
  numberId: string
  customerId: string
  /** Until when the business may answer freely; null when the customer never wrote. */
  windowUntil: number | null
  freeEntryUntil: number | null
  typingUntil: number | null
  messages: MessageView[]
  /** There are older ones. */
  hasMore: boolean
}

const DAY = 24 * 3600_000

export function threadView(
  world: World,
  { thread, limit, before }: { thread: Thread; limit: number; before: string | undefined },
): ThreadView {
  const { messageIds } = thread
  const found = before === undefined ? messageIds.length : messageIds.indexOf(before)
  const end = found < 0 ? messageIds.length : found
  const ids = messageIds.slice(Math.max(0, end - limit), end)
  return {
    numberId: thread.numberId,
    customerId: thread.customerId,
    windowUntil: thread.lastInboundAt === null ? null : thread.lastInboundAt + DAY,
    freeEntryUntil: thread.freeEntryUntil,
    typingUntil: thread.typingUntil,
    messages: ids.flatMap((id) => {
      const message = world.state.messages[id]
      return message ? [messageView(world, message)] : []
    }),
    hasMore: end > limit,
  }
}
