import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { createId, deriveId } from '../../shared/ids'
import { insertEntry, listEntries } from './audit-log.repository'
import {
  type AuditAction,
  type AuditLogEntry,
  type AuditRecorded,
  type AuditTarget,
  auditLogEntrySchema,
} from './audit-log.schemas'

/** Writes the entry of an event, once: its id is derived from the event's. */
export async function recordEntry(ctx: OrganizationContext, eventId: string, event: AuditRecorded): Promise<void> {
  await insertEntry(ctx, {
    id: deriveId('aud', eventId),
    action: event.action,
    actor: event.actor,
    target: event.target,
    createdAt: event.at,
  })
}

/** The entry of a change in the shard, for its own batch: then there is no event to carry it. */
export const auditStatement = (
  ctx: OrganizationContext,
  { action, target }: { action: AuditAction; target: AuditTarget },
): Statement => {
  const now = ctx.clock.now()
  return insertEntry(ctx, { id: createId('aud', now), action, actor: ctx.actor, target, createdAt: now })
}

/** @returns up to `limit` entries older than `before`, newest first */
export async function listAuditLog(
  ctx: OrganizationContext,
  page: { before: string | undefined; limit: number },
): Promise<AuditLogEntry[]> {
  const rows = await listEntries(ctx, page)
  return rows.map(({ id, action, actor, target, createdAt }) =>
    auditLogEntrySchema.parse({ id, action, actor, target, at: toIso(createdAt) }),
  )
}
