import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import { isConflict, type Statement } from '../../shared/db/statements'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import type { ErrorFactory } from '../../shared/errors'
import { decodeCursor, toPage } from '../../shared/pagination'
import { mediaIdsOf } from '../../whatsapp/graph-message'
import { outboundContentSchema } from '../../whatsapp/outbound-content.schemas'
import { commitInboxChange, isVisible, loadMessages } from '../inbox/inbox.usecases'
import { forgetMetaMedia } from '../media/outbound-media.usecases'
import { findPhoneNumber } from '../phone-numbers/phone-numbers.usecases'
import { cannotCancel, cannotEdit, cannotSendAgain, messageNotFound } from './messages.errors'
import { canSendAgain, isAboutMedia, occurredAfter, placeBehind, sentByOf, toThreads } from './messages.models'
import {
  type ConversationRow,
  changeMessage,
  failUnless,
  findMessage,
  findNewestBut,
  isAsRead,
  isScheduled,
  isWaiting,
  listScheduledIds,
  type MessageRow,
  readForSending,
  replaceNewest,
  retireWamid,
  showAsNewest,
} from './messages.repository'
import type { EditMessage, Message, ScheduledQuery } from './messages.schemas'
import { editNote } from './notes.usecases'
import { SAFETY_NET } from './outbound.models'
import { announceOutbound, laneOf } from './outbound-queue.usecases'
import { announceQueued, createdEvent, openingOf, requireTime } from './send.usecases'
import { requireAllowed, requireSendableContent, requireSendingNumber } from './send-checks.usecases'
import { loadMessage } from './store-message.usecases'

/** A message of a conversation that the actor sees. @throws `messages.not_found` */
async function requireMessage(
  ctx: OrganizationContext,
  id: string,
): Promise<{ message: MessageRow; conversation: ConversationRow }> {
  const found = await findMessage(ctx, id)
  if (!found || !isVisible(ctx, found.conversation.assigneeId)) throw messageNotFound()
  return found
}

export async function getMessage(ctx: OrganizationContext, id: string): Promise<Message> {
  await requireMessage(ctx, id)
  return loadMessage(ctx, id)
}

/** Takes back what nobody has begun to send. Twice is once. @throws `messages.cannot_cancel` */
export async function cancelMessage(ctx: OrganizationContext, id: string): Promise<Message> {
  const { message, conversation } = await requireMessage(ctx, id)
  if (message.sendState === 'cancelled') return loadMessage(ctx, id)
  const reason = whyNotCancelled(message)
  if (reason !== null) throw cannotCancel({ message: reason })
  const place = { conversationId: conversation.id, messageId: id }
  const isNewest = conversation.lastMessageId === id
  const newest = isNewest ? await findNewestBut(ctx, place) : undefined
  return change(ctx, message, {
    statements: [
      failUnless(ctx, id, isWaiting()),
      changeMessage(ctx, id, { sendState: 'cancelled', dueAt: null }),
      ...(isNewest ? [replaceNewest(ctx, { ...place, by: newest })] : []),
    ],
    conflict: cannotCancel,
  })
}

/** Where there is nothing to take back; null where it may only be too late. */
function whyNotCancelled({ type, direction, failedAt }: MessageRow): string | null {
  if (type === 'note') return 'A note is not sent to anybody, and stays in the conversation. You can reword your own.'
  if (direction !== 'outbound') return 'Only messages of yours that have not left yet can be taken back.'
  return failedAt === null ? null : 'It has failed: there is nothing to take back.'
}

type Change = { statements: Statement[]; events?: InboxEvent[]; conflict: ErrorFactory }
/** All of it or nothing. @throws `conflict` when the message is not any more as it was read */
async function change(
  ctx: OrganizationContext,
  { id, conversationId }: MessageRow,
  { statements, events = [], conflict }: Change,
): Promise<Message> {
  try {
    const committed = await commitInboxChange(ctx, {
      statements,
      conversationIds: [conversationId],
      messageIds: [id],
      events,
    })
    return committed.messages.find((one) => one.id === id) ?? loadMessage(ctx, id)
  } catch (error) {
    if (isConflict(error)) throw conflict()
    throw error
  }
}

