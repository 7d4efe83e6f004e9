import { z } from 'zod'
import { defineQueue } from '../shared/queue'
import { openOrganization } from './organization-context'

/**
 * Work whose time has come and that belongs to one organization: a cron finds it by time over all shards, and says here
 * whose it is; or somebody has begun it and need not wait for it (read receipts of many conversations). What has a queue of its own (messages that wait, media) uses that one instead.
 * A message can come twice, and again every minute until the work is done: the consumer looks whether it still is due.
 */
export const dueQueue = defineQueue({
  name: 'due',
  binding: 'DUE',
  schema: z.object({
    organizationId: z.string(),
    /** What to do; `worker/queues.ts` says who does it. */
    kind: z.enum(['snoozes', 'receipts', 'number-checks', 'templates', 'retention']),
    /** What to do it with: ids of the organization's rows. */
    ids: z.array(z.string()).min(1).max(100),
  }),
  openOrganization,
})

type Due = { organizationId: string; id: string }

/** One message for each organization and hundred ids. */
export function toDueMessages<K extends string>(kind: K, rows: readonly Due[]) {
  const byOrganization = new Map<string, string[]>()
  for (const { organizationId, id } of rows)
    byOrganization.set(organizationId, [...(byOrganization.get(organizationId) ?? []), id])
  return [...byOrganization].flatMap(([organizationId, ids]) =>
    Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, at) => ({
      organizationId,
      kind,
      ids: ids.slice(at * MAX_IDS, (at + 1) * MAX_IDS),
    })),
  )
}
const MAX_IDS = 100
