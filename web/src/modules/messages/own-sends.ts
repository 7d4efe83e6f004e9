import { type Accessor, createEffect, on } from 'solid-js'
import type { Pending } from '../inbox/outbox'

/**
 * Tells when something that is new here was sent from this tab, and when one that was seen waiting waits no more. What other
 * tabs send, or what was waiting before, is nobody's doing here.
 */
export function watchOwnSends(from: {
  pending: Accessor<readonly Pending[]>
  isOwn: (pending: Pending) => boolean
  onSent: () => void
  onLeft: () => void
}): void {
  const known = new Set<string>()
  createEffect(
    on(from.pending, (now, before) => {
      const fresh = now.filter(({ clientId }) => !known.has(clientId))
      for (const { clientId } of fresh) known.add(clientId)
      if (before === undefined) return
      if (fresh.some((one) => from.isOwn(one) && one.message.content.type !== 'reaction')) from.onSent()
      if (before.some((one) => !now.some(({ clientId }) => clientId === one.clientId))) from.onLeft()
    }),
  )
}
