import { DAY, SECOND } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { countAttempt, rateLimitExceeded } from '../../shared/rate-limit'
import { commitInboxChange, isVisible, loadConversations } from '../inbox/inbox.usecases'
import { findPhoneNumber, openGraph } from '../phone-numbers/phone-numbers.usecases'
import { setUnread } from './conversation-changes.repository'
import type { ChangeResult } from './conversation-changes.usecases'
import { conversationNotFound } from './conversations.errors'
import { isWindowOpen } from './conversations.models'
import { type ConversationRow, findConversations } from './conversations.repository'
import { requireConversation } from './conversations.usecases'
import { findLastInbound } from './thread.repository'

/** Meta takes no receipt for what is older. */
const RECEIPT_DAYS = 30

/**
 * Read: nothing is unread any more, and the customer sees that it was read. Unread: a mark for the team, which keeps the
 * count where there is one.
 */
export async function markAllRead(
  ctx: OrganizationContext,
  { ids, isRead }: { ids: readonly string[]; isRead: boolean },
): Promise<ChangeResult[]> {
  const rows = (await findConversations(ctx, ids)).filter(({ assigneeId }) => isVisible(ctx, assigneeId))
  const changing = rows.filter(({ unreadCount }) => isRead === unreadCount > 0)
  if (changing.length > 0)
    await commitInboxChange(ctx, {
      statements: [setUnread(ctx, changing.map(idOf), isRead ? 0 : 1)],
      conversationIds: changing.map(idOf),
    })
  if (isRead) ctx.waitUntil(Promise.all(changing.slice(0, MAX_RECEIPTS).map((row) => sendReadReceipt(ctx, row))))
  const shown = new Map((await loadConversations(ctx, rows.map(idOf))).map((one) => [one.id, one]))
  return [...new Set(ids)].map((id) => {
    const conversation = shown.get(id)
    return conversation ? { id, conversation } : { id, error: conversationNotFound() }
  })
}
// A Worker has six connections at a time: who clears a long list tells those customers only of whom there are few.
const MAX_RECEIPTS = 5
const idOf = ({ id }: ConversationRow): string => id

/** Tells the customer that their messages have been read. Never fails: it is a courtesy. */
export const sendReadReceipt = (ctx: OrganizationContext, conversation: ConversationRow): Promise<void> =>
  signal(ctx, conversation, { isTyping: false })

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

async function signal(
  ctx: OrganizationContext,
  { id, phoneNumberId, lastInboundAt }: ConversationRow,
  options: { isTyping: boolean },
): Promise<void> {
  try {
    if (lastInboundAt === null || lastInboundAt < ctx.clock.now() - RECEIPT_DAYS * DAY) return
    const [phoneNumber, message] = await Promise.all([
      findPhoneNumber(ctx, phoneNumberId),
      findLastInbound(ctx, id, lastInboundAt),
    ])
    if (phoneNumber?.status !== 'connected' || !message?.wamid) return
    const graph = await openGraph(ctx, phoneNumber)
    await graph.markRead(phoneNumber.metaPhoneNumberId, message.wamid, options)
  } catch (error) {
    ctx.log.warn('the customer was not told', { conversationId: id, ...options, error })
  }
}
