import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'

/**
 * Work that takes longer than a request: done in steps, each committed with the place to go on from, so that a crash
 * repeats at most one step. The kinds and their steps are in worker/job-kinds.ts.
 */
export const jobs = sqliteTable(
  'jobs',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    kind: text({ enum: ['contact_import', 'contact_bulk', 'person_export', 'person_erasure', 'retention'] }).notNull(),
    /** `waiting`: not begun by a person yet (an import that is uploaded or mapped). */
    state: text({ enum: ['waiting', 'running', 'paused', 'cancelled', 'done', 'failed'] }).notNull(),
    /** What to do; each kind's own schema. Changes only while it waits. */
    input: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** Where the next step goes on; null at the start. */
    place: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    /** Rows or bytes: `done` of `total`, `total` null while unknown. */
    done: integer().notNull().default(0),
    total: integer(),
    /** Counts of the kind: created, updated, refused … */
    counts: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
    /** What came out of it, for people: a receipt, where a file is. */
    result: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    /** Why it failed: code and sentence. */
    failure: text({ mode: 'json' }).$type<{ code: string; message: string }>(),
    /** Of the run that has it; a step commits only while it is still the one. */
    claimToken: text('claim_token'),
    attempts: integer().notNull().default(0),
    /** When somebody must look at it: the end of the claim, or the next try. Null: nothing to do. */
    dueAt: timestamp('due_at'),
    startedBy: text('started_by', { mode: 'json' }).$type<unknown>(),
    createdAt: createdAt(),
    startedAt: timestamp('started_at'),
    finishedAt: timestamp('finished_at'),
    /** Its files go then, and it. */
    expiresAt: timestamp('expires_at'),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('jobs_by_time').on(table.organizationId, table.createdAt, table.id),
    index('jobs_due').on(table.dueAt).where(sql`due_at IS NOT NULL`),
    index('jobs_expired_due').on(table.expiresAt).where(sql`expires_at IS NOT NULL`),
  ],
)
