import { type QueryClient, queryOptions } from '@tanstack/solid-query'
import type { DoctorReport } from '@worker/modules/phone-numbers/doctor.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'
import { numbersQuery } from '../inbox/inbox.queries'

/** What Meta and customers change comes to this list by asking: nothing announces it. */
const LOOK_AGAIN_MS = 30_000
const WAITING_MS = 3000

const numbersKey = (organizationId: string) => numbersQuery(organizationId).queryKey
const numberKey = (organizationId: string, id: string) => organizationKey(organizationId, 'phone-number', id)

export const watchedNumbersQuery = (organizationId: string) =>
  queryOptions({ ...numbersQuery(organizationId), refetchInterval: LOOK_AGAIN_MS })

export const numberQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: numberKey(organizationId, id),
    queryFn: ({ signal }) => call(api.api['phone-numbers'][':id'].$get({ param: { id } }, { init: { signal } })),
    refetchInterval: LOOK_AGAIN_MS,
  })

/** The connection doctor. Asked when its page is opened and when somebody asks again: it keeps Meta busy. */
export const doctorQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [...numberKey(organizationId, id), 'doctor'],
    queryFn: ({ signal }): Promise<DoctorReport> =>
      call(api.api['phone-numbers'][':id'].verify.$post({ param: { id } }, { init: { signal } })),
    staleTime: 60_000,
    gcTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  })

export const profileQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [...numberKey(organizationId, id), 'profile'],
    queryFn: ({ signal }) =>
      call(api.api['phone-numbers'][':id'].profile.$get({ param: { id } }, { init: { signal } })),
    // A form stands on it: it must not change under somebody who types.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

/** Which ways to connect there are. */
export const waysQuery = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'connecting'),
    queryFn: ({ signal }) => call(api.api['phone-numbers']['embedded-signup'].$get({}, { init: { signal } })),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Own Meta apps, with what to paste at Meta. `isWaiting`: looks every few seconds whether Meta's handshake came. */
export const metaAppsQuery = (organizationId: string, isWaiting = false) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'meta-apps'),
    queryFn: ({ signal }) => call(api.api['phone-numbers']['meta-apps'].$get({}, { init: { signal } })),
    ...(isWaiting && { refetchInterval: WAITING_MS }),
  })

/** Shows a number as the server answered it, everywhere, and has the rest asked for again. */
export function rememberNumber(cache: QueryClient, organizationId: string, number: PhoneNumber): Promise<void> {
  cache.setQueryData(numberQuery(organizationId, number.id).queryKey, number)
  return cache.invalidateQueries({ queryKey: numbersKey(organizationId) })
}

/** After the doctor repaired something, or a number went. */
export async function refreshNumber(cache: QueryClient, organizationId: string, id: string): Promise<void> {
  await Promise.all([
    cache.invalidateQueries({ queryKey: numbersKey(organizationId) }),
    cache.invalidateQueries({ queryKey: numberKey(organizationId, id), exact: true }),
  ])
}
