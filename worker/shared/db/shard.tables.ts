import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from './columns'

/** What a POST with an Idempotency-Key answered, so that the same request is answered the same and not done twice. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    organizationId: organizationId(),
    /** The key as sent, prefixed with who sent it: two callers cannot read each other's answers. */
    key: text().notNull(),
    /** SHA-256 of method, path and body: the same key with another request is refused. */
    requestHash: text('request_hash').notNull(),
    /** Null while the first request is still running. */
    status: integer(),
    /** Sealed: an answer can carry a secret that is shown once. */
    sealedBody: text('sealed_body'),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.key] })],
)

/** Domain events caused by a change in the shard: written in its batch, deleted when every subscriber has run. */
export const shardOutbox = sqliteTable(
  'outbox',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    event: text({ mode: 'json' }).$type<{ type: string }>().notNull(),
    /** When the queue was last told. The sweep tells it again. */
    queuedAt: timestamp('queued_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), index('outbox_due').on(table.queuedAt)],
)
