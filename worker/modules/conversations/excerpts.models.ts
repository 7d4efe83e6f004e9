export type Excerpt = { text: string; ranges: { start: number; end: number }[] }

export const EXCERPT_LENGTH = 160
/** So much stands before the first word that was found. */
const LEAD = 40

// As the search index takes words apart: marks belong to the letter before them.
const WORDS = /[\p{L}\p{N}\p{Co}\p{M}]+/gu
const fold = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/**
 * What of a text is shown as a search's hit: what stands around the first of the words, on one line, and where the words
 * are in it (in UTF-16 units of `text`). The last word of a search is taken as a beginning, as the index takes it.
 */
export function excerptOf(text: string, search: string): Excerpt {
  const words = (search.match(WORDS) ?? []).map(fold)
  const last = words.at(-1)
  const isHit = (word: string) => words.includes(word) || (last !== undefined && word.startsWith(last))
  const line = text.replace(/\s/gu, ' ')
  const hits = [...line.matchAll(WORDS)].flatMap(({ 0: word, index }) =>
    isHit(fold(word)) ? [{ start: index, end: index + word.length }] : [],
  )
  const from = startOf(line, hits[0]?.start ?? 0)
  const to = endOf(line, from)
  const before = from === 0 ? '' : '…'
  return {
    text: before + line.slice(from, to) + (to === line.length ? '' : '…'),
    ranges: hits
      .filter(({ start }) => start >= from && start < to)
      .map(({ start, end }) => ({
        start: start - from + before.length,
        end: Math.min(end, to) - from + before.length,
      })),
  }
}

/** At the beginning of a word, where there is one in reach. */
function startOf(line: string, hit: number): number {
  if (line.length <= EXCERPT_LENGTH || hit <= LEAD) return 0
  const wanted = Math.min(hit - LEAD, line.length - EXCERPT_LENGTH)
  const space = line.indexOf(' ', wanted)
  return space === -1 || space >= hit ? whole(line, wanted) : space + 1
}

function endOf(line: string, from: number): number {
  const end = from + EXCERPT_LENGTH
  return end >= line.length ? line.length : whole(line, end)
}

/** Never between the two halves of a character. */
const whole = (line: string, at: number): number => (/[\uDC00-\uDFFF]/.test(line.charAt(at)) ? at - 1 : at)
