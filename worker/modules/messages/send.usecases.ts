import { DAY, MINUTE } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { createId } from '../../shared/ids'
import { contentText } from '../../whatsapp/content-text'
import type { OutboundContent } from '../../whatsapp/outbound-content.schemas'
import { conversationNotFound } from '../conversations/conversations.errors'
import { tellAnswered } from '../conversations/customer-signals.usecases'
import { isVisible } from '../inbox/inbox.usecases'
import { useMedia } from '../media/outbound-media.usecases'
import { listConnectedNumbers, type PhoneNumberRow } from '../phone-numbers/phone-numbers.usecases'
import { contentInvalid, targetMissing, timePassed } from './messages.errors'
import { mediaUsesOf, occurredAfter, sentByOf, storedClientId, type Thread, toThreads } from './messages.models'
import {
  type MessageRow,
  type NewMessageRow,
  openStatements,
  readForSending,
  showAsNewest,
} from './messages.repository'
import type { Message } from './messages.schemas'
import { SAFETY_NET, toDelaySeconds } from './outbound.models'
import { announceOutbound, laneOf } from './outbound-queue.usecases'
import { requireAllowed, requireSendableContent, requireSendingNumber } from './send-checks.usecases'
import { type NewMessageChange, requireSame, storeMessage } from './store-message.usecases'

export type NewOutbound = {
  conversationId: string
  content: OutboundContent
  /** Of the sender's own making: the same one again is the same message. */
  clientId?: string | undefined
  replyToMessageId?: string | undefined
  /** Of a reaction. */
  targetMessageId?: string | undefined
  /** Milliseconds since 1970. */
  scheduledFor?: number | undefined
  /** When it is known already. */
  number?: PhoneNumberRow
}

/**
 * Takes up a message: it is checked, stored and waits for its turn. Whoever writes in this organization comes through
 * here: agents, programs, automations.
 * @throws each with a code of its own and the way out; nothing is stored then
 */
export async function queueMessage(ctx: OrganizationContext, order: NewOutbound): Promise<Message> {
  const { conversationId, content, replyToMessageId, targetMessageId } = order
  const clientId = order.clientId === undefined ? undefined : storedClientId(ctx.actor, order.clientId)
  const [{ rows, earlier, mentioned }, numbers] = await Promise.all([
    readForSending(ctx, {
      conversationId,
      clientId,
      messageIds: [replyToMessageId, targetMessageId].filter((id) => id !== undefined),
    }),
    // All of them: which one it is, only the conversation says, and nobody should wait twice.
    order.number ? [order.number] : listConnectedNumbers(ctx),
  ])
  const thread = toThreads(rows).get(conversationId)
  if (!thread || !isVisible(ctx, thread.conversation.assigneeId)) throw conversationNotFound()
  if (earlier) return requireSame(ctx, earlier, { conversationId, content })
  requireTime(ctx, order.scheduledFor)
  const target = requireTarget(ctx, order, mentioned.filter(isShownIn(ctx, thread)))
  const number = requireSendingNumber(numbers.find(({ id }) => id === thread.conversation.phoneNumberId))
  const ready = await requireSendableContent(ctx, number, content)
  requireAllowed(ctx, ready, thread)
  const row = toRow(ctx, { ...order, content: ready, clientId }, { thread, ...target })
  const tell = () => {
    // What was not unread any more, the customer knows of.
    if (isAnswer(row) && thread.conversation.unreadCount > 0) ctx.waitUntil(tellAnswered(ctx, thread.conversation))
    return announceQueued(ctx, row)
  }
  return storeMessage(ctx, row, { ...changesOf(ctx, row, thread), tell })
}

/** A person says it now: what they answer has been read. A reaction leaves what is unread as it is. */
const isAnswer = ({ sentBy, sendState, targetWamid }: NewMessageRow): boolean =>
  sentBy === 'agent' && sendState !== 'scheduled' && !targetWamid

/** @throws `messages.time_passed` */
export function requireTime(ctx: OrganizationContext, scheduledFor: number | undefined): void {
  const now = ctx.clock.now()
  if (scheduledFor !== undefined && (scheduledFor <= now || scheduledFor > now + 366 * DAY)) throw timePassed()
}

/** Whether the thread shows a message: after a merge, those of the other conversation with the number, if the actor sees it. */
const isShownIn =
  (ctx: OrganizationContext, { conversation, together }: Thread) =>
  ({ conversationId }: MessageRow): boolean =>
    conversationId === conversation.id ||
    together.some(({ id, assigneeId }) => id === conversationId && isVisible(ctx, assigneeId))

/** WhatsApp takes reactions to messages of the last 30 days. */
const REACTS_TO = 30 * DAY

