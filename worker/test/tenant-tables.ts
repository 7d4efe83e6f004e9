import { foreignKey, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'

// Tables of the attacks on the tenant handle. Not the product's: they exist only while that test runs.

export const contacts = sqliteTable(
  'attack_contacts',
  {
    id: text().notNull(),
    organizationId: text('organization_id').notNull(),
    name: text().notNull(),
    phone: text().notNull(),
    isBlocked: integer('is_blocked', { mode: 'boolean' }).notNull().default(false),
    fields: text({ mode: 'json' }).$type<Record<string, string>>(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique().on(table.organizationId, table.phone),
  ],
)

export const conversations = sqliteTable(
  'attack_conversations',
  { id: text().notNull(), organizationId: text('organization_id').notNull(), contactId: text('contact_id').notNull() },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    foreignKey({
      columns: [table.organizationId, table.contactId],
      foreignColumns: [contacts.organizationId, contacts.id],
    }),
  ],
)

/** Keyed by a bare id, as a table of the product never is: the case in which a plain upsert steals. */
export const tags = sqliteTable('attack_tags', {
  id: text().primaryKey(),
  organizationId: text('organization_id').notNull(),
  label: text().notNull(),
})

/** No organization: the handle does not take it. */
export const settings = sqliteTable('attack_settings', { id: text().primaryKey(), value: text().notNull() })

export const createTables = [
  `CREATE TABLE attack_contacts (id text NOT NULL, organization_id text NOT NULL, name text NOT NULL, phone text NOT NULL, is_blocked integer NOT NULL DEFAULT 0, fields text, PRIMARY KEY (organization_id, id), UNIQUE (organization_id, phone))`,
  `CREATE TABLE attack_conversations (id text NOT NULL, organization_id text NOT NULL, contact_id text NOT NULL, PRIMARY KEY (organization_id, id), FOREIGN KEY (organization_id, contact_id) REFERENCES attack_contacts (organization_id, id))`,
  `CREATE TABLE attack_tags (id text PRIMARY KEY, organization_id text NOT NULL, label text NOT NULL)`,
  `CREATE TABLE attack_settings (id text PRIMARY KEY, value text NOT NULL)`,
]
