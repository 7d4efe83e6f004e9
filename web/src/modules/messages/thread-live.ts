import { useQuery } from '@tanstack/solid-query'
import type { ServerFrame } from '@worker/modules/realtime/realtime.schemas'
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'
import { connectConversation } from '../../shared/live'
import { threadQuery } from '../inbox/inbox.queries'
import { useInboxLive } from '../inbox/inbox-context'
import { createThreadSync } from '../inbox/thread-sync'

export type Viewer = { userId: string; name: string; writing: 'reply' | 'note' | null }
export type ThreadLive = {
  /** Colleagues who look at it too, without oneself. */
  viewers: Accessor<readonly Viewer[]>
  /** Says what is being typed; null when nothing is. Called on every key, told every few seconds. */
  setWriting: (kind: 'reply' | 'note' | null) => void
}

const TELL_AGAIN_MS = 4000

/**
 * The live side of one open thread: it is asked for at once, its messages go into the cache, its viewers are given out. Ends
 * with the owner.
 */
export function createThreadLive(organizationId: string, conversationId: string, ownUserId: string): ThreadLive {
  const inbox = useInboxLive()
  const thread = useQuery(() => threadQuery(organizationId, conversationId))
  const live = connectConversation(conversationId)
  const [viewers, setViewers] = createSignal<readonly Viewer[]>([])
  let told: { kind: 'reply' | 'note' | null; at: number } = { kind: null, at: 0 }
  const sync = createThreadSync(conversationId, {
    refresh: () => inbox.cache.refreshThread(conversationId),
    isLoading: () => thread.isFetching,
    apply: (messages) => inbox.cache.applyMessages(conversationId, messages),
    isOfThread: (id) => inbox.cache.threadHolds(conversationId, id),
    setTimer: (run, ms) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  })

  createEffect(() => {
    if (thread.isFetching) return
    const page = thread.isPending ? undefined : thread.data
    // After a merge the number says nothing of the other conversation's messages.
    const isWhole = page?.items.every((message) => message.conversationId === conversationId)
    sync.loaded(isWhole ? page?.changeSeq : undefined)
  })
  live.onConnected((hello) => {
    // Whatever came between loading the thread and listening, or while the connection was away.
    sync.connected(Number(hello.to))
    told = { kind: null, at: 0 }
  })
  live.onFrame((received) => {
    const frame = received as ServerFrame
    if (frame.type === 'viewers') setViewers(frame.viewers.filter(({ userId }) => userId !== ownUserId))
    if (frame.type !== 'conversation.changed') return
    sync.onFrame(frame)
  })
  inbox.onChanged((rows) => {
    sync.onRows(rows)
    // It was out of sight, and is to be seen again.
    if (rows.some(({ id }) => id === conversationId)) live.resume()
  })
  onCleanup(() => {
    sync.stop()
    live.send({ type: 'writing', kind: null })
  })

  return {
    viewers,
    setWriting: (kind) => {
      const now = Date.now()
      if (kind === told.kind && (kind === null || now - told.at < TELL_AGAIN_MS)) return
      told = { kind, at: now }
      live.send({ type: 'writing', kind })
    },
  }
}
