export type Inline =
  | { kind: 'text' | 'strong' | 'emphasis' | 'code'; text: string }
  | { kind: 'link'; href: string; text: string }
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; id: string; inlines: Inline[] }
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

/** As much of Markdown as our own guides use. What it does not know stays text. */
export function parseMarkdown(source: string): Block[] {
  return source
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}/)
    .map((chunk) => chunk.trim())
    .filter((chunk) => chunk !== '')
    .map(toBlock)
}

function toBlock(chunk: string): Block {
  const heading = /^(#{1,3}) (.+)$/.exec(chunk)
  if (heading?.[1] && heading[2])
    return {
      kind: 'heading',
      level: heading[1].length as 1 | 2 | 3,
      id: anchorOf(heading[2]),
      inlines: parseInlines(heading[2]),
    }
  const lines = chunk.split('\n')
  if (lines.every((line) => line.startsWith('|'))) return toTable(lines)
  if (/^(?:- |\d+\. )/.test(chunk)) return toList(lines)
  return { kind: 'paragraph', inlines: parseInlines(joined(lines)) }
}

function toTable(lines: string[]): Block {
  const [head = [], , ...rows] = lines.map((line) =>
    line
      .slice(1, line.endsWith('|') ? -1 : undefined)
      .split('|')
      .map((cell) => parseInlines(cell.trim())),
  )
  return { kind: 'table', head, rows }
}

function toList(lines: string[]): Block {
  const items: string[][] = []
  for (const line of lines) {
    const begun = /^(?:- |\d+\. )(.*)$/.exec(line)
    if (begun) items.push([begun[1] ?? ''])
    else items.at(-1)?.push(line)
  }
  return {
    kind: 'list',
    isOrdered: /^\d/.test(lines[0] ?? ''),
    items: items.map((item) => parseInlines(joined(item))),
  }
}

const joined = (lines: string[]): string => lines.map((line) => line.trim()).join(' ')

/** The address of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const inline = /\*\*(.+?)\*\*|\*(.+?)\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/g

export function parseInlines(text: string): Inline[] {
  const found: Inline[] = []
  let end = 0
  for (const match of text.matchAll(inline)) {
    if (match.index > end) found.push({ kind: 'text', text: curly(text.slice(end, match.index)) })
    found.push(toInline(match))
    end = match.index + match[0].length
  }
  if (end < text.length) found.push({ kind: 'text', text: curly(text.slice(end)) })
  return found
}

/** Apostrophes as the rest of the dashboard writes them. */
const curly = (text: string): string => text.replaceAll("'", '’')

function toInline([whole, strong, emphasis, code, label, href]: RegExpMatchArray): Inline {
  if (strong !== undefined) return { kind: 'strong', text: curly(strong) }
  if (emphasis !== undefined) return { kind: 'emphasis', text: curly(emphasis) }
  if (code !== undefined) return { kind: 'code', text: code }
  if (label === undefined || href === undefined) return { kind: 'text', text: whole ?? '' }
  // Other documents of the repository are not served here: their names stay words.
  return /^(?:https:\/\/|#)/.test(href) ? { kind: 'link', href, text: label } : { kind: 'text', text: label }
}
