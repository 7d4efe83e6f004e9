import { queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

export const cannedRepliesKey = (organizationId: string) => organizationKey(organizationId, 'canned-replies')

/** The team's and one's own, by shortcut: all of them, at most 500. */
export const cannedRepliesQuery = (organizationId: string) =>
  queryOptions({
    queryKey: cannedRepliesKey(organizationId),
    queryFn: ({ signal }) => call(api.api['canned-replies'].$get({}, { init: { signal } })),
  })
