import { type SQL, sql } from 'drizzle-orm'
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core'
import { keyOf, type Row, toDriverValue } from './driver-rows'

// Many rows in one JSON parameter, which gets past D1's 100 bound parameters. SQLite takes each value out of the JSON by
// itself, so what is the same in every row is bound once instead: most columns of most rows are empty.

/** D1 refuses values of 2 MB; half of it leaves room for multi-byte text. */
const MAX_JSON_CHARACTERS = 500_000
const MAX_ROWS = 5000
/** Of the 100 that a statement may have. */
const MAX_BOUND = 60

type Values = unknown[]
/** Texts with the values that differ, cut so that each stays below D1's limit, and where each column's value is. */
function split(
  rows: Values[],
  width: number,
  limit: number,
): { texts: string[]; places: ({ same: unknown } | { at: number })[] } {
  const [first = []] = rows
  let bound = 0
  const isSame = Array.from({ length: width }, (_, at) => {
    if (!rows.every((row) => row[at] === first[at])) return false
    return first[at] === null || ++bound <= limit
  })
  const varying = isSame.flatMap((same, at) => (same ? [] : [at]))
  return {
    texts: toTexts(rows, (row) => varying.map((at) => row[at])),
    places: isSame.map((same, at) => (same ? { same: first[at] } : { at: varying.indexOf(at) })),
  }
}

function toTexts(rows: Values[], toValue: (row: Values) => unknown): string[] {
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

const bind = (value: unknown): SQL => (value === null ? sql`NULL` : sql`${value}`)
const take = (at: number): SQL => sql`value ->> ${sql.raw(`'$[${at}]'`)}`

/** Rows to insert, with each column's value in the row of `json_each`. Drizzle's defaults are filled in. */
export function jsonColumns(columns: AnySQLiteColumn[], rows: Row[]): { texts: string[]; values: SQL[] } {
  const values = rows.map((row) => columns.map((column) => toDriverValue(column, row[keyOf(column)])))
  const { texts, places } = split(values, columns.length, MAX_BOUND)
  return { texts, values: places.map((place) => ('at' in place ? take(place.at) : bind(place.same))) }
}

/**
 * Rows that change others: `field` is a value of the row, `sources` what stands behind FROM for each text. The organization
 * comes with the rows, behind a LIMIT that keeps the planner from looking through it: given as a constant, SQLite walks
 * over all of the organization's rows and tries each row of the JSON on them. Objects become JSON texts.
 */
export function jsonSource(rows: Row[], organizationId: string) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].map(plainName)
  const values = rows.map((row) => names.map((name) => plainValue(row[name])))
  const { texts, places } = split(values, names.length, MAX_BOUND / 3)
  const fields = places.flatMap((place, index) =>
    'at' in place ? [sql`${take(place.at)} AS ${sql.identifier(names[index] ?? '')}`] : [],
  )
  const selected = sql.join([sql`${organizationId} AS organization`, ...fields], sql`, `)
  return {
    field: (name: string): SQL => {
      const place = places[names.indexOf(plainName(name))]
      if (!place) return sql`NULL`
      return 'at' in place ? sql`source.${sql.identifier(name)}` : bind(place.same)
    },
    sources: texts.map((text) => sql`(SELECT ${selected} FROM json_each(${text}) LIMIT -1) AS source`),
  }
}

function plainName(name: string): string {
  if (!/^\w+$/.test(name) || name === 'organization') throw new Error('A field of a row has a plain name')
  return name
}

function plainValue(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'object' ? JSON.stringify(value) : value
}
