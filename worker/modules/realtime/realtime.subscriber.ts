import type { OrganizationContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { memberLeftSchema } from './realtime.schemas'
import { disconnectMember } from './realtime.usecases'

/** A member who was switched off or removed is out at once, even if the request that did it died before closing their sockets. */
export async function realtimeSubscriber(ctx: OrganizationContext, event: DomainEvent): Promise<void> {
  if (event.type === 'member.left') await disconnectMember(ctx, memberLeftSchema.parse(event).userId)
}