/**
 * A person decides to send it once more: what has failed, or what nobody has confirmed for ten minutes. The row changes
 * only as it was read: the second of two clicks finds it queued.
 * @throws `messages.cannot_send_again`, and whatever sending throws
 */
export async function sendAgain(ctx: OrganizationContext, id: string): Promise<Message> {
  const { message, conversation } = await requireMessage(ctx, id)
  const now = ctx.clock.now()
  if (!canSendAgain(message, now)) throw cannotSendAgain()
  const content = await requireStillSendable(ctx, message)
  // Learnt from a status: Meta is brought the files anew.
  if (message.error && isAboutMedia(message.error))
    await forgetMetaMedia(ctx, message.phoneNumberId, mediaIdsOf(content))
  // It is an older message that is said now.
  const occurredAt = placeBehind(conversation, id, now)
  const { conversationId, phoneNumberId, sentBy } = message
  // Whoever decides it says it: what a program failed to send opens the conversation, too, when a person sends it again.
  const opening = openingOf(ctx, { conversationId, phoneNumberId, sentBy: sentByOf(ctx.actor) }, { conversation })
  const queued = await change(ctx, message, {
    statements: [
      failUnless(ctx, id, isAsRead(message)),
      ...retireWamid(ctx, message),
      changeMessage(ctx, id, {
        ...{ content, occurredAt, sendState: 'queued', dueAt: now + SAFETY_NET, attempts: 0, claimToken: null },
        ...{ wamid: null, sentAt: null, failedAt: null, error: null, pricing: null, author: { ...ctx.actor } },
      }),
      ...(message.targetWamid === null ? [showAsNewest(ctx, { id, conversationId, occurredAt }, { seen: 0 })] : []),
      ...(opening?.statements ?? []),
    ],
    events: [createdEvent(ctx, message, conversation.contactId), ...(opening ? [opening.event] : [])],
    conflict: cannotSendAgain,
  })
  await announceOutbound(ctx, [conversationId], { lane: laneOf(sentBy) })
  return queued
}

/** The same checks as for a new message: the window may have closed, the template may be gone. */
async function requireStillSendable(ctx: OrganizationContext, { conversationId, content, phoneNumberId }: MessageRow) {
  const number = requireSendingNumber(await findPhoneNumber(ctx, phoneNumberId))
  const ready = await requireSendableContent(ctx, number, outboundContentSchema.parse(content))
  const { rows } = await readForSending(ctx, { conversationId, clientId: undefined, messageIds: [] })
  const thread = toThreads(rows).get(conversationId)
  if (!thread) throw messageNotFound()
  requireAllowed(ctx, ready, thread)
  return ready
}

/** Another wording of one's own note, or another time for a scheduled message. @throws `messages.cannot_edit`, `messages.time_passed` */
export async function editMessage(ctx: OrganizationContext, id: string, edit: EditMessage): Promise<Message> {
  const { message } = await requireMessage(ctx, id)
  if ('body' in edit) {
    await editNote(ctx, message, edit)
    return loadMessage(ctx, id)
  }
  const scheduledFor = Date.parse(edit.scheduledFor)
  requireTime(ctx, scheduledFor)
  const time = { scheduledFor, dueAt: scheduledFor, occurredAt: occurredAfter(scheduledFor, 0) }
  const edited = await change(ctx, message, {
    statements: [failUnless(ctx, id, isScheduled()), changeMessage(ctx, id, time)],
    conflict: cannotEdit,
  })
  await announceQueued(ctx, { ...message, ...time })
  return edited
}

/** Messages that wait for their time, soonest first, of conversations that the actor sees. */
export async function listScheduled(ctx: OrganizationContext, query: ScheduledQuery) {
  const { cursor, limit, conversationId } = query
  const rows = await listScheduledIds(ctx, {
    after: cursor === undefined ? undefined : decodeCursor(positionSchema, cursor),
    limit: limit + 1,
    conversationId,
    assignedTo: ctx.visibility === 'own' ? (ctx.actor.id ?? undefined) : undefined,
  })
  const page = toPage(rows, limit, (row) => row)
  return {
    items: await loadMessages(
      ctx,
      page.items.map(({ id }) => id),
    ),
    nextCursor: page.nextCursor,
  }
}
const positionSchema = z.object({ dueAt: z.number(), id: z.string() })
