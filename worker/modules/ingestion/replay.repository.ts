import { desc, eq, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { replays } from '../../shared/db/directory.tables'

export type ReplayRow = typeof replays.$inferSelect

export const insertReplay = (ctx: OrganizationContext, row: Omit<typeof replays.$inferInsert, 'organizationId'>) =>
  ctx.directory.insert(replays, row)

export const findReplay = async (ctx: OrganizationContext, id: string): Promise<ReplayRow | undefined> =>
  (await ctx.directory.select(replays, eq(replays.id, id)))[0]

export const listReplays = (ctx: OrganizationContext, limit: number): Promise<ReplayRow[]> =>
  ctx.directory.select(replays).orderBy(desc(replays.id)).limit(limit)

/** Notes an object that is through; once, however often the step is taken. */
export const advanceReplay = (
  ctx: OrganizationContext,
  { id, position: from }: Pick<ReplayRow, 'id' | 'position'>,
  { position, changes, failures }: { position: string; changes: number; failures: number },
) =>
  ctx.directory.update(
    replays,
    {
      status: 'running',
      reason: null,
      position,
      objects: sql`${replays.objects} + 1` as never,
      changes: sql`${replays.changes} + ${changes}` as never,
      failures: sql`${replays.failures} + ${failures}` as never,
      updatedAt: ctx.clock.now(),
    },
    eq(replays.id, id),
    sql`${replays.position} IS ${from}`,
  )

export const settleReplay = (
  ctx: OrganizationContext,
  id: string,
  status: 'done' | 'failed',
  reason: string | null = null,
) => ctx.directory.update(replays, { status, reason, updatedAt: ctx.clock.now() }, eq(replays.id, id))
