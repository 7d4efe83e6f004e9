import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import { queryClient } from '../../shared/query'
import { conversationQuery, isGone } from '../inbox/inbox.queries'
import type { InboxLive } from '../inbox/inbox-context'

/** Of conversations that have something on this device, those that the server no longer shows to its person. */
export function createOutOfSight(
  organizationId: string,
  ids: Accessor<readonly string[]>,
  live: Pick<InboxLive, 'onChanged'>,
): Accessor<ReadonlySet<string>> {
  const [gone, setGone] = createSignal<ReadonlySet<string>>(new Set())
  /** With each change of one of them it is asked again: another one's now, or theirs again. */
  const [turn, setTurn] = createSignal(0)
  live.onChanged((conversations, removed) => {
    const changed = [...removed, ...conversations.map(({ id }) => id)]
    if (changed.some((id) => ids().includes(id))) setTurn((now) => now + 1)
  })
  let latest = 0
  createEffect(
    on([ids, turn], async ([wanted]) => {
      latest += 1
      const own = latest
      const answers = await Promise.allSettled(
        wanted.map((id) => queryClient.fetchQuery(conversationQuery(organizationId, id))),
      )
      if (own !== latest) return
      setGone(
        new Set(
          wanted.filter((_, at) => {
            const answer = answers[at]
            return answer?.status === 'rejected' && isGone(answer.reason)
          }),
        ),
      )
    }),
  )
  return gone
}
