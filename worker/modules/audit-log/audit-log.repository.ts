import { desc, lt } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { auditLogEntries } from './audit-log.tables'

type NewEntry = { id: string; action: string; actor: unknown; target: unknown; createdAt: number }

/** An id that exists already is left as it is: an event that arrives twice is one entry. */
export const insertEntry = (ctx: OrganizationContext, entry: NewEntry) =>
  ctx.db.insert(auditLogEntries, entry).onConflictDoNothing()

/** Newest first. Ids are time-ordered, so the primary key is the order. */
export const listEntries = (
  ctx: OrganizationContext,
  { before, limit }: { before: string | undefined; limit: number },
) =>
  ctx.db
    .select(auditLogEntries, before === undefined ? undefined : lt(auditLogEntries.id, before))
    .orderBy(desc(auditLogEntries.id))
    .limit(limit)
