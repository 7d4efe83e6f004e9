import type { Message } from '@worker/modules/messages/messages.schemas'
import { createSignal, getOwner, onCleanup } from 'solid-js'

/** The message that a reply answers, as much as it takes to show it. */
export type Quoted = Pick<Message, 'id' | 'direction' | 'author' | 'type' | 'text'> & Partial<Pick<Message, 'media'>>
export type Draft = { reply: string; note: string; answers?: Quoted | undefined }
type All = Readonly<Record<string, Draft>>
const EMPTY: Draft = { reply: '', note: '' }

/** What is typed and not sent, for each conversation on this device. Survives a reload; all tabs share it. */
export function createDrafts(
  organizationId: string,
  userId: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
) {
  const key = `wharf.drafts.${organizationId}.${userId}`
  const [drafts, setDrafts] = createSignal<All>(restore(storage.getItem(key)))
  /** The conversation that is typed in here: what another tab has of it doesn't change it under the hands. */
  let edited: string | undefined
  /** What the storage didn't take: only this page has it. */
  const unstored = new Set<string>()

  function onStorage(event: StorageEvent): void {
    if (event.key !== key) return
    // What is stored now: the event may be older than what was sent from here since.
    const stored = restore(storage.getItem(key))
    const own = [...unstored, ...(edited === undefined ? [] : [edited])]
    setDrafts((before) => own.reduce((all, id) => withDraft(all, id, before[id] ?? EMPTY), stored))
  }
  window.addEventListener('storage', onStorage)
  if (getOwner()) onCleanup(() => window.removeEventListener('storage', onStorage))

  return {
    /** The conversations in which something was begun. */
    ids: (): string[] =>
      Object.entries(drafts())
        .filter(([, { reply, note }]) => reply !== '' || note !== '')
        .map(([id]) => id)
        .sort(),
    of: (conversationId: string): Draft => drafts()[conversationId] ?? EMPTY,
    set: (conversationId: string, changes: Partial<Draft>): void => {
      const next = { ...(drafts()[conversationId] ?? EMPTY), ...changes }
      setDrafts((all) => withDraft(all, conversationId, next))
      edited = isEmpty(next) ? undefined : conversationId
      try {
        // Another tab may have put something there meanwhile.
        storage.setItem(key, JSON.stringify(withDraft(restore(storage.getItem(key)), conversationId, next)))
        unstored.delete(conversationId)
      } catch {
        // A full or forbidden storage: it stays on the page, it would only not survive a reload.
        unstored.add(conversationId)
      }
    },
  }
}
export type Drafts = ReturnType<typeof createDrafts>

const isEmpty = ({ reply, note, answers }: Draft): boolean => reply === '' && note === '' && !answers

function withDraft(all: All, conversationId: string, draft: Draft): All {
  const { [conversationId]: _, ...others } = all
  return isEmpty(draft) ? others : { ...others, [conversationId]: draft }
}

function restore(text: string | null): All {
  try {
    return JSON.parse(text ?? '{}') as All
  } catch {
    return {}
  }
}
