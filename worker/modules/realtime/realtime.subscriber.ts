import type { OrganizationContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { memberLeftSchema, roleChangedSchema } from './realtime.schemas'
import { disconnectMember, reconnectAgents, reconnectMember } from './realtime.usecases'

/**
 * Whose standing has changed loses their sockets, even if the request that did it died before closing them. Each compares
 * with how things are, so that a second time, or a late one, closes nobody who has come back since.
 */
export async function realtimeSubscriber(ctx: OrganizationContext, event: DomainEvent): Promise<void> {
  if (event.type === 'member.left') await disconnectMember(ctx, memberLeftSchema.parse(event).userId)
  if (event.type === 'member.role_changed') await reconnectMember(ctx, roleChangedSchema.parse(event).userId)
  if (event.type === 'organization.visibility_changed') await reconnectAgents(ctx, ctx.organizationId)
}
