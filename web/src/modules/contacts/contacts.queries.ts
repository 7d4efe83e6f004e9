import { infiniteQueryOptions, queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

const NOTES_PAGE = '20'
const EPISODES_PAGE = '30'
/** What the sidebar shows of the files; the gallery goes on from there. */
export const GALLERY_PAGE = 40

/** Everything of a person begins with this: one invalidation for all of it. */
export const personKey = (organizationId: string, contactId: string) =>
  organizationKey(organizationId, 'contact', contactId)
export const contactKey = (organizationId: string, contactId: string) => [
  ...personKey(organizationId, contactId),
  'details',
]
export const notesKey = (organizationId: string, contactId: string) => [
  ...personKey(organizationId, contactId),
  'notes',
]
/** Not with the rest: pictures are asked for again when something was said, not for every change. */
export const galleryKey = (organizationId: string, contactId: string) =>
  organizationKey(organizationId, 'gallery', contactId)

export const contactQuery = (organizationId: string, contactId: string) =>
  queryOptions({
    queryKey: contactKey(organizationId, contactId),
    queryFn: ({ signal }) => call(api.api.contacts[':id'].$get({ param: { id: contactId } }, { init: { signal } })),
  })

export const notesQuery = (organizationId: string, contactId: string) =>
  infiniteQueryOptions({
    queryKey: notesKey(organizationId, contactId),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.api.contacts[':id'].notes.$get(
          { param: { id: contactId }, query: { limit: NOTES_PAGE, ...(pageParam && { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const episodesQuery = (organizationId: string, contactId: string) =>
  infiniteQueryOptions({
    queryKey: [...personKey(organizationId, contactId), 'conversations'],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.api.contacts[':id'].conversations.$get(
          { param: { id: contactId }, query: { limit: EPISODES_PAGE, ...(pageParam && { cursor: pageParam }) } },
          { init: { signal } },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

/** The files of all their conversations, newest first. */
export const galleryQuery = (organizationId: string, contactId: string) =>
  infiniteQueryOptions({
    queryKey: galleryKey(organizationId, contactId),
    queryFn: ({ pageParam, signal }) =>
      call(
        api.api.contacts[':id'].media.$get(
          {
            param: { id: contactId },
            query: { limit: String(GALLERY_PAGE), ...(pageParam && { cursor: pageParam }) },
          },
          { init: { signal } },
        ),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
