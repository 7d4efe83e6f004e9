import { queryOptions } from '@tanstack/solid-query'
import type { ContactImport } from '@worker/modules/contact-import/contact-import.schemas'
import { api, call } from '../../shared/api'
import { organizationKey } from '../../shared/query'
import { isUnderWay } from '../jobs/job-state'

const LOOK_MS = 1000

/** An import by its id, which is its job's; asked for again while it goes on. */
export const importQuery = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId, 'contact-import', id),
    queryFn: ({ signal }): Promise<ContactImport> =>
      call(api.api.contacts.import[':id'].$get({ param: { id } }, { init: { signal } })),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data.job) ? LOOK_MS : false),
  })
