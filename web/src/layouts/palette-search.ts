import { useLocation } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { createConversationActions } from '../modules/conversations/conversation-actions'
import { conversationKey, conversationQuery, membersQuery } from '../modules/inbox/inbox.queries'
import { useInboxLive } from '../modules/inbox/inbox-context'
import { byPresence } from '../modules/inbox/presence'
import { api, call } from '../shared/api'
import { t } from '../shared/i18n'
import { organizationKey } from '../shared/query'
import type { Command, CommandPorts } from './commands'
import { commandToOpen, listConversationCommands } from './conversation-commands'
import { recentConversations } from './recent-conversations'

const TYPING_PAUSE_MS = 200
const SHORTEST = 2
const MOST_FOUND = '6'

/** What the palette knows of the inbox: the open conversation, the recent ones, and people found by what is typed. */
export function createPaletteSearch(ports: CommandPorts, query: Accessor<string>) {
  const { member } = ports
  const organizationId = member.organizationId()
  const cache = useQueryClient()
  const live = useInboxLive()
  const location = useLocation()
  const members = useQuery(() => membersQuery(organizationId))
  const actions = createConversationActions(organizationId, live)
  const [wanted, setWanted] = createSignal('')

  createEffect(
    on(query, (text) => {
      const timer = setTimeout(() => setWanted(text.trim()), TYPING_PAUSE_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  const isWanted = () => wanted().length >= SHORTEST && query().trim().length >= SHORTEST
  const found = useQuery(() => ({
    queryKey: organizationKey(organizationId, 'palette', wanted()),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(api.api.conversations.$get({ query: { search: wanted(), limit: MOST_FOUND } }, { init: { signal } })),
    enabled: isWanted(),
  }))

  const openId = () => /^\/inbox\/([^/]+)/.exec(location.pathname)?.[1]
  const open = () => {
    const id = openId()
    return id ? cache.getQueryData<Conversation>(conversationKey(organizationId, id)) : undefined
  }
  const here = createMemo((): Command[] => {
    const conversation = open()
    if (!conversation) return []
    const active = members.isPending ? [] : (members.data?.items ?? [])
    const people = byPresence(
      active.filter(({ isActive, role }) => isActive && role !== 'user'),
      live.online(),
    )
    return listConversationCommands({ member, conversation, people, actions })
  })
  const [recent, setRecent] = createSignal<readonly Conversation[]>([])
  const ids = recentConversations(organizationId, member.me().user.id).filter((id) => id !== openId())
  // One that is out of sight meanwhile is left out.
  void Promise.allSettled(ids.map((id) => cache.fetchQuery(conversationQuery(organizationId, id)))).then((results) =>
    setRecent(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))),
  )

  return {
    openName: () => open()?.contact.displayName,
    here,
    recent: (): Command[] =>
      recent().map((conversation) => commandToOpen(conversation, t('shell.palette.recent'), ports.goTo)),
    /** Not filtered again: the server finds by words that are not in a name. */
    found: createMemo((): Command[] => {
      if (!isWanted() || found.isPending || !found.data) return []
      return found.data.items.map((row) => commandToOpen(row, t('shell.palette.people'), ports.goTo))
    }),
    isSearching: () => query().trim().length >= SHORTEST && (wanted() !== query().trim() || found.isFetching),
    isFailed: () => isWanted() && found.isError,
  }
}
