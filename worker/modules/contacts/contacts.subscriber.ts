import type { OrganizationContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { noteKeyword } from './consent-keywords.usecases'
import { keywordReceivedSchema } from './consent-log.schemas'

/** Who writes STOP gets no more marketing. */
export async function contactsSubscriber(ctx: OrganizationContext, event: DomainEvent): Promise<void> {
  if (event.type === 'message.received') await noteKeyword(ctx, keywordReceivedSchema.parse(event).data)
}
