/**
 * Reads CSV out of a window of a file, so that no more than the window is ever in memory. Own code: a library tells how many
 * characters it has read, of one kind of line end; going on after a crash needs the place of each row, and files mix them.
 */
export type CsvRow = {
  cells: string[]
  /** In characters of the window. */
  end: number
}

const QUOTE = 34
const LF = 10
const CR = 13

/**
 * The rows that are whole within the window, `limit` at most. A quote opens a cell only at its beginning, as spreadsheets
 * read it; inside, two are one.
 * @param isEnd nothing follows the window: what it ends with is a row, too, unless a quote is open
 * @returns with `isOpen` when the rest of the window is in a quote that does not close in it
 */
export function readRows(
  text: string,
  { delimiter, isEnd, from = 0, limit }: { delimiter: string; isEnd: boolean; from?: number; limit: number },
): { rows: CsvRow[]; isOpen: boolean } {
  const separator = delimiter.charCodeAt(0)
  const rows: CsvRow[] = []
  const { length } = text
  let at = from
  while (at < length && rows.length < limit) {
    const cells: string[] = []
    for (;;) {
      let cell = ''
      if (text.charCodeAt(at) === QUOTE) {
        const closed = quotedEnd(text, at + 1)
        // A quote at the very end may be the first of two.
        if (closed === -1 || (closed === length && !isEnd)) return { rows, isOpen: closed === -1 }
        cell = text.slice(at + 1, closed - 1).replaceAll('""', '"')
        at = closed
      }
      // After a closed quote, too: `"a"b` is read as it is by every spreadsheet.
      const start = at
      let code = -1
      while (at < length) {
        code = text.charCodeAt(at)
        if (code === separator || code === LF || code === CR) break
        at++
      }
      cell += text.slice(start, at)
      cells.push(cell)
      if (at >= length) {
        if (!isEnd) return { rows, isOpen: false }
        rows.push({ cells, end: length })
        return { rows, isOpen: false }
      }
      at++
      if (code === separator) continue
      if (code === CR) {
        // Whether a line feed belongs to it is not known yet.
        if (at === length && !isEnd) return { rows, isOpen: false }
        if (text.charCodeAt(at) === LF) at++
      }
      rows.push({ cells, end: at })
      break
    }
  }
  return { rows, isOpen: false }
}

/** Behind the quote that closes, or -1. */
function quotedEnd(text: string, from: number): number {
  for (let at = from; ; at += 2) {
    at = text.indexOf('"', at)
    if (at === -1) return -1
    if (text.charCodeAt(at + 1) !== QUOTE) return at + 1
  }
}

/** Behind the next line end, or -1: where reading goes on after a row that nobody can read. */
export function nextLine(text: string, from: number): number {
  const at = text.indexOf('\n', from)
  return at === -1 ? -1 : at + 1
}

export const isBlank = ({ cells }: Pick<CsvRow, 'cells'>): boolean => cells.length === 1 && cells[0]?.trim() === ''

export type Encoding = 'utf-8' | 'ascii' | 'utf-16le' | 'utf-16be' | 'windows-1252'
/** How many bytes a character of the window is: rows are counted in them. */
export const unitOf = (encoding: Encoding): 1 | 2 => (encoding.startsWith('utf-16') ? 2 : 1)

const signatures: [number[], string][] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a zip file, or a spreadsheet as Excel keeps it'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Excel or Word file'],
  [[0x1f, 0x8b], 'a gzip file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
]
/** What the file is instead of a text, or null. */
export function foreignFormat(bytes: Uint8Array): string | null {
  const found = signatures.find(([signature]) => signature.every((byte, at) => bytes[at] === byte))
  return found?.[1] ?? null
}

/** By its byte order mark, by where zeros are, or by whether it is valid UTF-8. Null: no text at all. */
export function detectEncoding(bytes: Uint8Array): { encoding: Encoding; skip: number } | null {
  const [first, second, third] = bytes
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', skip: 2 }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', skip: 2 }
  const skip = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
  const zeros = [0, 0]
  let high = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
    else if ((bytes[at] ?? 0) >= 0x80) high++
  }
  const [even = 0, odd = 0] = zeros
  const half = bytes.length / 2
  if (odd > half * 0.3 && even < half * 0.05) return { encoding: 'utf-16le', skip: 0 }
  if (even > half * 0.3 && odd < half * 0.05) return { encoding: 'utf-16be', skip: 0 }
  // A few cost their rows only.
  if (even + odd > Math.max(10, bytes.length / 500)) return null
  if (skip === 3) return { encoding: 'utf-8', skip }
  if (high === 0) return { encoding: 'ascii', skip }
  return { encoding: isUtf8(bytes) ? 'utf-8' : 'windows-1252', skip }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The end may be in the middle of a character.
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The one that cuts the first rows into most columns, the same number in each. */
export function detectDelimiter(text: string, isEnd: boolean): ',' | ';' | '\t' {
  const scores = ([',', ';', '\t'] as const).map((delimiter) => {
    const { rows } = readRows(text, { delimiter, isEnd, limit: 20 })
    const widths = rows.filter((row) => !isBlank(row)).map(({ cells }) => cells.length)
    const [width = 1] = widths
    const same = widths.filter((one) => one === width).length / Math.max(1, widths.length)
    return { delimiter, score: width > 1 ? same * 1000 + width : 0 }
  })
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter
}
