import type { ListedConversation } from '@worker/modules/conversations/conversations.schemas'

type Excerpt = Pick<NonNullable<ListedConversation['match']>, 'text' | 'ranges'>

/** An excerpt cut where what was found begins and ends. */
export function markedParts({ text, ranges }: Excerpt): { text: string; isMarked: boolean }[] {
  const parts: { text: string; isMarked: boolean }[] = []
  let at = 0
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue
    parts.push({ text: text.slice(at, Math.max(at, start)), isMarked: false })
    parts.push({ text: text.slice(Math.max(at, start), end), isMarked: true })
    at = end
  }
  parts.push({ text: text.slice(at), isMarked: false })
  return parts.filter((part) => part.text !== '')
}
