import { type GetColumnData, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import type { RunnableQuery } from 'drizzle-orm/runnable-query'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'

export type Order = readonly [SQL | SQLiteColumn, ...(SQL | SQLiteColumn)[]]
type Fields = Record<string, SQLiteColumn>
type RowOf<F extends Fields> = { [K in keyof F]: GetColumnData<F[K], 'query'> }
type List<F extends Fields> = RunnableQuery<RowOf<F>[], 'sqlite'> & PromiseLike<RowOf<F>[]>

/** D1 takes five terms in a compound SELECT. */
const MAX_RANGES = 5

/**
 * Rows of several ranges of a table as one list in order. SQLite merges them as it reads, where an index has each range in
 * that order: a page of fifty costs fifty rows, and one more for each range.
 * @param ranges a condition each, with the organization in it
 */
export function selectMerged<F extends Fields>(
  db: DrizzleD1Database,
  table: SQLiteTable,
  { fields, ranges, order, limit }: { fields: F; ranges: SQL[]; order: Order; limit: number },
): List<F> {
  const [first, ...others] = ranges.map((range) => db.select(fields).from(table).where(range).$dynamic())
  if (!first || ranges.length > MAX_RANGES) throw new Error(`${ranges.length} ranges cannot be merged`)
  // Every `unionAll` gives a type of its own, made of all before it.
  const merged = others.reduce((union, other) => union.unionAll(other as never) as never, first)
  return merged.orderBy(...order).limit(limit) as unknown as List<F>
}

/** @param order that of the index to count on: it keeps the planner from another one */
export const countRows = (source: SQL, range: SQL, { order, limit }: { order: Order; limit: number }): SQL<number> =>
  sql<number>`(SELECT count(*) FROM (SELECT 1 FROM ${source} WHERE ${range} ORDER BY ${sql.join([...order], sql`, `)} LIMIT ${limit}))`
