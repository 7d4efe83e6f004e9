import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { createEffect, createMemo, createSignal, on } from 'solid-js'
import { queryClient } from '../../shared/query'
import { conversationKey, conversationQuery } from '../inbox/inbox.queries'
import { isInList } from '../inbox/inbox-cache'
import type { Outbox, Pending } from '../inbox/outbox'

/** What the server has refused waits on this device for its person, and the server knows nothing of it. */
export function createRefusedHere(organizationId: string, outbox: Pick<Outbox, 'items'>) {
  const byConversation = createMemo(() => {
    const found = new Map<string, Pending>()
    for (const item of outbox.items()) if (item.state === 'refused') found.set(item.conversationId, item)
    return found
  })
  const ids = createMemo(() => [...byConversation().keys()].sort(), [], {
    equals: (before, now) => before.length === now.length && before.every((id, at) => id === now[at]),
  })
  const [asked, setAsked] = createSignal<readonly Conversation[]>([])
  createEffect(
    on(ids, async (wanted) => {
      const found = await Promise.allSettled(
        wanted.map((id) => queryClient.fetchQuery(conversationQuery(organizationId, id))),
      )
      setAsked(found.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])))
    }),
  )
  function isCounted(id: string, isOutOfSight: (id: string) => boolean): boolean {
    if (isOutOfSight(id)) return false
    const before = asked().find((row) => row.id === id)
    const row = queryClient.getQueryData<Conversation>(conversationKey(organizationId, id)) ?? before
    // Until it is known where it stands.
    return row === undefined || isInList(row, { view: 'failed' }, { userId: '', now: 0 })
  }
  return {
    /** The conversations that have something of it. */
    ids,
    /** The newest of a conversation. */
    of: (conversationId: string): Pending | undefined => byConversation().get(conversationId),
    /** How many of them the server doesn't count as failed anyway. */
    countBeside: (isOutOfSight: (id: string) => boolean): number =>
      ids().filter((id) => !isCounted(id, isOutOfSight)).length,
  }
}
