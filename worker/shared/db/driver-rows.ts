import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'

export type Row = Record<string, unknown>

/** D1 refuses values of 2 MB; half of it leaves room for multi-byte text. */
const MAX_JSON_CHARACTERS = 500_000
const MAX_ROWS = 5000

/**
 * Rows as JSON arrays of driver values in column order, cut so that each text stays below D1's limit on a value.
 * Defaults that Drizzle would fill in are filled in here.
 */
export function toJsonRows(columns: AnySQLiteColumn[], rows: Row[]): string[] {
  const keys = columns.map(keyOf)
  return toTexts(rows, (row) => columns.map((column, at) => toDriverValue(column, row[keys[at] ?? ''])))
}

/** Rows as JSON objects, cut in the same way. */
export const toJsonObjects = (rows: Row[]): string[] => toTexts(rows, (row) => row)

function toTexts(rows: Row[], toValue: (row: Row) => unknown): string[] {
  const texts: string[] = []
  let part: string[] = []
  let length = 0
  const flush = () => {
    if (part.length > 0) texts.push(`[${part.join(',')}]`)
    part = []
    length = 0
  }
  for (const row of rows) {
    const text = JSON.stringify(toValue(row))
    if (part.length === MAX_ROWS || length + text.length > MAX_JSON_CHARACTERS) flush()
    part.push(text)
    length += text.length + 1
  }
  flush()
  return texts
}

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
