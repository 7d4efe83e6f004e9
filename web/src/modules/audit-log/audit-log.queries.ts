import { infiniteQueryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

export const auditLogKey = (organizationId: string) => organizationKey(organizationId, 'audit-log')

export const auditLogQuery = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: auditLogKey(organizationId),
    queryFn: ({ pageParam, signal }) =>
      call(api.api['audit-log'].$get({ query: pageParam === '' ? {} : { cursor: pageParam } }, { init: { signal } })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
