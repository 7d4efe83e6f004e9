import type { OrganizationContext } from '../../shared/context'
import { findContactId, findOrCreateContact, parseRecipient } from '../contacts/contacts.usecases'
import { conversationNotFound } from '../conversations/conversations.errors'
import { findOrCreateConversation } from '../conversations/conversations.usecases'
import { isVisible } from '../inbox/inbox.usecases'
import { listConnectedNumbers, type PhoneNumberRow, requirePhoneNumber } from '../phone-numbers/phone-numbers.usecases'
import { clientIdReused, numberNotChosen, targetMissing } from './messages.errors'
import { sentByOf, storedClientId, toRecipient } from './messages.models'
import { findConversationOf, findSent, readPerson } from './messages.repository'
import type { Message } from './messages.schemas'
import { type NewOutbound, queueMessage, requireTime } from './send.usecases'
import { requireAllowed, requireSendableContent, requireSendingNumber } from './send-checks.usecases'
import { requireSame } from './store-message.usecases'

type Order = Omit<NewOutbound, 'conversationId' | 'number'> & {
  /** Our `num_…`. Not needed with one connected number. */
  phoneNumberId?: string | undefined
  /** A phone number in international form, or a business-scoped user id. */
  to: string
}

/**
 * Sends to a person by number or user id. Contact and conversation are found, or made once it is sure that the message
 * can go out; a conversation that a program begins is in nobody's list until the person answers. What was sent with the
 * same client id before is answered first: the number may have been paused since, or the person merged with another.
 */
export async function sendToPerson(ctx: OrganizationContext, { phoneNumberId, to, ...order }: Order): Promise<Message> {
  const name = parseRecipient(to)
  const earlier = await findEarlier(ctx, name, { ...order, phoneNumberId })
  if (earlier) return earlier
  const number = await requireNumber(ctx, phoneNumberId)
  const contactId = await findContactId(ctx, name)
  const known = contactId && (await findConversationOf(ctx, { contactId, phoneNumberId: number.id }))
  if (known) return queueMessage(ctx, { ...order, conversationId: known, number })
  requireTime(ctx, order.scheduledFor)
  requireNothingMentioned(order)
  const content = await requireSendableContent(ctx, number, order.content)
  requireAllowed(ctx, content, await personOf(ctx, contactId, name))
  const conversation = await findOrCreateConversation(ctx, {
    phoneNumberId: number.id,
    contactId: contactId ?? (await findOrCreateContact(ctx, name, 'api')),
    status: sentByOf(ctx.actor) === 'agent' ? 'open' : 'unlisted',
  })
  return queueMessage(ctx, { ...order, conversationId: conversation.conversation.id, number })
}

/** The number to send from: the one that is named, or the only one. @throws `messages.number_not_chosen`, `phone_numbers.not_found`, and why it cannot send */
async function requireNumber(ctx: OrganizationContext, id: string | undefined): Promise<PhoneNumberRow> {
  const numbers = await listConnectedNumbers(ctx)
  const named = numbers.find((number) => number.id === id)
  if (id !== undefined) return requireSendingNumber(named ?? (await requirePhoneNumber(ctx, id)))
  const [only, another] = numbers
  if (!only || another) throw numberNotChosen()
  return requireSendingNumber(only)
}

type Name = ReturnType<typeof parseRecipient>
/**
 * What was sent to them with this client id; undefined when nothing was.
 * @throws `messages.client_id_reused` when it was sent to somebody else, from another number, or says something else
 */
async function findEarlier(
  ctx: OrganizationContext,
  name: Name,
  { clientId, phoneNumberId, content }: Omit<Order, 'to'>,
): Promise<Message | undefined> {
  const sent = clientId === undefined ? undefined : await findSent(ctx, storedClientId(ctx.actor, clientId))
  if (!sent) return undefined
  const { message, conversation } = sent
  const isFromThere = phoneNumberId === undefined || phoneNumberId === conversation.phoneNumberId
  if (!isFromThere || sent.contactId !== (await findContactId(ctx, name))) throw clientIdReused()
  if (!isVisible(ctx, conversation.assigneeId)) throw conversationNotFound()
  return requireSame(ctx, message, { conversationId: conversation.id, content })
}

/** In a conversation that does not exist there is nothing to answer or react to. */
function requireNothingMentioned({ replyToMessageId, targetMessageId }: Omit<Order, 'to'>): void {
  const messageId = replyToMessageId ?? targetMessageId
  if (messageId !== undefined) throw targetMissing({ details: { messageId } })
}

/** What decides whether something may go to them, before there is a conversation. */
async function personOf(ctx: OrganizationContext, contactId: string | null, name: Name) {
  const typed = {
    waId: null,
    userId: 'userId' in name ? name.userId : null,
    phone: 'phone' in name ? name.phone : null,
  }
  const [[contact], identities] = contactId === null ? [[], []] : await readPerson(ctx, contactId)
  return {
    contact: { blockedAt: contact?.blockedAt ?? null, consent: contact?.consent ?? 'unknown' },
    to: contact ? toRecipient(identities) : typed,
    lastInboundAt: null,
  }
}
