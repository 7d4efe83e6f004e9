import type { OrganizationContext } from '../../shared/context'
import { isUniqueViolation, type Statement } from '../../shared/db/statements'
import type { InboxEvent } from '../../shared/domain-events.schemas'
import { commitInboxChange, loadMessages } from '../inbox/inbox.usecases'
import { clientIdReused, messageNotFound, takenBack } from './messages.errors'
import { isSameMessage, isTombstone } from './messages.models'
import { findByClientId, insertMessage, type MessageRow, type NewMessageRow } from './messages.repository'
import type { Message } from './messages.schemas'

/** A message as the API shows it. @throws `messages.not_found` */
export async function loadMessage(ctx: OrganizationContext, id: string): Promise<Message> {
  const [message] = await loadMessages(ctx, [id])
  if (!message) throw messageNotFound()
  return message
}

type Sent = Pick<MessageRow, 'conversationId' | 'content'>

/**
 * What the same client id was used for before, if it says the same.
 * @throws `messages.taken_back`, `messages.client_id_reused`
 */
export async function requireSame(ctx: OrganizationContext, earlier: MessageRow, sent: Sent): Promise<Message> {
  if (isTombstone(earlier)) throw takenBack()
  if (!isSameMessage(earlier, sent)) throw clientIdReused()
  return loadMessage(ctx, earlier.id)
}

export type NewMessageChange = {
  statements: Statement[]
  /** Whether they give the conversation the change's number. */
  isStamped: boolean
  events: InboxEvent[]
  /** Who is told once it is stored. */
  tell?: () => Promise<void>
}

/** Writes a message and what it changes. Of two at the same moment with the same client id, the second gets the first's. */
export async function storeMessage(
  ctx: OrganizationContext,
  row: NewMessageRow,
  { statements, isStamped, events, tell }: NewMessageChange,
): Promise<Message> {
  try {
    const committed = await commitInboxChange(ctx, {
      statements: [insertMessage(ctx, row), ...statements],
      conversationIds: [row.conversationId],
      ...(isStamped && { stampedIds: [row.conversationId] }),
      // What a reaction is about looks different, too.
      ...(row.targetWamid ? { messageIds: [row.id] } : { freshMessages: [row] }),
      events,
      ...(tell && { tell }),
    })
    return committed.messages.find(({ id }) => id === row.id) ?? loadMessage(ctx, row.id)
  } catch (error) {
    if (!row.clientId || !isUniqueViolation(error, 'messages.client_id')) throw error
    const earlier = await findByClientId(ctx, row.clientId)
    if (!earlier) throw error
    return requireSame(ctx, earlier, row)
  }
}
