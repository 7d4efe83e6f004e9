import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'

export type Row = Record<string, unknown>

const keys = new WeakMap<AnySQLiteColumn, string>()

/** The property of a row that a column is read from: what the table calls it, not the database. */
export function keyOf(column: AnySQLiteColumn): string {
  const known = keys.get(column)
  if (known !== undefined) return known
  const found = Object.entries(column.table).find(([, value]) => value === column)
  if (!found) throw new Error(`Column ${column.name} is not on its table`)
  keys.set(column, found[0])
  return found[0]
}

/** What the driver is given for a value, with the column's default where there is none. */
export function toDriverValue(column: AnySQLiteColumn, value: unknown): unknown {
  const filled = value === undefined ? (column.defaultFn?.() ?? column.default ?? null) : value
  if (filled === null) return null
  const driverValue = column.mapToDriverValue(filled)
  return typeof driverValue === 'boolean' ? Number(driverValue) : driverValue
}
