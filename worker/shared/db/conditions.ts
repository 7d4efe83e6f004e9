import { Column, Name, Param, SQL, type SQLChunk, StringChunk, sql, Table } from 'drizzle-orm'
import { getTableConfig, SQLiteAsyncDialect, type SQLiteTable } from 'drizzle-orm/sqlite-core'

const dialect = new SQLiteAsyncDialect()

/**
 * Refuses a condition whose text could end the parentheses around it. Not a parser of SQL: fragments are code that we
 * trust, this catches the one that was put together from text.
 */
export function requireClosed(condition: SQL): SQL {
  const written = writtenBy(condition) ?? dialect.sqlToQuery(condition).sql
  const text = written.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '')
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    if (character === ')' && --depth < 0) break
  }
  if (depth !== 0 || /--|\/\*|;|['"]/.test(text)) throw new Error('This condition does not stay within its parentheses')
  return condition
}

/**
 * The text that is written in a condition, with a mark for each column, table and value: those cannot end anything. Ten
 * times faster than rendering it, and every query of an organization comes through here. Undefined for what Drizzle would
 * have to write down itself.
 */
function writtenIn({ queryChunks, shouldInlineParams }: Written): string | undefined {
  return shouldInlineParams ? undefined : writtenByAll(queryChunks)
}
type Written = { queryChunks: SQLChunk[]; shouldInlineParams?: boolean }

function writtenByAll(chunks: readonly SQLChunk[]): string | undefined {
  let text = ''
  for (const chunk of chunks) {
    const written = writtenBy(chunk)
    if (written === undefined) return undefined
    text += written
  }
  return text
}

function writtenBy(chunk: SQLChunk): string | undefined {
  if (chunk instanceof StringChunk) return chunk.value.join('')
  if (chunk instanceof SQL) return writtenIn(chunk as unknown as Written)
  if (chunk === undefined) return ''
  if (Array.isArray(chunk)) return writtenByAll(chunk)
  if (chunk instanceof Param) return isValue(chunk.value) ? '?' : undefined
  return chunk instanceof Column || chunk instanceof Table || chunk instanceof Name || isValue(chunk) ? '?' : undefined
}

/** What is bound, and never part of the text. */
const isValue = (value: unknown): boolean => value === null || ['string', 'number', 'boolean'].includes(typeof value)

const ORIGINAL_NAME = Symbol.for('drizzle:OriginalName')

/** What follows FROM. Of an `alias` Drizzle would write only its name, not of what. */
export function tableSource(table: SQLiteTable): SQL {
  const { name } = getTableConfig(table)
  const original = (table as unknown as Record<symbol, string>)[ORIGINAL_NAME]
  if (original === undefined || original === name) return sql`${table}`
  return sql`${sql.identifier(original)} AS ${sql.identifier(name)}`
}
