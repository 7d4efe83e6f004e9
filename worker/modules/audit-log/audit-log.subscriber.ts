import type { OrganizationContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { auditRecordedSchema } from './audit-log.schemas'
import { recordEntry } from './audit-log.usecases'

/** Carries entries from the directory, where the change was made, to the organization's shard. */
export async function auditLogSubscriber(ctx: OrganizationContext, event: DomainEvent & { id: string }): Promise<void> {
  if (event.type === 'audit.recorded') await recordEntry(ctx, event.id, auditRecordedSchema.parse(event))
}