/** The message that it answers or reacts to, as Meta knows it. @throws `messages.target_missing`, `messages.content_invalid` */
function requireTarget(
  ctx: OrganizationContext,
  { content, replyToMessageId, targetMessageId, scheduledFor }: NewOutbound,
  mentioned: readonly MessageRow[],
): { replyToWamid: string | null; targetWamid: string | null } {
  const isReaction = content.type === 'reaction'
  if (isReaction && (replyToMessageId !== undefined || scheduledFor !== undefined))
    throw contentInvalid({ message: 'A reaction cannot answer a message, and it cannot be scheduled.' })
  if (isReaction && targetMessageId === undefined)
    throw contentInvalid({ message: 'Say what it reacts to: give the message’s id as targetMessageId.' })
  if (!isReaction && targetMessageId !== undefined)
    throw contentInvalid({
      message: 'Only a reaction has a targetMessageId. To answer a message, use replyToMessageId.',
    })
  const wamidOf = (id: string | undefined, isRight: (row: MessageRow) => boolean) => {
    if (id === undefined) return null
    const found = mentioned.find((row) => row.id === id)
    if (!found?.wamid || !isRight(found)) throw targetMissing({ details: { messageId: id } })
    return found.wamid
  }
  const hasBubble = (row: MessageRow) => row.targetWamid === null
  return {
    replyToWamid: wamidOf(replyToMessageId, hasBubble),
    targetWamid: wamidOf(
      targetMessageId,
      (row) => hasBubble(row) && row.revokedAt === null && row.occurredAt > ctx.clock.now() - REACTS_TO,
    ),
  }
}

function toRow(
  ctx: OrganizationContext,
  { content, clientId, scheduledFor }: Pick<NewOutbound, 'content' | 'clientId' | 'scheduledFor'>,
  { thread, ...target }: { thread: Thread; replyToWamid: string | null; targetWamid: string | null },
): NewMessageRow {
  const now = ctx.clock.now()
  const { id: conversationId, phoneNumberId, lastMessageAt } = thread.conversation
  const when =
    scheduledFor === undefined
      ? { sendState: 'queued' as const, dueAt: now + SAFETY_NET, occurredAt: occurredAfter(now, lastMessageAt) }
      : {
          sendState: 'scheduled' as const,
          dueAt: scheduledFor,
          scheduledFor,
          occurredAt: occurredAfter(scheduledFor, 0),
        }
  return {
    ...target,
    ...when,
    id: createId('msg', now),
    conversationId,
    phoneNumberId,
    direction: 'outbound',
    type: content.type,
    content,
    text: contentText(content),
    mediaId: mediaUsesOf(content)[0]?.mediaId ?? null,
    author: { ...ctx.actor },
    sentBy: sentByOf(ctx.actor),
    clientId: clientId ?? null,
    // No parser has read it.
    parserVersion: 0,
    createdAt: now,
  }
}

/** What a new message changes beside its own row, and what is told of it. */
function changesOf(ctx: OrganizationContext, row: NewMessageRow, { conversation }: Thread): NewMessageChange {
  const { id: messageId, conversationId } = row
  const mediaIds = mediaUsesOf(row.content as OutboundContent).map(({ mediaId }) => mediaId)
  const files = useMedia(ctx, mediaIds, { conversationId, messageId })
  // Nothing has been said yet.
  if (row.sendState === 'scheduled') return { statements: files, isStamped: false, events: [] }
  const isReply = row.sentBy === 'agent'
  const opening = openingOf(ctx, row, { conversation })
  return {
    isStamped: !row.targetWamid,
    statements: [
      ...files,
      ...(row.targetWamid ? [] : [showAsNewest(ctx, row, { seen: isReply ? conversation.unreadCount : 0 })]),
      ...(opening?.statements ?? []),
    ],
    events: [createdEvent(ctx, row, conversation.contactId), ...(opening ? [opening.event] : [])],
  }
}

/** What an agent says opens a conversation that is closed, or was in nobody's list. Null: it is open, or no agent says it. */
export function openingOf(
  ctx: OrganizationContext,
  { conversationId, phoneNumberId, sentBy }: Pick<NewMessageRow, 'conversationId' | 'phoneNumberId' | 'sentBy'>,
  { conversation: { status, contactId } }: Pick<Thread, 'conversation'>,
): { statements: Statement[]; event: InboxEvent } | null {
  if (sentBy !== 'agent' || (status !== 'unlisted' && status !== 'closed')) return null
  const at = ctx.clock.now()
  return {
    statements: openStatements(ctx, { id: createId('epi', at), conversationId, openedBy: 'agent', openedAt: at }),
    event: {
      type: 'conversation.opened',
      version: 1,
      at,
      data: { conversationId, contactId, phoneNumberId, by: 'agent' },
    },
  }
}

/** It waits for its turn from now on. */
export const createdEvent = (
  { clock }: OrganizationContext,
  message: Pick<NewMessageRow, 'id' | 'conversationId' | 'phoneNumberId' | 'type' | 'sentBy'>,
  contactId: string,
): InboxEvent => ({
  type: 'message.created',
  version: 1,
  at: clock.now(),
  data: {
    messageId: message.id,
    conversationId: message.conversationId,
    contactId,
    phoneNumberId: message.phoneNumberId,
    messageType: message.type,
    sentBy: message.sentBy ?? 'api',
  },
})

/** The sweep looks ahead a minute; what is scheduled for sooner than its next round is told the queue here. */
const SOON = 2 * MINUTE

/** Tells the queue of a message that waits; of one that is scheduled only when its time is near. */
export async function announceQueued(
  ctx: OrganizationContext,
  row: Pick<NewMessageRow, 'conversationId' | 'sentBy' | 'sendState' | 'dueAt'>,
): Promise<void> {
  const lane = laneOf(row.sentBy ?? null)
  if (row.sendState !== 'scheduled') return announceOutbound(ctx, [row.conversationId], { lane })
  const waitMs = (row.dueAt ?? 0) - ctx.clock.now()
  if (waitMs < SOON) await announceOutbound(ctx, [row.conversationId], { lane, delaySeconds: toDelaySeconds(waitMs) })
}
