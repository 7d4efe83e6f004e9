import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { encodeCursor, toPage } from '../../shared/pagination'
import { isVisible, showMessages } from '../inbox/inbox.usecases'
import type { MessagePage } from '../messages/messages.schemas'
import { messageNotInConversation } from './conversations.errors'
import { type ConversationRow, findConversationsOf } from './conversations.repository'
import type { Episode } from './conversations.schemas'
import {
  type Direction,
  findPlaced,
  listEpisodes,
  listThread,
  type MessageRow,
  type ThreadPosition,
} from './thread.repository'

export type ThreadCursor = { direction: Direction; from: ThreadPosition }

/** Whose messages a thread shows: after a merge, those of the person's other conversation on the number, too. */
async function threadOf(ctx: OrganizationContext, conversation: ConversationRow): Promise<string[]> {
  const found = await findConversationsOf(ctx, conversation)
  const others = found.filter(({ id, assigneeId }) => id !== conversation.id && isVisible(ctx, assigneeId))
  return [conversation.id, ...others.map(({ id }) => id)]
}

/**
 * Messages in reading order, oldest first: the newest ones, those behind a cursor, or those around one message. A null
 * cursor means that there is nothing more in that direction.
 * @throws `conversations.message_not_found` when `around` is not in this thread
 */
export async function readThread(
  ctx: OrganizationContext,
  conversation: ConversationRow,
  { cursor, around, limit }: { cursor?: ThreadCursor | undefined; around?: string | undefined; limit: number },
): Promise<MessagePage> {
  // Read with the conversation, so before the messages: they hold at least that much.
  const { changeSeq } = conversation
  const ids = await threadOf(ctx, conversation)
  if (around !== undefined) return { ...(await readAround(ctx, ids, around, limit)), changeSeq }
  const { direction, from } = cursor ?? { direction: 'older' as const, from: undefined }
  const [found = []] = await listThread(ctx, ids, [{ direction, from, limit: limit + 1 }])
  const { page, hasMore } = cut(found, direction, limit)
  // Where a cursor stood there is something on the other side: it came from there.
  const shown = await show(ctx, page, {
    hasOlder: direction === 'older' ? hasMore : true,
    hasNewer: direction === 'newer' ? hasMore : from !== undefined,
  })
  return { ...shown, changeSeq }
}

async function readAround(ctx: OrganizationContext, conversationIds: string[], id: string, limit: number) {
  const placed = await findPlaced(ctx, conversationIds, id)
  if (!placed) throw messageNotInConversation()
  const from: ThreadPosition = [placed.at, placed.id]
  const before = Math.floor(limit / 2)
  const [older = [], newer = []] = await listThread(ctx, conversationIds, [
    { direction: 'older', from, limit: before + 1 },
    { direction: 'newer', from, includes: true, limit: limit - before + 1 },
  ])
  const [above, below] = [cut(older, 'older', before), cut(newer, 'newer', limit - before)]
  return show(ctx, [...above.page, ...below.page], { hasOlder: above.hasMore, hasNewer: below.hasMore })
}

const compare = (a: MessageRow, b: MessageRow): number => a.occurredAt - b.occurredAt || (a.id < b.id ? -1 : 1)

/** The `limit` nearest, in reading order. */
function cut(found: MessageRow[], direction: Direction, limit: number): { page: MessageRow[]; hasMore: boolean } {
  const nearest = [...found].sort(direction === 'older' ? (a, b) => compare(b, a) : compare)
  return { page: nearest.slice(0, limit).sort(compare), hasMore: found.length > limit }
}

async function show(ctx: OrganizationContext, page: MessageRow[], has: { hasOlder: boolean; hasNewer: boolean }) {
  const [oldest, newest] = [page[0], page.at(-1)]
  const cursorAt = (direction: Direction, row: MessageRow | undefined, has: boolean) =>
    has && row ? encodeCursor([direction, row.occurredAt, row.id]) : null
  return {
    items: await showMessages(ctx, page),
    olderCursor: cursorAt('older', oldest, has.hasOlder),
    newerCursor: cursorAt('newer', newest, has.hasNewer),
  }
}

/** When the conversation was opened and closed, newest first. */
export async function listConversationEpisodes(
  ctx: OrganizationContext,
  conversation: ConversationRow,
  { after, limit }: { after: ThreadPosition | undefined; limit: number },
): Promise<{ items: Episode[]; nextCursor: string | null }> {
  const rows = await listEpisodes(ctx, await threadOf(ctx, conversation), { after, limit: limit + 1 })
  const { items, nextCursor } = toPage(rows, limit, ({ openedAt, id }) => [openedAt, id])
  return {
    items: items.map(({ id, conversationId, openedBy, openedAt, closedBy, closedAt }) => ({
      ...{ id, conversationId, openedBy, closedBy },
      openedAt: toIso(openedAt),
      closedAt: toIso(closedAt),
    })),
    nextCursor,
  }
}
