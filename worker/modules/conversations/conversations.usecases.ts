import type { OrganizationContext } from '../../shared/context'
import { isVisible } from '../inbox/inbox.usecases'
import { conversationNotFound } from './conversations.errors'
import { type ConversationRow, findConversation } from './conversations.repository'

/** A conversation that the actor may see. @throws `conversations.not_found` when there is none, or it is not theirs */
export async function requireConversation(ctx: OrganizationContext, id: string): Promise<ConversationRow> {
  const conversation = await findConversation(ctx, id)
  if (!conversation || !isVisible(ctx, conversation.assigneeId)) throw conversationNotFound()
  return conversation
}
