import { queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

export const sessionsKey = (organizationId: string) => organizationKey(organizationId, 'sessions')

export const sessionsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: sessionsKey(organizationId),
    queryFn: ({ signal }) => call(api.api.auth.sessions.$get({}, { init: { signal } })),
  })
