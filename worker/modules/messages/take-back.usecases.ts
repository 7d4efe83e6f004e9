import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { requireConversation } from '../conversations/conversations.usecases'
import { wholeSecond } from '../inbox/inbox.models'
import { clientIdReused } from './messages.errors'
import { isTombstone, storedClientId, TOMBSTONE } from './messages.models'
import { findByClientId, keepClientId } from './messages.repository'
import type { Message } from './messages.schemas'
import { cancelMessage } from './messages.usecases'

/**
 * Takes back the message with this client id of the actor's, whether it has arrived or not: another tab, or a request
 * that is still on its way, may bring it later, and is refused then.
 * @returns the message as it is now; null when none had arrived
 * @throws `conversations.not_found`, `messages.cannot_cancel`, `messages.client_id_reused`
 */
export async function takeBackByClientId(
  ctx: OrganizationContext,
  { conversationId, clientId }: { conversationId: string; clientId: string },
): Promise<Message | null> {
  const { phoneNumberId } = await requireConversation(ctx, conversationId)
  const stored = storedClientId(ctx.actor, clientId)
  const now = ctx.clock.now()
  // Whoever is first with the id has it: a message that arrives at this moment finds this row, or is found.
  await keepClientId(ctx, {
    ...TOMBSTONE,
    ...{ id: createId('msg', now), conversationId, phoneNumberId, author: { ...ctx.actor }, clientId: stored },
    occurredAt: wholeSecond(now),
    createdAt: now,
  })
  const found = await findByClientId(ctx, stored)
  if (!found) throw new Error('A client id that was just kept is not there')
  if (found.conversationId !== conversationId) throw clientIdReused()
  return isTombstone(found) ? null : cancelMessage(ctx, found.id)
}
