import { primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'

/** Text that agents insert by a shortcut. */
export const cannedReplies = sqliteTable(
  'canned_replies',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    /** Lower case, without the slash. */
    shortcut: text().notNull(),
    body: text().notNull(),
    /** Whose it is; '' for the whole team. Not null, because a unique key takes nulls for different. */
    ownerId: text('owner_id').notNull(),
    createdAt: createdAt(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('canned_replies_by_shortcut').on(table.organizationId, table.ownerId, table.shortcut),
  ],
)
