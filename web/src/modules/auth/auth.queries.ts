import { queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { session } from '../../shared/session'

const ME_STALE_MS = 5 * 60_000

/**
 * Who is signed in, where, and what they may do. The one key that does not start with an organization, because it
 * says which one it is; it starts with the session's epoch instead.
 */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me', session.epoch()],
    queryFn: () => call(api.api.auth.me.$get()),
    staleTime: ME_STALE_MS,
  })
