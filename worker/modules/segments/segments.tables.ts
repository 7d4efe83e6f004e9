import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'
import type { SegmentDefinition } from './segments.schemas'

/** A saved question about people: the tabs of the contacts page, the audience of a broadcast. */
export const segments = sqliteTable(
  'segments',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    definition: text({ mode: 'json' }).$type<SegmentDefinition>().notNull(),
    position: integer().notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<unknown>(),
    createdAt: createdAt(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('segments_by_position').on(table.organizationId, table.position, table.id),
  ],
)
