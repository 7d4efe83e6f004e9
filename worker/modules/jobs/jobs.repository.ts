import { and, asc, desc, eq, gt, lte, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { openShard, shardNames } from '../../shared/db/shards'
import type { Statement } from '../../shared/db/statements'
import type { JobKind, JobState } from './jobs.schemas'
import { jobs } from './jobs.tables'

export type JobRow = typeof jobs.$inferSelect
type Changes = Partial<Omit<typeof jobs.$inferInsert, 'organizationId' | 'id'>>

export const insertJob = async (
  ctx: OrganizationContext,
  job: Omit<typeof jobs.$inferInsert, 'organizationId'>,
): Promise<void> => {
  await ctx.db.insert(jobs, job)
}
export const findJob = async (ctx: OrganizationContext, id: string): Promise<JobRow | undefined> =>
  (await ctx.db.select(jobs, eq(jobs.id, id)))[0]

/** Newest first. */
export const listJobRows = (
  ctx: OrganizationContext,
  { kind, state, before, limit }: { kind?: JobKind; state?: JobState; before?: [number, string]; limit: number },
) =>
  ctx.db
    .select(
      jobs,
      kind && eq(jobs.kind, kind),
      state && eq(jobs.state, state),
      before && sql`(${jobs.createdAt}, ${jobs.id}) < (${before[0]}, ${before[1]})`,
    )
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit)

/** Changes a job that is in one of these states still. @returns it, or undefined: somebody else was faster */
export const moveJob = async (
  ctx: OrganizationContext,
  id: string,
  from: readonly JobState[],
  changes: Changes,
): Promise<JobRow | undefined> =>
  (await ctx.db.update(jobs, changes, eq(jobs.id, id), sql`${jobs.state} IN ${[...from]}`).returning())[0]

/** Time that it stood still is no time that it ran. */
export const sinceWithoutPause = (now: number): Changes => ({
  startedAt: sql`${jobs.startedAt} + ${now} - coalesce(${jobs.finishedAt}, ${now})` as never,
})

/** Takes a running job, unless another run has it. An attempt that gets as far as a step is none that counts. */
export const claimJob = async (
  ctx: OrganizationContext,
  id: string,
  claim: { token: string; now: number; until: number },
): Promise<JobRow | undefined> =>
  (
    await ctx.db
      .update(
        jobs,
        { claimToken: claim.token, dueAt: claim.until, attempts: sql`${jobs.attempts} + 1` as never },
        eq(jobs.id, id),
        eq(jobs.state, 'running'),
        sql`${jobs.claimToken} IS NULL OR ${jobs.dueAt} <= ${claim.now}`,
      )
      .returning()
  )[0]

const isClaimed = (id: string, token: string): SQL =>
  sql`${jobs.id} = ${id} AND ${jobs.state} = 'running' AND ${jobs.claimToken} = ${token}`

/** Fails the batch unless this run has the job still, and then writes how far it is. */
export const stepStatements = (
  ctx: OrganizationContext,
  { id, token, changes }: { id: string; token: string; changes: Changes },
): { guard: Statement; progress: Statement } => ({
  guard: ctx.db.failIf(jobs, eq(jobs.id, id), sql`${jobs.claimToken} IS NOT ${token} OR ${jobs.state} <> 'running'`),
  progress: ctx.db.update(jobs, changes, isClaimed(id, token)),
})

/** What a run does with a job that it has. @returns false when it has it no longer */
export const changeClaimed = async (
  ctx: OrganizationContext,
  { id, token, changes }: { id: string; token: string; changes: Changes },
): Promise<boolean> => (await ctx.db.update(jobs, changes, isClaimed(id, token)).returning({ id: jobs.id })).length > 0

export const changeJob = async (ctx: OrganizationContext, id: string, changes: Changes): Promise<void> => {
  await ctx.db.update(jobs, changes, eq(jobs.id, id))
}

/** Written only while it waits: what to do is settled once it runs. @returns false when it does not wait any more */
export const changeWaiting = async (
  ctx: OrganizationContext,
  id: string,
  input: Record<string, unknown>,
  seen: Record<string, unknown>,
): Promise<boolean> =>
  (
    await ctx.db
      .update(jobs, { input }, eq(jobs.id, id), eq(jobs.state, 'waiting'), sql`${jobs.input} = ${JSON.stringify(seen)}`)
      .returning({ id: jobs.id })
  ).length > 0

export const deleteJob = async (ctx: OrganizationContext, id: string): Promise<void> => {
  await ctx.db.delete(jobs, eq(jobs.id, id))
}

const SWEEP_PAGE = 500

/** Over all shards: jobs about which something is due, and those whose results are kept no longer. */
export async function* listDueJobs(system: Pick<SystemContext, 'env'>, now: number) {
  for (const name of shardNames(system.env))
    for (const column of [jobs.dueAt, jobs.expiresAt]) {
      const { organizationId, id } = jobs
      let after: { at: number; id: string } | undefined
      for (;;) {
        const rows = await openShard(system.env, name)
          .select({ organizationId, id, at: column })
          .from(jobs)
          .where(
            and(
              sql`${column} IS NOT NULL`,
              lte(column, now),
              after && gt(sql`(${column}, ${id})`, sql`(${after.at}, ${after.id})`),
            ),
          )
          .orderBy(asc(column), asc(id))
          .limit(SWEEP_PAGE)
        yield rows
        const last = rows.at(-1)
        if (rows.length < SWEEP_PAGE || last?.at == null) break
        after = { at: last.at, id: last.id }
      }
    }
}
