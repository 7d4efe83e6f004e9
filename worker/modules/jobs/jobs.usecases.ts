import { z } from 'zod'
import { DAY, MINUTE, toIso } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { defineQueue } from '../../shared/queue'
import { openOrganization } from '../../tenancy/organization-context'
import { isAllowed, type MemberRole } from '../../tenancy/permissions.schemas'
import { jobEnded, jobNotFound, jobNotStarted, jobNotYours } from './jobs.errors'
import { hasEnded, paceOf, permissionOf } from './jobs.models'
import {
  changeWaiting,
  findJob,
  insertJob,
  type JobRow,
  listDueJobs,
  listJobRows,
  moveJob,
  sinceWithoutPause,
} from './jobs.repository'
import type { Job, JobKind, JobState } from './jobs.schemas'

export { jobFailed } from './jobs.errors'
export type { JobRow } from './jobs.repository'

/** Says: go on with this job. It may come twice, too early or for nothing. */
export const jobsQueue = defineQueue({
  name: 'jobs',
  binding: 'JOBS',
  schema: z.object({ organizationId: z.string(), jobId: z.string() }),
  openOrganization,
})

/** How long what came out of a job is kept, and a job that nobody begins. */
export const KEPT_FOR = 7 * DAY

/** Files of a job, in the organization's bucket: they go with it. */
export const jobPath = (jobId: string, name: string): string => `jobs/${jobId}/${name}`

/** Safe to repeat. @param kept the one that stays */
export async function deleteJobFiles(ctx: OrganizationContext, jobId: string, kept?: string): Promise<void> {
  const stays = kept === undefined ? null : jobPath(jobId, kept)
  for (let after = jobPath(jobId, ''); ; ) {
    const { objects, cursor } = await ctx.media.list(jobPath(jobId, ''), { startAfter: after, limit: 100 })
    for (const { path } of objects) if (path !== stays) await ctx.media.delete(path)
    const last = objects.at(-1)
    if (cursor === null || !last) return
    after = last.path
  }
}

type NewJob = {
  kind: JobKind
  /** What to do, by the kind's own schema. `title` is added to it. */
  input: Record<string, unknown>
  title?: string
  /** `waiting` until `startJob`. */
  state: 'waiting' | 'running'
  total?: number
}

/** A job of the caller's; one that is to run goes to the queue. */
export async function createJob(
  ctx: OrganizationContext,
  { kind, input, title, state, total }: NewJob,
): Promise<JobRow> {
  const now = ctx.clock.now()
  const id = createId('job', now)
  await insertJob(ctx, {
    ...{ id, kind, state, counts: {}, startedBy: ctx.actor, createdAt: now },
    input: { ...input, ...(title !== undefined && { title }) },
    total: total ?? null,
    ...(state === 'running' ? { startedAt: now, dueAt: now + MINUTE } : { expiresAt: now + KEPT_FOR }),
  })
  if (state === 'running') await announceJob(ctx, id)
  return requireJob(ctx, id)
}

/** Tells the queue. If that fails the sweep does it a minute later, so an error is only logged. */
export async function announceJob(ctx: OrganizationContext, jobId: string, delaySeconds = 0): Promise<void> {
  try {
    await jobsQueue.send(ctx, [{ organizationId: ctx.organizationId, jobId }], { delaySeconds })
  } catch (error) {
    ctx.log.warn('a job waits for the sweep', { error, jobId })
  }
}

/** @throws `jobs.not_found` */
export async function requireJob(ctx: OrganizationContext, id: string): Promise<JobRow> {
  const job = await findJob(ctx, id)
  if (!job) throw jobNotFound()
  return job
}

/** @throws `jobs.not_yours` unless the caller began it, or may begin one like it */
export function requireOwnJob(ctx: OrganizationContext, role: MemberRole, job: JobRow): void {
  const starter = z.object({ id: z.string().nullable() }).safeParse(job.startedBy).data
  const isStarter = ctx.actor.id !== null && starter?.id === ctx.actor.id
  if (!isStarter && !isAllowed(role, permissionOf[job.kind])) throw jobNotYours()
}

