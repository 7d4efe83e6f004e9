import { DAY, SECOND } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { countAttempt, rateLimitExceeded } from '../../shared/rate-limit'
import { commitInboxChange, isVisible, loadConversations } from '../inbox/inbox.usecases'
import { findPhoneNumber, openGraph } from '../phone-numbers/phone-numbers.usecases'
import { findPlaces, markUnread, readStatements } from './conversation-changes.repository'
import type { ChangeResult } from './conversation-changes.usecases'
import { conversationNotFound, messageNotInConversation } from './conversations.errors'
import { isWindowOpen } from './conversations.models'
import { type ConversationRow, findConversations, findConversationsOf } from './conversations.repository'
import { requireConversation } from './conversations.usecases'
import { findLastInbound } from './thread.repository'

/** Meta takes no receipt for what is older. */
const RECEIPT_DAYS = 30

type Marking = {
  ids: readonly string[]
  isRead: boolean
  /** By conversation, the last message that the reader has seen. */
  upTo?: Readonly<Record<string, string>> | undefined
}

/**
 * Read: what the reader has seen is not unread any more, and the customer sees that it was read. Unread: a mark for the
 * team, which keeps the count where there is one.
 */
export async function markAllRead(
  ctx: OrganizationContext,
  { ids, isRead, upTo = {} }: Marking,
): Promise<ChangeResult[]> {
  const rows = (await findConversations(ctx, ids)).filter(({ assigneeId }) => isVisible(ctx, assigneeId))
  const places = isRead ? await placesIn(ctx, rows, upTo) : new Map<string, Place>()
  const isLost = ({ id }: ConversationRow) => isRead && upTo[id] !== undefined && !places.has(id)
  const changing = rows.filter((row) => isRead === row.unreadCount > 0 && !isLost(row))
  if (changing.length > 0)
    await commitInboxChange(ctx, {
      statements: isRead
        ? readStatements(
            ctx,
            changing.map(({ id, unreadCount: seen }) => ({ id, seen, at: null, messageId: null, ...places.get(id) })),
          )
        : [markUnread(ctx, changing.map(idOf))],
      conversationIds: changing.map(idOf),
    })
  const told = isRead ? changing.slice(0, MAX_RECEIPTS) : []
  ctx.waitUntil(Promise.all(told.map((row) => signal(ctx, row, { isTyping: false, upTo: places.get(row.id) }))))
  const shown = new Map((await loadConversations(ctx, rows.map(idOf))).map((one) => [one.id, one]))
  const lost = new Set(rows.filter(isLost).map(idOf))
  return [...new Set(ids)].map((id) => {
    const conversation = shown.get(id)
    if (!conversation) return { id, error: conversationNotFound() }
    return lost.has(id) ? { id, error: messageNotInConversation() } : { id, conversation }
  })
}

type Place = { at: number; messageId: string }
/** Where the last messages that were seen stand, by conversation. After a merge, two are read as one thread. */
async function placesIn(
  ctx: OrganizationContext,
  rows: readonly ConversationRow[],
  upTo: NonNullable<Marking['upTo']>,
): Promise<Map<string, Place>> {
  const wanted = rows.flatMap((row) => upTo[row.id] ?? [])
  if (wanted.length === 0) return new Map()
  const found = new Map((await findPlaces(ctx, wanted)).map((place) => [place.id, place]))
  const places = new Map<string, Place>()
  for (const row of rows) {
    const place = found.get(upTo[row.id] ?? '')
    if (!place) continue
    const isOwn = place.conversationId === row.id
    if (isOwn || (await findConversationsOf(ctx, row)).some(({ id }) => id === place.conversationId))
      places.set(row.id, { at: place.at, messageId: place.id })
  }
  return places
}

// A Worker has six connections at a time: who clears a long list tells those customers only of whom there are few.
const MAX_RECEIPTS = 5
const idOf = ({ id }: ConversationRow): string => id

// WhatsApp shows it for 25 seconds.
const TYPING_EVERY = 10 * SECOND

/**
 * Shows "typing…" to the customer, and, because Meta knows no other way, that their messages have been read. Asked more
 * often than every ten seconds, or outside the customer service window, it does nothing.
 */
export async function showTyping(system: SystemContext, ctx: OrganizationContext, id: string): Promise<void> {
  const conversation = await requireConversation(ctx, id)
  if (!isWindowOpen(conversation.lastInboundAt, ctx.clock.now())) return
  try {
    await countAttempt(system, {
      scope: 'typing',
      key: `${ctx.organizationId}:${id}`,
      limit: 1,
      windowMs: TYPING_EVERY,
    })
  } catch (error) {
    if (error instanceof AppError && error.code === rateLimitExceeded.declaration.code) return
    throw error
  }
  ctx.waitUntil(signal(ctx, conversation, { isTyping: true }))
}

/** Tells the customer what the team does. Never fails: it is a courtesy. */
async function signal(
  ctx: OrganizationContext,
  { id, phoneNumberId, lastInboundAt }: ConversationRow,
  { isTyping, upTo }: { isTyping: boolean; upTo?: Place | undefined },
): Promise<void> {
  try {
    if (lastInboundAt === null || lastInboundAt < ctx.clock.now() - RECEIPT_DAYS * DAY) return
    const [phoneNumber, message] = await Promise.all([
      findPhoneNumber(ctx, phoneNumberId),
      findLastInbound(ctx, id, { lastInboundAt, upTo }),
    ])
    if (phoneNumber?.status !== 'connected' || !message?.wamid) return
    const graph = await openGraph(ctx, phoneNumber)
    await graph.markRead(phoneNumber.metaPhoneNumberId, message.wamid, { isTyping })
  } catch (error) {
    ctx.log.warn('the customer was not told', { conversationId: id, isTyping, error })
  }
}
