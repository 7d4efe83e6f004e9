import type { ServerFrame } from '@worker/modules/realtime/realtime.schemas'
import { type Accessor, createSignal, onCleanup } from 'solid-js'
import { connectConversation } from '../../shared/live'
import { useInboxLive } from '../inbox/inbox-context'

export type Viewer = { userId: string; name: string; writing: 'reply' | 'note' | null }
export type ThreadLive = {
  /** Colleagues who look at it too, without oneself. */
  viewers: Accessor<readonly Viewer[]>
  /** Says what is being typed; null when nothing is. Called on every key, told every few seconds. */
  setWriting: (kind: 'reply' | 'note' | null) => void
}

const TELL_AGAIN_MS = 4000

/** The live side of one open thread: its messages go into the cache, its viewers are given out. Ends with the owner. */
export function createThreadLive(conversationId: string, ownUserId: string): ThreadLive {
  const inbox = useInboxLive()
  const live = connectConversation(conversationId)
  const [viewers, setViewers] = createSignal<readonly Viewer[]>([])
  let told: { kind: 'reply' | 'note' | null; at: number } = { kind: null, at: 0 }
  let lastChange: number | undefined

  live.onConnected(() => {
    // Whatever came between loading the thread and listening, or while the connection was away.
    void inbox.cache.refreshThread(conversationId).catch(() => {})
    told = { kind: null, at: 0 }
  })
  live.onFrame((received) => {
    const frame = received as ServerFrame
    if (frame.type === 'viewers') setViewers(frame.viewers.filter(({ userId }) => userId !== ownUserId))
    if (frame.type !== 'conversation.changed') return
    inbox.cache.applyMessages(conversationId, frame.messages)
    if (lastChange !== undefined && frame.from > lastChange)
      void inbox.cache.refreshThread(conversationId).catch(() => {})
    lastChange = Math.max(lastChange ?? 0, frame.to)
  })
  onCleanup(() => live.send({ type: 'writing', kind: null }))

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
