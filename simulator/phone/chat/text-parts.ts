export type Part = { kind: 'text' | 'bold' | 'italic' | 'strike' | 'mono' | 'link'; text: string }

const KINDS: [RegExp, Part['kind']][] = [
  [/```([^`]+)```/, 'mono'],
  [/`([^`\n]+)`/, 'mono'],
  [/(?<![\p{L}\p{N}*])\*(\S(?:[^*\n]*\S)?)\*(?![\p{L}\p{N}*])/u, 'bold'],
  [/(?<![\p{L}\p{N}_])_(\S(?:[^_\n]*\S)?)_(?![\p{L}\p{N}_])/u, 'italic'],
  [/(?<![\p{L}\p{N}~])~(\S(?:[^~\n]*\S)?)~(?![\p{L}\p{N}~])/u, 'strike'],
  [/(https?:\/\/[^\s<]+[^\s<.,;:!?)])/, 'link'],
]

/** WhatsApp's own marks: *bold*, _italic_, ~struck~, ```mono```, and addresses. */
export function partsOf(text: string): Part[] {
  let first: { at: number; length: number; part: Part } | undefined
  for (const [pattern, kind] of KINDS) {
    const match = pattern.exec(text)
    if (match && (!first || match.index < first.at)) {
      first = { at: match.index, length: match[0].length, part: { kind, text: match[1] ?? '' } }
    }
  }
  if (!first) return text === '' ? [] : [{ kind: 'text', text }]
  const before: Part[] = first.at > 0 ? [{ kind: 'text', text: text.slice(0, first.at) }] : []
  return [...before, first.part, ...partsOf(text.slice(first.at + first.length))]
}
