import { type SQL, sql } from 'drizzle-orm'

/** Tables with an FTS5 index beside them, kept by triggers (migrations/shard). */
export type SearchIndex = 'message_search' | 'contact_search'

// What FTS5's unicode61 takes for a word: two of its words in quotes would be a phrase, which this index cannot answer.
const WORDS = /[\p{L}\p{N}\p{Co}]+/gu
const MAX_WORDS = 10

/** The word that marks an organization's entries; the triggers write the same one. */
const organizationWord = (organizationId: string) => `zz${organizationId.slice(4)}`

/**
 * Row numbers of an organization's entries that hold every word of a text, the last one as a beginning, newest first.
 * Null when the text has no word in it. Accents and case don't count.
 *
 * Where the words as they stand fill the limit, longer ones are not looked for: for a beginning FTS5 puts the entries of
 * every word together first, all neighbours' too, which takes a third of a second where a million entries hold it.
 */
export function searchRows(index: SearchIndex, organizationId: string, text: string, limit: number): SQL | null {
  const words = (text.normalize('NFC').match(WORDS) ?? []).slice(0, MAX_WORDS)
  if (words.length === 0) return null
  const query = [organizationWord(organizationId), ...words].map((word) => `"${word}"`).join(' AND ')
  const newest = (match: string, most: SQL) => {
    const table = sql.identifier(index)
    return sql`SELECT rowid FROM ${table} WHERE ${table} MATCH ${match} ORDER BY rowid DESC LIMIT ${most}`
  }
  const whole = newest(query, sql`${limit}`)
  const begun = newest(
    `${query} *`,
    sql`CASE WHEN (SELECT count(*) FROM (${whole})) < ${limit} THEN ${limit} ELSE 0 END`,
  )
  return sql`SELECT rowid FROM (${whole}) UNION SELECT rowid FROM (${begun}) ORDER BY rowid DESC LIMIT ${limit}`
}
