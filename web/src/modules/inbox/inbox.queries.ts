import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { asWhole } from '../../shared/as-whole'
import { ApiError } from '../../shared/errors'
import { organizationKey, queryClient } from '../../shared/query'
import { wholeList } from '../../shared/whole-list'
import {
  compareRows,
  isInList,
  joinPage,
  ListData,
  type ListFilter,
  type Page,
  type Row,
  type Thread,
} from './inbox-cache'
import type { ThreadPageQuery } from './thread-refresh'

const LIST_PAGE = '50'
/** Live frames keep these current: they are fetched again after a gap, not by age. */
const KEPT_LIVE = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false } as const

export const listsKey = (organizationId: string) => organizationKey(organizationId, 'conversations', 'list')
export const listKey = (organizationId: string, filter: ListFilter) => [...listsKey(organizationId), filter]
export const countsKey = (organizationId: string) => organizationKey(organizationId, 'conversations', 'counts')
export const conversationsKey = (organizationId: string) => organizationKey(organizationId, 'conversation')
export const conversationKey = (organizationId: string, id: string) => [...conversationsKey(organizationId), id]
export const threadsKey = (organizationId: string) => organizationKey(organizationId, 'thread')
export const threadKey = (organizationId: string, conversationId: string) => [
  ...threadsKey(organizationId),
  conversationId,
]

let begun: Promise<unknown> = Promise.resolve()
/**
 * What is kept live is read after the number of the newest change, or its failure: read before, it could lack what that number
 * counts, and no frame would ever bring it.
 */
export function readAfter(beginning: Promise<unknown>): void {
  begun = beginning.catch(() => {})
}

/** A list of the inbox, newest activity first. */
export const listQuery = (organizationId: string, filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: listKey(organizationId, filter),
    queryFn: async ({ pageParam, signal }) => {
      await begun
      const here = filter.ids ? await fetchKept(organizationId, filter) : []
      if (filter.view === 'drafts') return { items: here, nextCursor: null }
      const cursor = pageParam === '' ? {} : { cursor: pageParam }
      const { ids: _, view, ...narrowed } = filter
      const asked = view === 'failed' ? ({ view: 'all', hasFailed: 'true' } as const) : { view }
      const query = { limit: LIST_PAGE, ...asked, ...withoutUndefined(narrowed), ...cursor }
      const page: Page<Row> = await call(api.api.conversations.$get({ query }, { init: { signal } }))
      if (here.length === 0) return page
      const others = page.items.filter(({ id }) => !here.some((row) => row.id === id))
      const items = pageParam === '' ? [...here, ...others].sort(compareRows(filter)) : others
      return { ...page, items }
    },
    initialPageParam: '',
    getNextPageParam: (page: Page<Row>) => page.nextCursor,
    select: ({ pages }: InfiniteData<Page<Row>, string>) => new ListData(filter, pages),
    // One draft more or less is another list: the one before is shown until it is there.
    placeholderData: (before: InfiniteData<Page<Row>, string> | undefined, query?: { queryKey: readonly unknown[] }) =>
      (filter.view === 'drafts' || filter.view === 'failed') &&
      (query?.queryKey.at(-1) as ListFilter | undefined)?.view === filter.view
        ? before
        : undefined,
    ...KEPT_LIVE,
  })

/** What has something on this device that the server doesn't know: it is asked for each. Those out of sight are left out. */
async function fetchKept(organizationId: string, filter: ListFilter): Promise<Row[]> {
  const results = await Promise.allSettled(
    (filter.ids ?? []).map((id) => queryClient.fetchQuery(conversationQuery(organizationId, id))),
  )
  const refused = results.find((one) => one.status === 'rejected' && !isGone(one.reason))
  if (refused?.status === 'rejected') throw refused.reason
  const words = filter.search?.toLocaleLowerCase()
  return results
    .flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    .filter((row) => isInList(row, filter, { userId: '', now: 0 }))
    .filter(({ contact: { displayName, phone } }) =>
      words === undefined ? true : `${displayName} ${phone ?? ''}`.toLocaleLowerCase().includes(words),
    )
    .sort(compareRows(filter))
}
/** The server doesn't show it: it is not there, or not theirs to see. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404

/** How many each view holds, up to 100. */
export const countsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: countsKey(organizationId),
    queryFn: ({ signal }) => call(api.api.conversations.counts.$get({}, { init: { signal } })),
    ...KEPT_LIVE,
  })

export const conversationQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: conversationKey(organizationId, id),
    queryFn: async ({ signal }) => {
      await begun
      return call(api.api.conversations[':id'].$get({ param: { id } }, { init: { signal } }))
    },
    ...KEPT_LIVE,
  })

/** The newest page of a thread, and whatever `loadOlder` has put before it. */
export const threadQuery = (organizationId: string, conversationId: string) =>
  queryOptions({
    queryKey: threadKey(organizationId, conversationId),
    queryFn: ({ signal }): Promise<Thread> => fetchThread(conversationId, {}, signal),
    select: asWhole<Thread>,
    ...KEPT_LIVE,
    // The live side asks again for all that is held; this would put the newest page in its place.
    refetchOnReconnect: false,
  })

export function fetchThread(id: string, query: ThreadPageQuery, signal?: AbortSignal): Promise<Thread> {
  const init = signal ? { init: { signal } } : {}
  return call(api.api.conversations[':id'].messages.$get({ param: { id }, query }, init))
}

/** Loads the page before or after what is there. @returns false when there is none */
export async function loadMore(
  organizationId: string,
  conversationId: string,
  direction: 'older' | 'newer',
): Promise<boolean> {
  const key = threadKey(organizationId, conversationId)
  const thread = queryClient.getQueryData<Thread>(key)
  const cursor = direction === 'older' ? thread?.olderCursor : thread?.newerCursor
  if (!cursor) return false
  const page = await fetchThread(conversationId, { cursor })
  // Meanwhile another part of it may be shown: then it is not beside that.
  const isBeside = (now: Thread) => (direction === 'older' ? now.olderCursor : now.newerCursor) === cursor
  queryClient.setQueryData<Thread>(key, (now) => (now && isBeside(now) ? joinPage(now, page, direction) : now))
  return true
}

/** Shows the thread around a message that is not loaded, such as a quoted one. */
export async function showAround(organizationId: string, conversationId: string, messageId: string): Promise<void> {
  const page = await fetchThread(conversationId, { around: messageId })
  queryClient.setQueryData<Thread>(threadKey(organizationId, conversationId), page)
}

export const membersQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'members'),
    queryFn: ({ signal }) => wholeList((query) => call(api.api.team.members.$get({ query }, { init: { signal } }))),
  })
export const numbersQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'phone-numbers'),
    queryFn: ({ signal }) => wholeList((query) => call(api.api['phone-numbers'].$get({ query }, { init: { signal } }))),
  })
export const tagsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'tags'),
    queryFn: ({ signal }) => call(api.api.contacts.tags.$get({}, { init: { signal } })),
  })

export type ListPages<Item> = { pages: Page<Item>[]; pageParams: unknown[] }

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}
