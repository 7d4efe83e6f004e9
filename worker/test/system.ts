import { env } from 'cloudflare:workers'
import { loadConfig } from '../shared/config'
import { createOrganizationContext, createSystemContext, type OrganizationContext } from '../shared/context'
import { createLogger } from '../shared/logger'
import { testClock } from './clock'
import { createOrganization } from './factories'
import { watchedFetch } from './instrument'

/** A context outside any request, for tests that call a usecase directly. */
export const systemContext = () =>
  createSystemContext(
    env,
    loadConfig(env),
    { clock: testClock, log: createLogger({}, () => {}), fetch: watchedFetch },
    { requestId: 'test', waitUntil: (work) => void work },
  )

/** The context of an organization, new unless one is given. */
export async function organizationContext(organization?: { id: string; shard: string }): Promise<OrganizationContext> {
  return createOrganizationContext(systemContext(), organization ?? (await createOrganization()), {
    type: 'system',
    id: null,
    name: null,
  })
}
