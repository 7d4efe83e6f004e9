import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId } from '../../shared/db/columns'

/** Who did what in an organization. Written once, never changed. Ids are time-ordered, so the key is the order. */
export const auditLogEntries = sqliteTable(
  'audit_log_entries',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    action: text().notNull(),
    actor: text({ mode: 'json' }).$type<unknown>().notNull(),
    target: text({ mode: 'json' }).$type<unknown>(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] })],
)
