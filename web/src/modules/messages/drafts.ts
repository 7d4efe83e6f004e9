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
  /** The page was left: what is sent since, once its file is there, is only known from the storage. */
  let isOver = false

  function onStorage(event: StorageEvent): void {
    if (event.key !== key) return
    // What is stored now: the event may be older than what was sent from here since.
    const stored = restore(storage.getItem(key))
    const own = [...unstored, ...(edited === undefined ? [] : [edited])]
    const mine = drafts()
    const gone = restore(event.oldValue)
    const kept = own.map((id) => [id, withoutSent(mine[id] ?? EMPTY, gone[id] ?? EMPTY, stored[id] ?? EMPTY)] as const)
    setDrafts(kept.reduce((all, [id, draft]) => withDraft(all, id, draft), stored))
    if (kept.some(([id, draft]) => id === edited && draft !== mine[id] && isSame(draft, stored[id] ?? EMPTY)))
      edited = undefined
  }
  window.addEventListener('storage', onStorage)
  if (getOwner())
    onCleanup(() => {
      window.removeEventListener('storage', onStorage)
      isOver = true
    })

  const isStored = (id: string) => isOver && !unstored.has(id)
  const of = (id: string): Draft => (isStored(id) ? restore(storage.getItem(key)) : drafts())[id] ?? EMPTY
  function store(id: string, before: Draft, changes: Partial<Draft>): void {
    const oldValue = storage.getItem(key)
    const all = restore(oldValue)
    // Another tab may have put something there meanwhile: what it typed further is not what is sent or cleared here.
    const there = unstored.has(id) ? before : (all[id] ?? EMPTY)
    const isOthers = (field: 'reply' | 'note') => changes[field] === '' && there[field] !== before[field]
    const next = { ...there, ...changes }
    if (isOthers('reply')) next.reply = there.reply
    if (isOthers('note')) next.note = there.note
    const newValue = JSON.stringify(withDraft(all, id, next))
    storage.setItem(key, newValue)
    // Browsers tell the other tabs only: where this page is open again, it has to be told too.
    if (isOver) window.dispatchEvent(new StorageEvent('storage', { key, oldValue, newValue }))
  }

  return {
    /** The conversations in which something was begun. */
    ids: (): string[] =>
      Object.entries(drafts())
        .filter(([, { reply, note }]) => reply !== '' || note !== '')
        .map(([id]) => id)
        .sort(),
    of,
    set: (conversationId: string, changes: Partial<Draft>): void => {
      const before = of(conversationId)
      const next = { ...before, ...changes }
      setDrafts((all) => withDraft(all, conversationId, next))
      edited = isEmpty(next) ? undefined : conversationId
      try {
        store(conversationId, before, changes)
        unstored.delete(conversationId)
      } catch {
        // A full or forbidden storage: it stays on the page, it would only not survive a reload.
        unstored.add(conversationId)
      }
    },
  }
}
export type Drafts = ReturnType<typeof createDrafts>

/** What was there as it is here, and is gone: another tab has sent or cleared it. What was typed further here stays. */
function withoutSent(mine: Draft, before: Draft, now: Draft): Draft {
  const isGone = (field: 'reply' | 'note') => mine[field] !== '' && mine[field] === before[field] && now[field] === ''
  const reply = isGone('reply') ? { reply: '', answers: now.answers } : {}
  return isGone('reply') || isGone('note') ? { ...mine, ...reply, ...(isGone('note') ? { note: '' } : {}) } : mine
}
const isSame = (one: Draft, other: Draft): boolean => one.reply === other.reply && one.note === other.note

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
