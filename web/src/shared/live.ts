import { createContext, useContext } from 'solid-js'
import { api, call } from './api'
import { ApiError } from './api-error'
import { createLive, type Live, type LivePorts } from './create-live'
import { online } from './online'
import { session } from './session'

/** The signed-in frame's connection. Owned by the scope that calls it. */
export const connectLive = (): Live => connectTo('/api/inbox/socket', { session })

/**
 * The connection of one open thread. Owned by the scope that calls it. Shown out of it, one has lost sight of this
 * conversation and is who one was; whoever is somebody else now is told so on the frame's connection.
 */
export const connectConversation = (conversationId: string): Live =>
  connectTo(`/api/conversations/${encodeURIComponent(conversationId)}/socket`, {
    session: { ...session, reload: async () => {} },
    isGone: () =>
      call(api.api.conversations[':id'].$get({ param: { id: conversationId } })).then(
        () => false,
        (error: unknown) => error instanceof ApiError && (error.status === 404 || error.status === 403),
      ),
  })

function connectTo(path: string, ports: Pick<LivePorts, 'session' | 'isGone'>): Live {
  return createLive({
    ...ports,
    online,
    connect: (protocols) => {
      const url = new URL(path, window.location.href)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      return new WebSocket(url, protocols)
    },
    random: Math.random,
  })
}

export const LiveContext = createContext<Live>()

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive is for pages inside the signed-in frame')
  return live
}
