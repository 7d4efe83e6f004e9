import type { MetaError } from '../../whatsapp/message-content.schemas'
import type { ContactSummary } from '../contacts/contacts.schemas'
import type { Conversation } from '../conversations/conversations.schemas'
import type { Message, MessageMedia, MessageStatus } from '../messages/messages.schemas'
import type { ContactRow, ConversationRow, MediaRow, MessageRow } from './inbox.repository'

type ContactTag = { id: string; name: string; tint: number }

const DAY = 86_400_000
const TEN_MINUTES = 600_000
const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

type StatusColumns = Pick<
  MessageRow,
  'direction' | 'sendState' | 'sentAt' | 'deliveredAt' | 'readAt' | 'playedAt' | 'failedAt'
>
/** Derived from timestamps that are each written once: out-of-order, doubled and skipped statuses need no rule. */
export function statusOf(row: StatusColumns): MessageStatus {
  if (row.direction === 'inbound') return 'received'
  if (row.direction === 'internal') return 'internal'
  if (row.playedAt !== null) return 'played'
  if (row.readAt !== null) return 'read'
  if (row.deliveredAt !== null) return 'delivered'
  if (row.failedAt !== null) return 'failed'
  if (row.sentAt !== null || row.sendState === 'accepted' || row.sendState === null) return 'sent'
  return row.sendState
}

/**
 * Meta times have whole seconds; ours are cut to them, so that the ids decide within one (see messages.tables). What has to
 * stand behind a newer id of its second is a thousandth behind it (`placeBehind` in messages.models).
 */
export const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000

/** End of the customer service window, or null when it never opened. */
export const windowEndsAt = (lastInboundAt: number | null): number | null =>
  lastInboundAt === null ? null : lastInboundAt + DAY

export function displayName(contact: Pick<ContactRow, 'id' | 'name' | 'profileName' | 'username' | 'phone'>): string {
  return contact.name || contact.profileName || contact.username || contact.phone || 'Unknown person'
}

export const toContactSummary = (row: ContactRow, tags: ContactTag[]): ContactSummary => ({
  id: row.id,
  displayName: displayName(row),
  profileName: row.profileName,
  username: row.username,
  phone: row.phone,
  consent: row.consent as ContactSummary['consent'],
  isBlocked: row.blockedAt !== null,
  tags,
})

export type ConversationParts = {
  conversation: ConversationRow
  contact: ContactRow
  lastMessage: Pick<
    MessageRow,
    'id' | 'type' | 'text' | 'sentBy' | 'author' | 'occurredAt' | 'revokedAt' | keyof StatusColumns
  > | null
  tags: ContactTag[]
}
export function toConversation({ conversation, contact, lastMessage, tags }: ConversationParts): Conversation {
  return {
    id: conversation.id,
    phoneNumberId: conversation.phoneNumberId,
    contact: toContactSummary(contact, tags),
    status: conversation.status,
    snoozedUntil: isoOrNull(conversation.snoozedUntil),
    assigneeId: conversation.assigneeId,
    unreadCount: conversation.unreadCount,
    lastMessage: lastMessage && {
      id: lastMessage.id,
      type: lastMessage.type,
      direction: lastMessage.direction,
      text: lastMessage.revokedAt === null ? lastMessage.text : null,
      status: statusOf(lastMessage),
      sentBy: lastMessage.sentBy,
      authorName: lastMessage.author?.name ?? null,
      at: iso(lastMessage.occurredAt),
    },
    lastMessageAt: iso(conversation.lastMessageAt),
    lastInboundAt: isoOrNull(conversation.lastInboundAt),
    windowEndsAt: isoOrNull(windowEndsAt(conversation.lastInboundAt)),
    failedMessageId: conversation.failedMessageId,
    changeSeq: conversation.changeSeq,
    createdAt: iso(conversation.createdAt),
  }
}

export type MessageExtras = {
  media: MediaRow | null
  mediaUrl: string | null
  /** Events about it (`targetWamid`), any order. */
  reactions: Pick<MessageRow, 'content' | 'author' | 'occurredAt' | 'id' | keyof StatusColumns>[]
  /** Our id of the message it answers. */
  replyToId: string | null
  describeError: (error: MetaError) => NonNullable<Message['error']>
}
export function toMessage(row: MessageRow, extras: MessageExtras): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    phoneNumberId: row.phoneNumberId,
    direction: row.direction,
    type: row.type,
    content: row.content,
    text: row.text,
    wamid: row.wamid,
    status: statusOf(row),
    author: row.author,
    sentBy: row.sentBy,
    // Stored behind who sent it: two callers cannot read each other's messages.
    clientId: row.clientId === null ? null : row.clientId.slice(row.clientId.indexOf(':') + 1),
    replyTo: row.replyToWamid === null ? null : { wamid: row.replyToWamid, messageId: extras.replyToId },
    context: row.context,
    media: extras.media && toMessageMedia(extras.media, extras.mediaUrl),
    reactions: toReactions(extras.reactions),
    error: row.error && extras.describeError(row.error),
    pricing: row.pricing,
    occurredAt: iso(row.occurredAt),
    sentAt: isoOrNull(row.sentAt),
    deliveredAt: isoOrNull(row.deliveredAt),
    readAt: isoOrNull(row.readAt),
    playedAt: isoOrNull(row.playedAt),
    failedAt: isoOrNull(row.failedAt),
    editedAt: isoOrNull(row.editedAt),
    revokedAt: isoOrNull(row.revokedAt),
    scheduledFor: isoOrNull(row.scheduledFor),
    // The time of the attempt is when it was last due: ten minutes later the agent may decide.
    canSendAgainAt: row.sendState === 'unconfirmed' && row.dueAt !== null ? iso(row.dueAt) : canSendAgainNow(row),
    createdAt: iso(row.createdAt),
  }
}
/** An unconfirmed message whose ten minutes are over is not due for anything any more. */
const canSendAgainNow = (row: MessageRow): string | null =>
  statusOf(row) === 'unconfirmed' ? iso(row.createdAt + TEN_MINUTES) : null

export const toMessageMedia = (row: MediaRow, url: string | null): MessageMedia => ({
  id: row.id,
  status: row.status,
  kind: row.kind,
  mimeType: row.mimeType,
  filename: row.filename,
  size: row.size,
  url: row.status === 'ready' ? url : null,
  failure: row.failure,
})

/** The last word of each side that reached the other: one reaction each, and none where it took the one before back. */
function toReactions(events: MessageExtras['reactions']): Message['reactions'] {
  const sides = { customer: 'inbound', us: 'outbound' } as const
  return (['customer', 'us'] as const).flatMap((from) => {
    const [last] = events
      .filter((event) => event.content.type === 'reaction' && event.direction === sides[from])
      .filter((event) => !['failed', 'cancelled'].includes(statusOf(event)))
      .sort((a, b) => b.occurredAt - a.occurredAt || (a.id < b.id ? 1 : -1))
    if (last?.content.type !== 'reaction' || !last.content.emoji) return []
    return [{ emoji: last.content.emoji, from, author: last.author, at: iso(last.occurredAt) }]
  })
}
