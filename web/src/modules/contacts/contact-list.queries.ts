import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/solid-query'
import type { ContactListItem } from '@worker/modules/contacts/contact-list.schemas'
import { api, call } from '../../shared/api'
import { asWhole } from '../../shared/as-whole'
import { organizationKey } from '../../shared/query'
import { filterOf, type ListPlace } from './list-place'

export type { ContactListItem }
export type ContactListPage = { items: ContactListItem[]; nextCursor: string | null }

const LIST_PAGE = '50'
/** Counts of a busy workspace go on changing while somebody looks at them. */
const COUNTS_MS = 60_000

/** Everything that people are listed or counted by: one invalidation after a change. */
export const contactListsKey = (organizationId: string) => organizationKey(organizationId, 'contacts')

export const contactListQuery = (organizationId: string, place: ListPlace) =>
  infiniteQueryOptions({
    queryKey: [...contactListsKey(organizationId), 'list', place],
    queryFn: ({ pageParam, signal }): Promise<ContactListPage> =>
      call(
        api.api.contacts.$get(
          {
            query: { limit: LIST_PAGE, ...filterOf(place), sort: place.sort, ...(pageParam && { cursor: pageParam }) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page: ContactListPage) => page.nextCursor,
    select: asWhole<InfiniteData<ContactListPage, string>>,
  })

/** How many the filter finds. */
export const countQuery = (organizationId: string, filter: ReturnType<typeof filterOf>) =>
  queryOptions({
    queryKey: [...contactListsKey(organizationId), 'count', filter],
    queryFn: ({ signal }) => call(api.api.contacts.count.$get({ query: filter }, { init: { signal } })),
    refetchInterval: COUNTS_MS,
  })

/** What the team added to people. */
export const fieldsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'contact-fields'),
    queryFn: ({ signal }) => call(api.api.contacts.fields.$get({}, { init: { signal } })),
  })