/** Newest first. */
export const listJobs = (
  ctx: OrganizationContext,
  page: { kind?: JobKind; state?: JobState; before?: [number, string]; limit: number },
): Promise<JobRow[]> => listJobRows(ctx, page)

/** What a waiting job is to do. @returns false when it does not wait any more, or another has changed that since */
export const changeInput = (ctx: OrganizationContext, seen: JobRow, input: Record<string, unknown>): Promise<boolean> =>
  changeWaiting(ctx, seen.id, input, seen.input)

/** Begins a job that waits. Once begun, beginning it again changes nothing. */
export async function startJob(ctx: OrganizationContext, id: string): Promise<JobRow> {
  const now = ctx.clock.now()
  const started = await moveJob(ctx, id, ['waiting'], {
    ...{ state: 'running', startedAt: now, dueAt: now + MINUTE, expiresAt: null, startedBy: ctx.actor },
  })
  if (!started) return requireJob(ctx, id)
  await announceJob(ctx, id)
  return started
}

/** It stops after the step that it is in, or in the middle of it: that step then was not. @throws `jobs.ended` */
export async function pauseJob(ctx: OrganizationContext, id: string): Promise<JobRow> {
  const now = ctx.clock.now()
  const paused = await moveJob(ctx, id, ['running'], {
    ...{ state: 'paused', claimToken: null, dueAt: null, finishedAt: now },
  })
  return paused ?? requireState(ctx, id, 'paused')
}

/** @throws `jobs.ended`, `jobs.not_started` */
export async function resumeJob(ctx: OrganizationContext, id: string): Promise<JobRow> {
  const now = ctx.clock.now()
  const resumed = await moveJob(ctx, id, ['paused'], {
    ...{ state: 'running', attempts: 0, dueAt: now + MINUTE, finishedAt: null },
    ...sinceWithoutPause(now),
  })
  if (!resumed) return requireState(ctx, id, 'running')
  await announceJob(ctx, id)
  return resumed
}

/** What it has done stays done. @throws `jobs.ended` */
export async function cancelJob(ctx: OrganizationContext, id: string): Promise<JobRow> {
  const now = ctx.clock.now()
  const cancelled = await moveJob(ctx, id, ['waiting', 'running', 'paused'], {
    ...{ state: 'cancelled', claimToken: null, dueAt: now, finishedAt: now, expiresAt: now + KEPT_FOR },
  })
  if (!cancelled) return requireState(ctx, id, 'cancelled')
  await announceJob(ctx, id)
  return cancelled
}

/** Asked for twice is asked for once. */
async function requireState(ctx: OrganizationContext, id: string, state: JobState): Promise<JobRow> {
  const job = await requireJob(ctx, id)
  if (job.state === state) return job
  throw hasEnded(job) ? jobEnded() : jobNotStarted()
}

/** Says to each organization which of its jobs are due, or have been kept long enough. Safe to repeat. @returns how many */
export async function sweepJobs(system: SystemContext): Promise<number> {
  let count = 0
  for await (const rows of listDueJobs(system, system.clock.now())) {
    await jobsQueue.send(
      system,
      rows.map(({ organizationId, id }) => ({ organizationId, jobId: id })),
    )
    count += rows.length
  }
  return count
}

/** A job as the API shows it. */
export function toJob(row: JobRow, now: number): Job {
  const { id, kind, state, input, done, total, counts, result, failure } = row
  return {
    id,
    kind,
    state,
    title: typeof input.title === 'string' ? input.title : '',
    done,
    total,
    unit: 'rows',
    counts,
    ...paceOf(row, now),
    result,
    failure,
    startedBy: row.startedBy as Job['startedBy'], // an actor, as `createJob` wrote it
    createdAt: toIso(row.createdAt),
    startedAt: toIso(row.startedAt),
    finishedAt: state === 'paused' ? null : toIso(row.finishedAt),
    expiresAt: toIso(row.expiresAt),
  }
}
