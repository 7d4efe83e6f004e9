import { createSignal } from 'solid-js'

export type Draft = { reply: string; note: string }
const EMPTY: Draft = { reply: '', note: '' }

/** What is typed and not sent, for each conversation on this device. Survives a reload. */
export function createDrafts(
  organizationId: string,
  userId: string,
  storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage,
) {
  const key = `wharf.drafts.${organizationId}.${userId}`
  const [drafts, setDrafts] = createSignal<Readonly<Record<string, Draft>>>(restore(storage.getItem(key)))
  return {
    of: (conversationId: string): Draft => drafts()[conversationId] ?? EMPTY,
    set: (conversationId: string, changes: Partial<Draft>): void => {
      const next = { ...(drafts()[conversationId] ?? EMPTY), ...changes }
      const { [conversationId]: _, ...others } = drafts()
      const all = next.reply === '' && next.note === '' ? others : { ...others, [conversationId]: next }
      setDrafts(all)
      try {
        storage.setItem(key, JSON.stringify(all))
      } catch {
        // A full or forbidden storage: it stays on the page, it would only not survive a reload.
      }
    },
  }
}
export type Drafts = ReturnType<typeof createDrafts>

function restore(text: string | null): Record<string, Draft> {
  try {
    return JSON.parse(text ?? '{}') as Record<string, Draft>
  } catch {
    return {}
  }
}
