import type { QueryClient } from '@tanstack/solid-query'
import type { Organization } from '@worker/modules/organizations/organizations.schemas'
import { meQuery } from '../auth/auth.queries'

/** The active workspace comes with `me`: a change shows in the switcher at once, without asking again. */
export function rememberOrganization(cache: QueryClient, organization: Organization): void {
  cache.setQueryData(meQuery().queryKey, (me) => {
    if (!me) return me
    const organizations = me.organizations.map((entry) =>
      entry.id === organization.id ? { ...entry, name: organization.name } : entry,
    )
    return { ...me, organization, organizations }
  })
}
