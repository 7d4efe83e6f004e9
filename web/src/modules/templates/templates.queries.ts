import { keepPreviousData, queryOptions } from '@tanstack/solid-query'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'

const MOST = '100'

export const templatesKey = (organizationId: string) => organizationKey(organizationId, 'templates')

/** What this number can send now, by name. */
export const approvedTemplatesQuery = (organizationId: string, phoneNumberId: string, search: string) =>
  queryOptions({
    queryKey: [...templatesKey(organizationId), 'approved', phoneNumberId, search],
    queryFn: ({ signal }) =>
      call(
        api.api.templates.$get(
          { query: { phoneNumberId, status: 'APPROVED', limit: MOST, ...(search === '' ? {} : { search }) } },
          { init: { signal } },
        ),
      ),
    placeholderData: keepPreviousData,
  })
