import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { personKey } from './contacts.queries'

const TIMELINE_PAGE = '40'
const PAIRS_PAGE = '20'
const FOUND = '8'

/** Part of the person's: it is asked for again with everything of theirs. */
export const timelineQuery = (organizationId: string, contactId: string, types: string | undefined) =>
  infiniteQueryOptions({
    queryKey: [...personKey(organizationId, contactId), 'timeline', types ?? ''],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.api.contacts[':id'].timeline.$get(
          {
            param: { id: contactId },
            query: { limit: TIMELINE_PAGE, ...(types && { types }), ...(pageParam && { cursor: pageParam }) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const mergePreviewQuery = (organizationId: string, contactId: string, otherId: string, keep: Side | undefined) =>
  queryOptions({
    queryKey: [...personKey(organizationId, contactId), 'merge', otherId, keep ?? ''],
    queryFn: ({ signal }) =>
      call(
        api.api.contacts[':id'].merge.$get(
          { param: { id: contactId }, query: { with: otherId, ...(keep && { keep }) } },
          { init: { signal } },
        ),
      ),
    // What is decided by it must not be what it was.
    staleTime: 0,
  })
export type Side = 'this' | 'other'

export const peopleSearchQuery = (organizationId: string, search: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'contacts', 'found', search),
    queryFn: ({ signal }) => call(api.api.contacts.$get({ query: { search, limit: FOUND } }, { init: { signal } })),
    enabled: search !== '',
  })

export const duplicatesKey = (organizationId: string) => organizationKey(organizationId, 'contacts', 'duplicates')
export const duplicatesQuery = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: duplicatesKey(organizationId),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.api.contacts.duplicates.$get(
          { query: { limit: PAIRS_PAGE, ...(pageParam && { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

/** Everything that shows either of them. */
export function refreshPeople(client: QueryClient, organizationId: string, ids: readonly string[]): void {
  for (const id of ids) void client.invalidateQueries({ queryKey: personKey(organizationId, id) })
  void client.invalidateQueries({ queryKey: organizationKey(organizationId, 'contacts') })
}

/** Two people again; says so, or why not. */
export async function undoMerge(client: QueryClient, organizationId: string, mergeId: string): Promise<void> {
  try {
    const { kept, restored } = await call(api.api.contacts.merges[':mergeId'].undo.$post({ param: { mergeId } }))
    refreshPeople(client, organizationId, [kept.id, restored.id])
    showToast({
      tone: 'ok',
      text: t('contactPage.mergeDialog.undone', { one: kept.displayName, other: restored.displayName }),
    })
  } catch (error) {
    showToast({ tone: 'bad', text: errorText(error) })
  }
}
