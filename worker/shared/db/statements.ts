import type { BatchItem } from 'drizzle-orm/batch'

/** Anything that can go into `db.batch`. */
export type Statement = BatchItem<'sqlite'>

/** Whether an insert met a unique key. @param column as SQLite names it, such as `users.email` */
export function isUniqueViolation(error: unknown, column: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause.message.includes('UNIQUE constraint failed') && cause.message.includes(column)) return true
  return false
}
