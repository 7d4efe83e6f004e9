import { and, eq, getTableColumns, is, type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import {
  type AnySQLiteColumn,
  type SQLiteColumn,
  type SQLiteInsertValue,
  SQLiteTable,
  type SQLiteUpdateSetSource,
} from 'drizzle-orm/sqlite-core'
import { requireClosed, tableSource as source } from './conditions'
import { keyOf, type Row, toDriverValue } from './driver-rows'
import { forbid } from './forbidden-builders'
import { jsonColumns, jsonSource } from './json-rows'
import { countRows, type Order, selectMerged } from './list-queries'
import { type SearchIndex, searchRows } from './search-index'
import { STALE_READ } from './statements'

/** A table whose rows belong to organizations. Nothing else compiles. */
export type OrganizationTable = SQLiteTable & { organizationId: AnySQLiteColumn<{ data: string; notNull: true }> }
type Values<T extends OrganizationTable> = Omit<T['$inferInsert'], 'organizationId'>
type Changes<T extends OrganizationTable> = Partial<Omit<T['$inferInsert'], 'organizationId' | 'id'>>
type Condition = SQL | undefined

const isOrganizationTable = (table: unknown): table is OrganizationTable =>
  is(table, SQLiteTable) && 'organizationId' in table

/**
 * A database handle that sees and writes one organization's rows, whatever conditions it is given. Works on a shard
 * and on the scoped tables of the directory.
 *
 * It does not compile for a table without the organization's column, for a second `.where()` or another table's `.from()`,
 * for choosing or changing the organization, for a union or a plain upsert; and where a cast gets past the compiler, it
 * throws. What it cannot see is a SELECT that somebody writes into a raw fragment: the schema guard's test lists the few
 * files that have one, each with the organization in it.
 */
export function createOrganizationDb(db: DrizzleD1Database, organizationId: string) {
  // In parentheses: Drizzle joins conditions with AND as they are, and an OR inside a raw one would undo the scope.
  const within = (table: OrganizationTable, conditions: Condition[]) =>
    and(
      eq(table.organizationId, organizationId),
      ...conditions.map((condition) => condition && sql`(${requireClosed(condition)})`),
    )

  /** Joined tables get the same condition; a second `where` would replace the first one, so it is refused. */
  const guard = <B extends object>(builder: B) => {
    const scoped = (join: (table: unknown, on: SQL) => unknown) => (table: unknown, on: SQL) => {
      if (!isOrganizationTable(table)) throw new Error('Only tables with an organization can be joined')
      join.call(builder, table, within(table, [on]) as SQL)
      return builder
    }
    for (const [name, method] of joinsOf(builder)) Object.defineProperty(builder, name, { value: scoped(method) })
    return forbid(builder)
  }

  return {
    organizationId,

    select: <T extends OrganizationTable>(table: T, ...where: Condition[]) =>
      guard(
        db
          .select()
          .from(table as SQLiteTable as T)
          .where(within(table, where)),
      ),

    /** Chosen columns or aggregates instead of whole rows. */
    selectFields: <T extends OrganizationTable, F extends Record<string, SQLiteColumn | SQL | SQL.Aliased>>(
      table: T,
      fields: F,
      ...where: Condition[]
    ) =>
      guard(
        db
          .select(fields)
          .from(table as SQLiteTable as T)
          .where(within(table, where)),
      ),

    insert: <T extends OrganizationTable>(table: T, values: Values<T>) =>
      forbid(db.insert(table).values({ ...values, organizationId } as SQLiteInsertValue<T>)),

    /**
     * Inserts the row only if the statement before it in the batch changed something: for what must follow a change that
     * carries its rule in its own WHERE. An inserted row counts as a change, so several can stand in a chain.
     */
    insertIfChanged: <T extends OrganizationTable>(table: T, values: Values<T>) => {
      const selected = Object.values(getTableColumns(table)).map((column) =>
        column === table.organizationId
          ? sql`${organizationId}`
          : sql`${toDriverValue(column, (values as Row)[keyOf(column)])}`,
      )
      return forbid(db.insert(table).select(sql`SELECT ${sql.join(selected, sql`, `)} WHERE changes() > 0`))
    },

    /** A plain ON CONFLICT DO UPDATE on a bare id would write another organization's row; this one cannot. */
    upsert: <T extends OrganizationTable>(
      table: T,
      values: Values<T>,
      on: { target: AnySQLiteColumn | AnySQLiteColumn[]; set: Changes<T> },
    ) =>
      db
        .insert(table)
        .values({ ...values, organizationId } as SQLiteInsertValue<T>)
        .onConflictDoUpdate({
          target: on.target,
          set: unmoved(on.set) as SQLiteUpdateSetSource<T>,
          setWhere: within(table, []) as SQL,
        }),

    update: <T extends OrganizationTable>(table: T, changes: Changes<T>, ...where: Condition[]) =>
      guard(
        db
          .update(table)
          .set(unmoved(changes) as SQLiteUpdateSetSource<T>)
          .where(within(table, where)),
      ),

    delete: <T extends OrganizationTable>(table: T, ...where: Condition[]) =>
      guard(db.delete(table).where(within(table, where))),

    /**
     * Inserts any number of rows: one JSON parameter a statement, which gets past D1's 100 bound parameters
     * (5,000 rows in 16 ms). Rows that meet an existing key are left as they are; with `strict` they fail the batch.
     * @returns the statements, for `batch`: none for no rows
     */
    insertMany: <T extends OrganizationTable>(table: T, rows: Values<T>[], { strict = false } = {}) => {
      const columns = Object.values(getTableColumns(table)).filter((column) => column !== table.organizationId)
      const json = jsonColumns(columns, rows as Row[])
      const values = Object.values(getTableColumns(table)).map((column) =>
        column === table.organizationId ? sql`${organizationId}` : json.values[columns.indexOf(column)],
      )
      // `WHERE true` keeps SQLite from reading ON CONFLICT as a join condition.
      return json.texts.map((text) => {
        const insert = db
          .insert(table)
          .select(sql`SELECT ${sql.join(values, sql`, `)} FROM json_each(${text}) WHERE true`)
        return forbid(strict ? insert : insert.onConflictDoNothing())
      })
    },

    /**
     * As `insertMany`, but a row that meets `target` changes the one that is there. `set` may use `excluded(column)`.
     * @param only inserts a row only if this holds of it; `field('name')` is a value of the row
     */
    upsertMany: <T extends OrganizationTable>(
      table: T,
      rows: Values<T>[],
      on: {
        target: AnySQLiteColumn[]
        set: Partial<Record<keyof Changes<T>, SQL>>
        only?: (field: (name: keyof Values<T> & string) => SQL) => SQL
      },
    ) => {
      const keys = Object.keys(getTableColumns(table)).filter((key) => key !== 'organizationId')
      const columns = keys.map((key) => getTableColumns(table)[key] as AnySQLiteColumn)
      const json = jsonColumns(columns, rows as Row[])
      const field = (name: string) => json.values[keys.indexOf(name)] ?? sql`NULL`
      const values = Object.entries(getTableColumns(table)).map(([key, column]) =>
        column === table.organizationId ? sql`${organizationId}` : field(key),
      )
      const only = on.only ? sql`(${requireClosed(on.only(field))})` : sql`true`
      return json.texts.map((text) =>
        db
          .insert(table)
          .select(sql`SELECT ${sql.join(values, sql`, `)} FROM json_each(${text}) WHERE ${only}`)
          .onConflictDoUpdate({
            target: on.target,
            set: unmoved(on.set) as SQLiteUpdateSetSource<T>,
            setWhere: within(table, []) as SQL,
          }),
      )
    },

    /**
     * Changes many rows, each by its own values: `field('name')` is a value of the row of `rows` that `match` pairs with
     * a row of the table. Values that are objects travel as JSON text. `match` compares columns of an index for equality:
     * each row is looked up by it.
     * @returns the statements, for `batch`: none for no rows
     */
    updateMany: <T extends OrganizationTable, R extends Row>(
      table: T,
      rows: R[],
      change: {
        match: (field: (name: keyof R & string) => SQL) => SQL
        set: (field: (name: keyof R & string) => SQL) => Partial<Record<keyof Changes<T>, SQL | string | number | null>>
      },
    ) => {
      const { field, sources } = jsonSource(rows, organizationId)
      return sources.map((from) =>
        forbid(
          db
            .update(table)
            .set(unmoved(change.set(field)) as SQLiteUpdateSetSource<T>)
            .from(from)
            .where(sql`${table.organizationId} = source.organization AND (${requireClosed(change.match(field))})`),
        ),
      )
    },

    /**
     * Changes rows by the row of another table that `match` pairs with them, both of this organization. In an update
     * Drizzle knows one table only, so columns of `source` are written with their table: `${source.column}` in a fragment.
     */
    updateFrom: <T extends OrganizationTable>(
      table: T,
      source: OrganizationTable,
      change: { match: SQL; set: Partial<Record<keyof Changes<T>, SQL>> },
    ) =>
      forbid(
        db
          .update(table)
          .set(unmoved(change.set) as SQLiteUpdateSetSource<T>)
          .from(source as SQLiteTable)
          .where(and(within(table, [change.match]), eq(source.organizationId, organizationId))),
      ),

    /**
     * A value out of this organization's rows, to stand in a condition or a change: `(SELECT count(*) FROM … WHERE …)`.
     * `table` may be an `alias`, to compare rows of a table with others of it.
     */
    subquery: <V>(table: OrganizationTable, expression: SQL<V> | SQLiteColumn, ...where: Condition[]): SQL<V> =>
      sql<V>`(SELECT ${expression} FROM ${source(table)} WHERE ${within(table, where)})`,

    /** As `subquery`, the value of the first row by `order`. */
    first: <V>(
      table: OrganizationTable,
      expression: SQL<V> | SQLiteColumn,
      { order, where }: { order: readonly (SQL | SQLiteColumn)[]; where: Condition[] },
    ): SQL<V> =>
      sql<V>`(SELECT ${expression} FROM ${source(table)} WHERE ${within(table, where)} ORDER BY ${sql.join([...order], sql`, `)} LIMIT 1)`,

    /** How many rows there are, counted no further than `limit` in the order of an index: for `values`. */
    countUpTo: (table: OrganizationTable, where: Condition, page: { order: Order; limit: number }): SQL<number> =>
      countRows(source(table), within(table, [where]) as SQL, page),

    /** Rows of up to five ranges as one list, see `selectMerged`. */
    selectMerged: <F extends Record<string, SQLiteColumn>>(
      table: OrganizationTable,
      { ranges, ...list }: { fields: F; ranges: SQL[]; order: Order; limit: number },
    ) => forbid(selectMerged(db, table, { ...list, ranges: ranges.map((range) => within(table, [range]) as SQL) })),

    /** One row of values that are made of this organization's rows, as `subquery` and `countUpTo` give them. */
    values: <F extends Record<string, SQL.Aliased>>(fields: F) => forbid(db.select(fields).from(sql`(SELECT 1)`)),

    /**
     * For a batch whose changes were decided by what was read before it: fails all of it when there is such a row now.
     * The error is a conflict (`isConflict`): read again, decide again.
     */
    failIf: <T extends OrganizationTable>(table: T, ...where: Condition[]) =>
      guard(
        db
          .select({ stale: sql`json_extract('{}', ${sql.raw(`'${STALE_READ}'`)})` })
          .from(table as SQLiteTable as T)
          .where(within(table, where)),
      ),

    /** `EXISTS`, over this organization's rows. */
    exists: (table: OrganizationTable, ...where: Condition[]): SQL =>
      sql`EXISTS (SELECT 1 FROM ${source(table)} WHERE ${within(table, where)})`,

    /**
     * The condition that a row of `table` is among the newest `limit` that the text finds. Null when it has no words.
     * For `messages` and `contacts`, whose index follows them.
     */
    matches: (table: OrganizationTable, index: SearchIndex, text: string, limit: number): SQL | null => {
      const rows = searchRows(index, organizationId, text, limit)
      return rows && sql`${table}.rowid IN (${rows})`
    },

    /** Runs statements of this handle in one transaction: all or none. */
    batch: db.batch.bind(db),
  }
}
export type OrganizationDb = ReturnType<typeof createOrganizationDb>

/** A cast can smuggle the organization into the changed columns; a row never moves to another one. */
function unmoved<C extends object>(changes: C): C {
  if ('organizationId' in changes) throw new Error('A row cannot change its organization')
  return changes
}

type Join = (table: unknown, on: SQL) => unknown
function joinsOf(builder: object): [string, Join][] {
  const methods = builder as Record<string, unknown>
  return ['innerJoin', 'leftJoin'].flatMap((name) =>
    typeof methods[name] === 'function' ? [[name, methods[name] as Join]] : [],
  )
}

/** In an `upsertMany`: the value that was to be inserted. */
export const excluded = (column: SQLiteColumn): SQL => sql`excluded.${sql.identifier(column.name)}`
