import type { OrganizationContext } from '../../shared/context'
import { wakeConversations } from './conversation-changes.usecases'
import { sendReceipts } from './customer-signals.usecases'

export const snoozesConsumer = (ctx: OrganizationContext, { ids }: { ids: string[] }): Promise<void> =>
  wakeConversations(ctx, ids)

/** Of messages that somebody has read, many at once. */
export const receiptsConsumer = (ctx: OrganizationContext, { ids }: { ids: string[] }): Promise<void> =>
  sendReceipts(ctx, ids)
