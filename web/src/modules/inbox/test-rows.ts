import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'

const at = (minute: number) => new Date(1_780_000_000_000 + minute * 60_000).toISOString()

/** A conversation of tests: `minute` is when something last happened in it. */
export function conversation(id: string, minute: number, values: Partial<Conversation> = {}): Conversation {
  return {
    id,
    phoneNumberId: 'num_1',
    contact: {
      id: `ctc_${id}`,
      displayName: 'Amara Diallo',
      profileName: 'Amara Diallo',
      username: null,
      phone: '+447700900184',
      consent: 'unknown',
      isBlocked: false,
      tags: [],
    },
    status: 'open',
    snoozedUntil: null,
    assigneeId: null,
    unreadCount: 0,
    lastMessage: null,
    lastMessageAt: at(minute),
    lastInboundAt: at(minute),
    windowEndsAt: at(minute + 24 * 60),
    failedMessageId: null,
    changeSeq: 1,
    createdAt: at(0),
    ...values,
  }
}

export function message(id: string, minute: number, values: Partial<Message> = {}): Message {
  return {
    id,
    conversationId: 'con_1',
    phoneNumberId: 'num_1',
    direction: 'inbound',
    type: 'text',
    content: { type: 'text', body: id },
    text: id,
    wamid: `wamid.${id}`,
    status: 'received',
    author: null,
    sentBy: null,
    clientId: null,
    replyTo: null,
    context: null,
    media: null,
    reactions: [],
    error: null,
    pricing: null,
    occurredAt: at(minute),
    sentAt: null,
    deliveredAt: null,
    readAt: null,
    playedAt: null,
    failedAt: null,
    editedAt: null,
    revokedAt: null,
    scheduledFor: null,
    canSendAgainAt: null,
    createdAt: at(minute),
    ...values,
  }
}
