import { queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

/** Ages and closing windows change without anybody doing anything. */
const LOOK_AGAIN_MS = 60_000

export const overviewKey = (organizationId: string) => organizationKey(organizationId, 'overview')

/** What asks for somebody now. Asked again as the inbox changes, see `refresh.ts`. */
export const overviewQuery = (organizationId: string) =>
  queryOptions({
    queryKey: overviewKey(organizationId),
    queryFn: ({ signal }) => call(api.api.analytics.overview.$get({}, { init: { signal } })),
    staleTime: 5000,
    refetchInterval: LOOK_AGAIN_MS,
  })

/** The day's figures count many rows: once a minute is enough. */
export const todayQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'today'),
    queryFn: ({ signal }) => call(api.api.analytics.today.$get({}, { init: { signal } })),
    refetchInterval: LOOK_AGAIN_MS,
  })
