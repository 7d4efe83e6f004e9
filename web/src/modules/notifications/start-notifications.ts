import '../../strings/register-notifications'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { queryClient } from '../../shared/query'
import { fetchThread, type ListPages, listsKey } from '../inbox/inbox.queries'
import type { InboxLive } from '../inbox/inbox-context'
import { type AnnouncePorts, announce } from './announce'
import { createNotificationEngine } from './notification-engine'
import { createLeader } from './notification-leader'
import { notificationSettings } from './notification-settings'
import type { NotificationStore } from './notification-store'
import { armRing } from './ring'

export type StartPorts = AnnouncePorts & {
  organizationId: string
  userId: string
  store: NotificationStore
  cache: InboxLive['cache']
  openConversation: () => string | undefined
}

/** Begins to listen for what calls. Loaded after the page: nothing of it is needed to show the inbox. */
export function startNotifications(ports: StartPorts) {
  const { organizationId, userId, store, cache } = ports
  const engine = createNotificationEngine({
    store,
    userId,
    isLeading: () => leader.isLeading(),
    fetchChanges: cache.fetchChanges,
    currentChange: cache.currentChange,
    fetchThread: async (id) => (await fetchThread(id, {})).items,
    known: () =>
      queryClient
        .getQueriesData<ListPages<Conversation>>({ queryKey: listsKey(organizationId) })
        .flatMap(([, data]) => data?.pages.flatMap(({ items }) => items) ?? []),
    isWatched: (id) => ports.isInFront() && ports.openConversation() === id,
    wantsUnassigned: () => notificationSettings().unassigned,
    announce: (fresh) => announce(fresh, ports),
    now: Date.now,
  })
  const disarm = armRing()
  const leader = createLeader({
    locks: 'locks' in navigator ? navigator.locks : undefined,
    name: `wharf.notifications.${organizationId}.${userId}`,
    // Whatever could not be asked for now is asked for with the next tab, or the next start.
    onLead: () => queueMicrotask(() => void engine.catchUp().catch(() => undefined)),
  })
  return {
    onChanged: engine.onChanged,
    stop: () => {
      leader.stop()
      disarm()
    },
  }
}
