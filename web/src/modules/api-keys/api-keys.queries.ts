import { infiniteQueryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

export const apiKeysKey = (organizationId: string) => organizationKey(organizationId, 'api-keys')

export const apiKeysQuery = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: apiKeysKey(organizationId),
    queryFn: ({ pageParam, signal }) =>
      call(api.api['api-keys'].$get({ query: pageParam === '' ? {} : { cursor: pageParam } }, { init: { signal } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
