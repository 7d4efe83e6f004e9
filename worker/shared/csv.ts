// What we write into files that people open in a spreadsheet, and what we read back from them.

/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection"), full-width forms included. */
const STARTS_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const ESCAPED = /^'+[=+\-@\t\r\n＝＋－＠]/

/**
 * A text as no spreadsheet takes for a formula: an apostrophe goes before what looks like one, and before what looks like
 * one that was escaped already, so that `unescapeCell` always gives the text back.
 */
export const escapeCell = (text: string): string => (STARTS_FORMULA.test(text) ? `'${text}` : text)

/** What `escapeCell` was given. A text that nobody escaped stays as it is, unless it looks escaped. */
export const unescapeCell = (cell: string): string => (ESCAPED.test(cell) ? cell.slice(1) : cell)

/** A line of CSV (RFC 4180) with its line end, every cell escaped. Null is an empty cell. */
export const toCsvLine = (cells: readonly (string | number | boolean | null)[]): string =>
  `${cells.map((cell) => quoted(escapeCell(cell === null ? '' : String(cell)))).join(',')}\r\n`

const quoted = (cell: string): string => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Several names in one cell. One with a separator in it stands in quotes, so that `splitNames` gives all of them back. */
export const joinNames = (names: readonly string[]): string =>
  names.map((name) => (/[,;|"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ')

/** Names with a comma, a semicolon or a bar between them, some of them in quotes. */
export const splitNames = (cell: string): string[] =>
  [...cell.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*(?=[,;|]|$)|([^,;|]+))/g)]
    .map(([, inQuotes, plain]) => (inQuotes === undefined ? (plain ?? '') : inQuotes.replaceAll('""', '"')).trim())
    .filter(Boolean)
