import type { BatchItem } from 'drizzle-orm/batch'

/** Anything that can go into `db.batch`. */
export type Statement = BatchItem<'sqlite'>

/** Whether an insert met a unique key. @param column as SQLite names it, such as `users.email` */
export function isUniqueViolation(error: unknown, column: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.message.includes('UNIQUE constraint failed') && cause.message.includes(column)) return true
  return false
}

/** What SQLite complains of when a `failIf` of the handle finds a row: there is no other way to stop a batch. */
export const STALE_READ = 'stale read'

/** Whether somebody else was faster: a batch met a key that was not there when it was decided, or its `failIf` a row. */
export function isConflict(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.message.includes('UNIQUE constraint failed') || cause.message.includes(STALE_READ)) return true
  return false
}
