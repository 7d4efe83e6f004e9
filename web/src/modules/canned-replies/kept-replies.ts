import { kept } from '../../shared/kept'

export type ReplyWords = { shortcut: string; body: string; isShared: boolean }
type Entry = { of: string; words: ReplyWords }
type Subject = { replyId: string | undefined; begunWith: { shortcut: string; body: string } | undefined }
const NEW = 'new'

const nameOf = ({ replyId, begunWith }: Subject): string =>
  replyId ?? (begunWith?.shortcut || begunWith?.body ? `${NEW} ${JSON.stringify(begunWith)}` : NEW)

/**
 * What somebody typed for a canned reply and hasn't saved: kept on this device, like a draft. A new one that was begun with
 * words is found with them; whoever begins with none goes on with the newest.
 */
export function keptReply({ organizationId, userId }: Record<'organizationId' | 'userId', string>, subject: Subject) {
  const store = kept<readonly Entry[]>(`wharf.canned-replies.${organizationId}.${userId}`)
  const all = store.read() ?? []
  const name = nameOf(subject)
  const found =
    all.find(({ of }) => of === name) ?? (name === NEW ? all.findLast(({ of }) => of.startsWith(NEW)) : undefined)
  const of = found?.of ?? name
  return {
    before: found?.words,
    /** Nothing at all is not kept. */
    write: (words: ReplyWords | undefined): void => {
      const others = (store.read() ?? []).filter((one) => one.of !== of)
      const entries = words ? [...others, { of, words }] : others
      store.write(entries.length === 0 ? undefined : entries)
    },
  }
}
