import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'

/** What calls for somebody: pure, so that it is tested without a screen. */

export type CallKind = 'message' | 'unassigned' | 'assigned' | 'mention' | 'failed' | 'unconfirmed'
export type Call = {
  /** The same thing has the same id in every tab. */
  id: string
  kind: CallKind
  conversationId: string
  /** The customer. */
  name: string
  /** What was written, or why it failed. Null where there are no words, as for a photo. */
  text: string | null
  /** The colleague who assigned or mentioned. */
  by: string | null
  /** ISO 8601 */
  at: string
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARACTERS = 10

/** When an id of ours was made: it is a ULID. That is when a message came in, whatever time Meta gives it. */
export function madeAt(id: string): number {
  const time = id.slice(id.indexOf('_') + 1).slice(0, TIME_CHARACTERS)
  let value = 0
  for (const character of time) value = value * 32 + Math.max(0, ALPHABET.indexOf(character))
  return value
}

/** A customer's message that waits: in my conversation, or in one that nobody has. */
export function callOfMessage(conversation: Conversation, userId: string): Call | undefined {
  const { lastMessage, assigneeId, unreadCount } = conversation
  if (lastMessage?.direction !== 'inbound' || unreadCount === 0) return undefined
  if (assigneeId !== null && assigneeId !== userId) return undefined
  return {
    id: lastMessage.id,
    kind: assigneeId === null ? 'unassigned' : 'message',
    conversationId: conversation.id,
    name: conversation.contact.displayName,
    text: lastMessage.text,
    by: null,
    at: lastMessage.at,
  }
}

/** What stands in a thread and not in its row: who mentioned or assigned me, and what became of my messages. */
export function callsOfThread(
  conversation: Conversation,
  messages: readonly Message[],
  { userId, since }: { userId: string; since: number },
): Call[] {
  const calls = messages.flatMap((message): Call[] => {
    const { content, author } = message
    const isMine = author?.type === 'user' && author.id === userId
    const call = (kind: CallKind, text: string | null, by: string | null, at = message.occurredAt): Call[] => [
      {
        id: kind === 'assigned' || kind === 'mention' ? message.id : `${message.id}.${kind}`,
        kind,
        conversationId: conversation.id,
        name: conversation.contact.displayName,
        text,
        by,
        at,
      },
    ]
    if (isMine && message.status === 'failed' && Date.parse(message.failedAt ?? message.createdAt) > since)
      return call('failed', message.error?.message ?? null, null, message.failedAt ?? message.occurredAt)
    if (madeAt(message.id) <= since) return []
    if (isMine && message.status === 'unconfirmed') return call('unconfirmed', message.text, null)
    if (isMine) return []
    if (content.type === 'note' && content.mentions.includes(userId))
      return call('mention', content.body, author?.name ?? null)
    if (content.type === 'activity' && content.event === 'assigned' && conversation.assigneeId === userId)
      return call('assigned', null, author?.name ?? null)
    return []
  })
  // Whoever assigned last gave it to the person who has it now; the ones before gave it to others, perhaps.
  const newest = calls.findLast(({ kind }) => kind === 'assigned')
  return calls.filter((call) => call.kind !== 'assigned' || call === newest)
}

/** What a row looked like before: whether there is reason to look into its thread. */
export type Glimpse = Pick<Conversation, 'assigneeId' | 'lastMessage'>

/** Whether a change could hold something that only the thread tells. */
export function isWorthALook(conversation: Conversation, before: Glimpse | undefined, userId: string): boolean {
  const { lastMessage, assigneeId } = conversation
  if (assigneeId === userId && before?.assigneeId !== userId) return true
  if (!lastMessage) return false
  const isNew = before?.lastMessage?.id !== lastMessage.id
  if (lastMessage.type === 'note') return isNew
  const isTrouble = lastMessage.status === 'failed' || lastMessage.status === 'unconfirmed'
  return isTrouble && (isNew || before?.lastMessage?.status !== lastMessage.status)
}
