import { createEffect, createRoot } from 'solid-js'
import type { Outbox, Pending } from './outbox'

/** So long a sign-out waits for what is on its way. */
const PATIENCE_MS = 3000

/**
 * Before its person goes: lets go of all that is held, in every tab, tries what waits once more, and gives it a moment.
 * @returns how many are not sent. They stay on this device, for the next outbox
 */
export function sendBeforeLeaving(
  { items, release, drainAll }: Pick<Outbox, 'items' | 'release' | 'drainAll'>,
  isOnline: () => boolean,
): Promise<number> {
  const open = () => items().filter(({ state }) => state !== 'refused')
  // Without a network nobody can leave either: what is held can still be taken back.
  if (!isOnline()) return Promise.resolve(open().length)
  drainAll()
  for (const id of new Set(items().map(({ conversationId }) => conversationId))) release(id)
  return new Promise((resolve) =>
    createRoot((dispose) => {
      const end = () => {
        clearTimeout(timer)
        dispose()
        resolve(open().length)
      }
      const timer = setTimeout(end, PATIENCE_MS)
      createEffect(() => {
        if (!isOnline() || firstOfEach(open()).every(hasFailed)) end()
      })
    }),
  )
}

/** What the others of its conversation wait for. */
const firstOfEach = (items: readonly Pending[]): Pending[] => [
  ...new Map(items.toReversed().map((item) => [item.conversationId, item])).values(),
]
const hasFailed = ({ state, tries = 0 }: Pending): boolean => state === 'waiting' && tries > 0
