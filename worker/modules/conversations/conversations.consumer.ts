import type { OrganizationContext } from '../../shared/context'
import { wakeConversations } from './conversation-changes.usecases'

export const snoozesConsumer = (ctx: OrganizationContext, { ids }: { ids: string[] }): Promise<void> =>
  wakeConversations(ctx, ids)
