import { DAY, SECOND } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { AppError } from '../../shared/errors'
import { countAttempt, rateLimitExceeded } from '../../shared/rate-limit'
import { dueQueue } from '../../tenancy/due'
import { commitInboxChange, isVisible, loadConversations } from '../inbox/inbox.usecases'
import { findPhoneNumber, openGraph } from '../phone-numbers/phone-numbers.usecases'
import { findPlaces, markUnread, readStatements } from './conversation-changes.repository'
import type { ChangeResult } from './conversation-changes.usecases'
import { conversationNotFound, messageNotInConversation } from './conversations.errors'
import { isWindowOpen } from './conversations.models'
import { type ConversationRow, findConversations, findConversationsOf } from './conversations.repository'
import { requireConversation } from './conversations.usecases'
import { listLastInbound, listReceivable, type Receivable } from './thread.repository'

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
  if (isRead) ctx.waitUntil(tellRead(ctx, changing, places))
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
  ctx.waitUntil(courtesy(ctx, async () => signalAll(ctx, await lastOf(ctx, [conversation]), { isTyping: true })))
}

const RECEIPTS_AT_ONCE = 25

/**
 * One receipt a conversation: what is before it counts as read, too. One goes out at once; those of many are left to the
 * queue, because each is a call to Meta.
 */
const tellRead = (
  ctx: OrganizationContext,
  rows: readonly ConversationRow[],
  places: ReadonlyMap<string, Place>,
): Promise<void> =>
  courtesy(ctx, async () => {
    const last = await lastOf(ctx, rows, places)
    if (last.length <= 1) return signalAll(ctx, last, { isTyping: false })
    const { organizationId } = ctx
    const ids = last.map(({ id }) => id)
    const parts = Array.from({ length: Math.ceil(ids.length / RECEIPTS_AT_ONCE) }, (_, at) =>
      ids.slice(at * RECEIPTS_AT_ONCE, (at + 1) * RECEIPTS_AT_ONCE),
    )
    await dueQueue.send(
      ctx,
      parts.map((part) => ({ organizationId, kind: 'receipts' as const, ids: part })),
    )
  })

/** Somebody has answered: the customer sees that what they had written was read. As the conversation was before. */
export const tellAnswered = (ctx: OrganizationContext, conversation: ConversationRow): Promise<void> =>
  tellRead(ctx, [conversation], new Map())

/** Shows customers that these messages have been read. Safe to repeat. */
export const sendReceipts = (ctx: OrganizationContext, messageIds: readonly string[]): Promise<void> =>
  courtesy(ctx, async () => signalAll(ctx, await listReceivable(ctx, messageIds), { isTyping: false }))

/** What the customers said last, as far as it was seen and Meta still takes word of it. */
const lastOf = (
  ctx: OrganizationContext,
  rows: readonly ConversationRow[],
  places?: ReadonlyMap<string, Place>,
): Promise<Receivable[]> => {
  const oldest = ctx.clock.now() - RECEIPT_DAYS * DAY
  return listLastInbound(
    ctx,
    rows.flatMap(({ id: conversationId, lastInboundAt }) =>
      lastInboundAt === null || lastInboundAt < oldest
        ? []
        : [{ conversationId, lastInboundAt, upTo: places?.get(conversationId) }],
    ),
  )
}

async function signalAll(
  ctx: OrganizationContext,
  receivable: readonly Receivable[],
  { isTyping }: { isTyping: boolean },
): Promise<void> {
  for (const [phoneNumberId, own] of Map.groupBy(receivable, (one) => one.phoneNumberId)) {
    const phoneNumber = await findPhoneNumber(ctx, phoneNumberId)
    if (phoneNumber?.status !== 'connected') continue
    const graph = await openGraph(ctx, phoneNumber)
    // One after the other: a Worker has six connections, and others wait for them.
    for (const { wamid } of own)
      await courtesy(ctx, async () => {
        if (wamid) await graph.markRead(phoneNumber.metaPhoneNumberId, wamid, { isTyping })
      })
  }
}

/** Tells the customer what the team does. Never fails. */
async function courtesy(ctx: OrganizationContext, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    ctx.log.warn('the customer was not told', { error })
  }
}
