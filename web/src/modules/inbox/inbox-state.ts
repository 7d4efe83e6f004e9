import { useNavigate, useParams, useSearchParams } from '@solidjs/router'
import { noteSent } from '../../shared/sent-here'
import type { ListFilter, View } from './inbox-cache'

const views: readonly View[] = [
  'all',
  'mine',
  'unassigned',
  'unread',
  'window_closing',
  'pending',
  'snoozed',
  'closed',
  'failed',
  'drafts',
]

/** What is open and what is listed: kept in the address, so that a link and the back button mean the same. */
export function useInboxState() {
  const params = useParams<{ conversationId?: string }>()
  const navigate = useNavigate()
  const [search, setSearch] = useSearchParams<{
    view?: string
    number?: string
    tag?: string
    assignee?: string
    q?: string
  }>()
  const text = (value: string | string[] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)

  const filter = (): ListFilter => ({
    view: views.find((view) => view === search.view) ?? 'all',
    phoneNumberId: text(search.number),
    tagId: text(search.tag),
    assigneeId: text(search.assignee),
    search: text(search.q),
  })
  return {
    filter,
    setFilter: (changes: Partial<ListFilter>) => {
      const next = { ...filter(), ...changes }
      setSearch({
        view: next.view === 'all' ? undefined : next.view,
        number: next.phoneNumberId,
        tag: next.tagId,
        assignee: next.assigneeId,
        q: next.search,
      })
    },
    selectedId: (): string | undefined => params.conversationId,
    /** @param messageId where the thread is to be shown, instead of its end */
    select: (id: string | undefined, messageId?: string) => {
      const href = `${id ? `/inbox/${id}` : '/inbox'}${window.location.search}${messageId ? `#${messageId}` : ''}`
      noteSent(href)
      navigate(href)
    },
  }
}
export type InboxState = ReturnType<typeof useInboxState>
