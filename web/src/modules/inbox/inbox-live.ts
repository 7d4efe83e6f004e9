import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import { api, call } from '../../shared/api'
import { queryClient } from '../../shared/query'
import { serverNow } from '../../shared/server-clock'
import {
  conversationKey,
  conversationsKey,
  countsKey,
  fetchThread,
  type ListPages,
  listsKey,
  threadKey,
  threadsKey,
} from './inbox.queries'
import { applyConversations, applyMessages, joinRefetched, type ListFilter, type Row, type Thread } from './inbox-cache'
import type { Changes } from './inbox-sync'
import { refetchPages } from './thread-refresh'

/** Puts changes into every list, thread and conversation that is cached. The one place where live data meets the cache. */
export function createCacheWriter(organizationId: string, userId: string) {
  const applyChanges = ({ conversations, removed }: Pick<Changes, 'conversations' | 'removed'>): void => {
    if (conversations.length === 0 && removed.length === 0) return
    const viewer = { userId, now: serverNow() }
    for (const query of queryClient.getQueryCache().findAll({ queryKey: listsKey(organizationId) })) {
      const filter = query.queryKey.at(-1) as ListFilter
      const apply = () =>
        void queryClient.setQueryData<ListPages<Row>>(query.queryKey, (data) => {
          if (!data) return data
          const pages = applyConversations(data.pages, { conversations, removed }, filter, viewer)
          return pages === data.pages ? data : { ...data, pages }
        })
      apply()
      // What is being asked for may have been read before this came.
      if (query.state.fetchStatus === 'fetching') query.promise?.then(apply, () => {})
    }
    for (const conversation of conversations)
      queryClient.setQueryData<Conversation>(conversationKey(organizationId, conversation.id), (present) =>
        present && present.changeSeq > conversation.changeSeq ? present : conversation,
      )
    for (const id of removed) {
      queryClient.removeQueries({ queryKey: threadKey(organizationId, id) })
      // Not only out of the cache: where it is open, it is asked for again, and is not there.
      void queryClient.resetQueries({ queryKey: conversationKey(organizationId, id) })
    }
    // Threads that nobody looks at hear nothing of their own: what changed is fetched when they are opened again.
    for (const { id } of conversations)
      void queryClient.invalidateQueries({ queryKey: threadKey(organizationId, id), refetchType: 'none' })
    void queryClient.invalidateQueries({ queryKey: countsKey(organizationId) })
  }

  /** After a gap: every page of an open thread that is held, joined to what is on the screen by then. */
  async function refreshThread(conversationId: string): Promise<void> {
    const queryKey = threadKey(organizationId, conversationId)
    const held = queryClient.getQueryData<Thread>(queryKey)
    const fetched = await refetchPages(held, (query) => fetchThread(conversationId, query))
    let isElsewhere = false
    queryClient.setQueryData<Thread>(queryKey, (now) => {
      const joined = now && held ? joinRefetched(now, held, fetched) : fetched
      isElsewhere = joined === null
      return joined ?? now
    })
    // Meanwhile somebody went to another part of it.
    if (isElsewhere) await refreshThread(conversationId)
  }

  return {
    applyChanges,
    applyMessages: (conversationId: string, messages: readonly Message[]) =>
      queryClient.setQueryData<Thread>(
        threadKey(organizationId, conversationId),
        (thread) => thread && applyMessages(thread, messages),
      ),
    /** Whether an open thread shows messages of a conversation: after a merge, of more than its own. */
    threadHolds: (conversationId: string, otherId: string): boolean =>
      queryClient
        .getQueryData<Thread>(threadKey(organizationId, conversationId))
        ?.items.some((message) => message.conversationId === otherId) ?? false,
    fetchChanges: (since: number) => call(api.api.inbox.changes.$get({ query: { since: String(since) } })),
    currentChange: async (): Promise<number> => (await call(api.api.inbox.changes.$get({ query: {} }))).to,
    refreshThread,
    /** What only the time changes: whose window will end soon. */
    minutePassed: () => {
      const isClosing = ({ queryKey }: { queryKey: readonly unknown[] }) =>
        (queryKey.at(-1) as ListFilter).view === 'window_closing'
      void queryClient.invalidateQueries({ queryKey: listsKey(organizationId), predicate: isClosing })
      void queryClient.invalidateQueries({ queryKey: countsKey(organizationId) })
    },
    reloadAll: () => {
      void queryClient.invalidateQueries({ queryKey: listsKey(organizationId) })
      void queryClient.invalidateQueries({ queryKey: countsKey(organizationId) })
      // The open one has a row of its own, which no list brings.
      void queryClient.invalidateQueries({ queryKey: conversationsKey(organizationId) })
      for (const { queryKey } of queryClient
        .getQueryCache()
        .findAll({ queryKey: threadsKey(organizationId), type: 'active' }))
        refreshThread(String(queryKey.at(-1))).catch(() => void queryClient.invalidateQueries({ queryKey }))
      void queryClient.invalidateQueries({ queryKey: threadsKey(organizationId), refetchType: 'none' })
    },
  }
}
export type CacheWriter = ReturnType<typeof createCacheWriter>
