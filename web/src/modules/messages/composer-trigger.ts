/** Something that is typed to be replaced: `/ship`, `//`, `:smi`, `@Tom`. */
export type Trigger = {
  kind: 'canned' | 'template' | 'emoji' | 'mention'
  query: string
  /** Where it begins in the text; it ends at the caret. */
  start: number
}

const MOST = 40

/** What stands before the caret, if it is one. Each begins at the start of a word, so that addresses and times are left alone. */
export function findTrigger(text: string, caret: number, mode: 'reply' | 'note'): Trigger | null {
  const before = text.slice(Math.max(0, caret - MOST - 2), caret)
  const word = /(?:^|\s)(\S+)$/u.exec(before)?.[1]
  if (!word || (word.length === before.length && caret > before.length)) return null
  const start = caret - word.length
  const found = (kind: Trigger['kind'], query: string): Trigger => ({ kind, query, start })
  if (mode === 'reply' && word.startsWith('//')) return found('template', word.slice(2))
  if (mode === 'reply' && /^\/[\p{L}\p{N}_-]*$/u.test(word)) return found('canned', word.slice(1).toLowerCase())
  if (/^:[a-z0-9_+-]{2,}$/i.test(word)) return found('emoji', word.slice(1).toLowerCase())
  if (mode === 'note' && /^@[\p{L}\p{N}._-]*$/u.test(word)) return found('mention', word.slice(1))
  return null
}

/** The text with the trigger replaced, and where the caret stands then. */
export function replaceTrigger(
  text: string,
  { start }: Pick<Trigger, 'start'>,
  { caret, by }: { caret: number; by: string },
): { text: string; caret: number } {
  return { text: text.slice(0, start) + by + text.slice(caret), caret: start + by.length }
}
