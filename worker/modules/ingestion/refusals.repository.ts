import { desc, gte, sql } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { metaApps, webhookRefusals } from '../../shared/db/directory.tables'

type Directory = Pick<SystemContext, 'directory'>
export type Refusal = { appKey: string | null; reason: string; count: number; lastAt: number }

/** Adds to the counts of the day. A queue message that comes twice is counted twice: it is a measure, not a record. */
export async function noteRefusals({ directory }: Directory, refusals: Refusal[]): Promise<void> {
  const [first, ...rest] = refusals.map(({ appKey, reason, count, lastAt }) =>
    directory
      .insert(webhookRefusals)
      .values({ day: dayOf(lastAt), appKey: appKey ?? '', reason, count, lastAt })
      .onConflictDoUpdate({
        target: [webhookRefusals.day, webhookRefusals.appKey, webhookRefusals.reason],
        set: {
          count: sql`${webhookRefusals.count} + excluded.count`,
          lastAt: sql`max(${webhookRefusals.lastAt}, excluded.last_at)`,
        },
      }),
  )
  if (first) await directory.batch([first, ...rest])
}

/** Newest day first, with whose app it was. */
export const listRefusals = ({ directory }: Directory, { since, limit }: { since: number; limit: number }) =>
  directory
    .select({
      day: webhookRefusals.day,
      appKey: webhookRefusals.appKey,
      organizationId: metaApps.organizationId,
      reason: webhookRefusals.reason,
      count: webhookRefusals.count,
      lastAt: webhookRefusals.lastAt,
    })
    .from(webhookRefusals)
    .leftJoin(metaApps, sql`${metaApps.appKey} = ${webhookRefusals.appKey}`)
    .where(gte(webhookRefusals.day, dayOf(since)))
    .orderBy(desc(webhookRefusals.day), desc(webhookRefusals.count))
    .limit(limit)

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
