/** A stretch of a message's text. */
export type TextPart =
  | { kind: 'text' | 'bold' | 'italic' | 'struck' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string }

const marks = { '*': 'bold', _: 'italic', '~': 'struck', '`': 'code' } as const
// A link ends before the punctuation of the sentence around it.
const pattern =
  /(?<link>https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])|(?<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<![\p{L}\p{N}])(?<mark>[*_~`])(?<inner>\S(?:[^\n]*?\S)?)\k<mark>(?![\p{L}\p{N}])/gu

/** Cuts a text at its formatting and links. Joined again the parts' texts are the text without its marks. */
export function parseText(text: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) })
    const { link, mail, mark, inner } = match.groups ?? {}
    if (link) parts.push({ kind: 'link', text: link, href: link })
    else if (mail) parts.push({ kind: 'link', text: mail, href: `mailto:${mail}` })
    else parts.push({ kind: marks[mark as keyof typeof marks], text: inner ?? '' })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}
