import { useLocation } from '@solidjs/router'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Conversation, ListedConversation } from '@worker/modules/conversations/conversations.schemas'
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js'
import { createConversationActions } from '../modules/conversations/conversation-actions'
import { conversationKey, conversationQuery, membersQuery, tagsQuery } from '../modules/inbox/inbox.queries'
import { useInboxLive } from '../modules/inbox/inbox-context'
import { byPresence } from '../modules/inbox/presence'
import { api, call } from '../shared/api'
import { t } from '../shared/i18n'
import { organizationKey } from '../shared/query'
import { type Command, type CommandPorts, matchCommands } from './commands'
import { commandToFilter, commandToOpen, commandToRead, listConversationCommands } from './conversation-commands'
import type { PaletteQuery } from './palette-query'
import { recentConversations } from './recent-conversations'

const TYPING_PAUSE_MS = 200
const SHORTEST = 2
const MOST_FOUND = '6'

/** What the palette knows of the inbox: the open conversation, the recent ones, tags, and who and what is found by what is typed. */
export function createPaletteSearch(ports: CommandPorts, query: Accessor<PaletteQuery>, isHere: Accessor<boolean>) {
  const { member } = ports
  const organizationId = member.organizationId()
  const cache = useQueryClient()
  const live = useInboxLive()
  const location = useLocation()
  const members = useQuery(() => membersQuery(organizationId))
  const tags = useQuery(() => tagsQuery(organizationId))
  const words = () => query().words.trim()
  const isSearched = () => query().scope === 'all' || query().scope === 'people'
  const actions = createConversationActions(organizationId, live)
  const [wanted, setWanted] = createSignal('')

  createEffect(
    on(words, (text) => {
      const timer = setTimeout(() => setWanted(text), TYPING_PAUSE_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )
  const isWanted = () => isSearched() && wanted().length >= SHORTEST && words().length >= SHORTEST
  const found = useQuery(() => ({
    queryKey: organizationKey(organizationId, 'palette', wanted()),
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      call(api.api.conversations.$get({ query: { search: wanted(), limit: MOST_FOUND } }, { init: { signal } })),
    enabled: isWanted(),
  }))

  const openId = () => /^\/inbox\/([^/]+)/.exec(location.pathname)?.[1]
  const open = () => {
    const id = isHere() ? openId() : undefined
    return id ? cache.getQueryData<Conversation>(conversationKey(organizationId, id)) : undefined
  }
  const allTags = () => (tags.isPending ? [] : (tags.data?.items ?? []))
  const here = createMemo((): Command[] => {
    const conversation = open()
    if (!conversation) return []
    const active = members.isPending ? [] : (members.data?.items ?? [])
    const people = byPresence(
      active.filter(({ isActive, role }) => isActive && role !== 'user'),
      live.online(),
    )
    return listConversationCommands({ member, conversation, people, tags: allTags(), actions })
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
      const people = found.data.items.flatMap((row) => {
        const command = commandToOpen(row, t('shell.palette.people'), ports.goTo)
        return isPerson(row, command, words()) ? [command] : []
      })
      if (query().scope === 'people') return people
      return [...people, ...found.data.items.flatMap((row) => commandToRead(row, ports.goTo))]
    }),
    tags: (): Command[] => allTags().map((tag) => commandToFilter(tag, ports.goTo)),
    isSearching: () => isSearched() && words().length >= SHORTEST && (wanted() !== words() || found.isFetching),
    isFailed: () => isWanted() && found.isError,
  }
}

/** Found for who they are, and not only for something that was said. */
const isPerson = ({ match }: ListedConversation, command: Command, words: string): boolean =>
  match === null || matchCommands([command], words).length > 0
