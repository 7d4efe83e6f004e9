import type { Message } from '@worker/modules/messages/messages.schemas'
import { compareMessages, joinPage, type Thread } from './inbox-cache'

export type ThreadPageQuery = { cursor?: string; around?: string; limit?: string }

const PAGE = '100'
/** 2,000 messages: whoever has scrolled further up than that loads the rest again. */
const MOST_PAGES = 20

/**
 * Asks for every page that is held, the newest first: a reaction, an edit or a status may have come to any of them
 * (docs/architecture.md, "What a client does", 7).
 */
export async function refetchPages(
  held: Thread | undefined,
  fetchPage: (query: ThreadPageQuery) => Promise<Thread>,
): Promise<Thread> {
  const [first, last] = [held?.items[0], held?.items.at(-1)]
  // Somebody who looks at an earlier part of a long thread stays there.
  const isInTheMiddle = held !== undefined && held.newerCursor !== null && last !== undefined
  let thread = await fetchPage(isInTheMiddle ? { around: last.id, limit: PAGE } : { limit: PAGE })
  for (let page = 1; page < MOST_PAGES && thread.olderCursor !== null && startsAfter(thread, first); page++)
    thread = joinPage(thread, await fetchPage({ cursor: thread.olderCursor, limit: PAGE }), 'older')
  return thread
}

function startsAfter({ items: [oldest] }: Thread, first: Message | undefined): boolean {
  return oldest !== undefined && first !== undefined && compareMessages(oldest, first) > 0
}
