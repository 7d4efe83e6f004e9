import { primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { organizationId, timestamp } from '../../shared/db/columns'

/** A template as Meta has it. Meta is the record: this is the copy we check sends against. */
export const templates = sqliteTable(
  'templates',
  {
    organizationId: organizationId(),
    wabaId: text('waba_id').notNull(),
    name: text().notNull(),
    /** `en_US`. Webhooks print `en-US` sometimes. */
    language: text().notNull(),
    metaTemplateId: text('meta_template_id').notNull(),
    /** APPROVED, PENDING, REJECTED, PAUSED, DISABLED … an open set. */
    status: text().notNull(),
    category: text().notNull(),
    /** POSITIONAL or NAMED. */
    parameterFormat: text('parameter_format').notNull(),
    components: text({ mode: 'json' }).$type<Record<string, unknown>[]>().notNull(),
    qualityScore: text('quality_score'),
    reason: text(),
    syncedAt: timestamp('synced_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.wabaId, table.name, table.language] })],
)
