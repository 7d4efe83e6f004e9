import { type Accessor, createEffect, untrack } from 'solid-js'
import type { Pending } from './outbox'

/**
 * Tells of each message that the server refuses while its conversation isn't open here; where it is open, the thread says so.
 * What was refused before stands in the list, and is not told again.
 */
export function watchRefused(from: {
  items: Accessor<readonly Pending[]>
  isPageVisible: Accessor<boolean>
  isOpen: (conversationId: string) => boolean
  tell: (pending: Pending) => void
}): void {
  const refused = () => from.items().filter(({ state }) => state === 'refused')
  let known = new Set(untrack(refused).map(({ clientId }) => clientId))
  createEffect(() => {
    const now = refused()
    if (!from.isPageVisible()) return
    const news = now.filter(({ clientId }) => !known.has(clientId))
    // One that is tried again may be refused again.
    known = new Set(now.map(({ clientId }) => clientId))
    for (const pending of news) if (!untrack(() => from.isOpen(pending.conversationId))) from.tell(pending)
  })
}
