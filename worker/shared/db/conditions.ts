import { type SQL, sql } from 'drizzle-orm'
import { getTableConfig, SQLiteAsyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'

const dialect = new SQLiteAsyncDialect()

/**
 * Refuses a condition whose text could end the parentheses around it. Not a parser of SQL: fragments are code that we
 * trust, this catches the one that was put together from text.
 */
export function requireClosed(condition: SQL): SQL {
  const text = dialect.sqlToQuery(condition).sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '')
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')' && --depth < 0) break
  }
  if (depth !== 0 || /--|\/\*|;|['"]/.test(text)) throw new Error('This condition does not stay within its parentheses')
  return condition
}

const ORIGINAL_NAME = Symbol.for('drizzle:OriginalName')

/** What follows FROM. Of an `alias` Drizzle would write only its name, not of what. */
export function tableSource(table: SQLiteTable): SQL {
  const { name } = getTableConfig(table)
  const original = (table as unknown as Record<symbol, string>)[ORIGINAL_NAME]
  if (original === undefined || original === name) return sql`${table}`
  return sql`${sql.identifier(original)} AS ${sql.identifier(name)}`
}
