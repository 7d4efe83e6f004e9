import { DAY } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { dueQueue } from '../../tenancy/due'
import { createJob } from '../jobs/jobs.usecases'
import { listRetentions } from '../organizations/organizations.usecases'
import { findLastRetention } from './retention.repository'

const PAGE = 100

/** For the daily cron: tells each organization that keeps messages for some time only. @returns how many */
export async function enqueueRetention(system: SystemContext): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const page = await listRetentions(system, { after, limit: PAGE })
    const last = page.at(-1)
    if (!last) return count
    const messages = page.map(({ organizationId, days }) => ({ organizationId, ids: [String(days)] }))
    await dueQueue.send(
      system,
      messages.map((message) => ({ ...message, kind: 'retention' as const })),
    )
    count += page.length
    after = last.organizationId
  }
}

/** What the days before did again: a message that waited then may have gone out since. */
const AGAIN = 40 * DAY

/** Once a day, though it be told twice; not while the one before goes on. */
export async function startRetention(ctx: OrganizationContext, days: number): Promise<void> {
  const before = ctx.clock.now() - days * DAY
  const last = await findLastRetention(ctx)
  const isOngoing = last !== undefined && ['running', 'paused'].includes(last.state)
  if (isOngoing || (last && last.createdAt > ctx.clock.now() - DAY / 2)) return
  // Only of one that came to its end, and is still kept, it is known how far it came.
  const since = last?.state === 'done' ? Math.max(0, Number(last.input.before) - AGAIN) : 0
  await createJob(ctx, {
    ...{ kind: 'retention', state: 'running', title: `Remove what is older than ${days} days` },
    input: { before, since },
  })
}
