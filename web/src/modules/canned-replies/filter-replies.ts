import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'

/** Those whose shortcut begins with what was typed, then those that have it within, then those whose text has it. */
export function filterReplies(replies: readonly CannedReply[], query: string): CannedReply[] {
  const wanted = query.toLowerCase()
  const ranks = [
    ({ shortcut }: CannedReply) => shortcut.startsWith(wanted),
    ({ shortcut }: CannedReply) => shortcut.includes(wanted),
    ({ body }: CannedReply) => body.toLowerCase().includes(wanted),
  ]
  return [...new Set(ranks.flatMap((isMatch) => replies.filter(isMatch)))]
}
