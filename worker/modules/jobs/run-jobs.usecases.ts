import { MINUTE, SECOND } from '../../shared/clock'
import type { Actor, OrganizationContext } from '../../shared/context'
import { isConflict, type Statement } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { JobFailure } from './jobs.errors'
import { backOff, hasEnded } from './jobs.models'
import { changeClaimed, changeJob, claimJob, deleteJob, findJob, type JobRow, stepStatements } from './jobs.repository'
import type { JobKind } from './jobs.schemas'
import { announceJob, deleteJobFiles, KEPT_FOR } from './jobs.usecases'

/** What one step comes to: its changes, and where the next one goes on. */
export type Step = {
  statements: Statement[]
  place: Record<string, unknown>
  done: number
  total?: number | null
  /** All of them, as they are after the step. */
  counts?: Record<string, number>
  /** Conversations that look different afterwards: whoever looks at them is told. */
  conversationIds?: string[]
  isDone: boolean
  result?: Record<string, unknown>
  /** How many statements it has read with, when they are more than twenty. */
  queries?: number
}

/**
 * How a kind of job works. `step` reads and plans; its statements and the place are committed together. What else it does
 * (files, calls) must be safe to repeat: a crash repeats the step. `onEnd` comes once it has ended, however, and may
 * come twice.
 */
export type JobWork = {
  step(ctx: OrganizationContext, job: JobRow): Promise<Step>
  onEnd?(ctx: OrganizationContext, job: JobRow): Promise<void>
}
export type JobKinds = Partial<Record<JobKind, JobWork>>

/** Of one invocation: D1 allows 1,000 queries. */
const MAX_QUERIES = 800
const QUERIES_BESIDE = 30
const RUN_FOR = 15 * SECOND
const LEASE = MINUTE
const MAX_ATTEMPTS = 10

/** Goes on with a job for as long as one invocation may; then the queue is told again. Safe to repeat. */
export async function runJob(outer: OrganizationContext, jobId: string, kinds: JobKinds): Promise<void> {
  const now = outer.clock.now()
  const token = createId('clm', now)
  const claimed = await claimJob(outer, jobId, { token, now, until: now + LEASE })
  if (!claimed) return tidyUp(outer, jobId, kinds)
  // What it writes is of the one who began it.
  const ctx = { ...outer, actor: (claimed.startedBy as Actor | null) ?? outer.actor }
  const work = kinds[claimed.kind]
  try {
    if (!work) throw new Error(`Nobody does jobs of the kind ${claimed.kind}; see worker/job-kinds.ts`)
    if (claimed.attempts > MAX_ATTEMPTS) throw tooOften()
    await runSteps(ctx, claimed, work, token)
  } catch (error) {
    if (await isOurs(ctx, jobId, token))
      await noteError(ctx, { ...claimed, ...(await findJob(ctx, jobId)) }, token, error)
  }
  await tidyUp(ctx, jobId, kinds)
}

const tooOften = () =>
  new JobFailure({
    code: 'jobs.gave_up',
    status: 409,
    message: 'This did not work, however often it was tried. What had been done by then stays.',
  })

async function isOurs(ctx: OrganizationContext, id: string, token: string): Promise<boolean> {
  const job = await findJob(ctx, id)
  return job?.state === 'running' && job.claimToken === token
}

async function runSteps(ctx: OrganizationContext, claimed: JobRow, work: JobWork, token: string): Promise<void> {
  const { id } = claimed
  const began = ctx.clock.now()
  let job = claimed
  for (let queries = 0; ; ) {
    const step = await work.step(ctx, job)
    queries += step.statements.length + (step.queries ?? 20) + QUERIES_BESIDE
    job = await commitStep(ctx, job, step, token)
    if (step.isDone) return
    if (ctx.clock.now() - began < RUN_FOR && queries < MAX_QUERIES) continue
    if (await changeClaimed(ctx, { id, token, changes: { claimToken: null } })) await announceJob(ctx, id)
    return
  }
}

async function commitStep(ctx: OrganizationContext, job: JobRow, step: Step, token: string): Promise<JobRow> {
  const now = ctx.clock.now()
  const { place, done, statements, isDone, conversationIds = [] } = step
  const changes = {
    place,
    done,
    total: step.total === undefined ? job.total : step.total,
    counts: step.counts ?? job.counts,
    result: step.result ?? job.result,
    attempts: 0,
    ...(isDone
      ? { state: 'done' as const, claimToken: null, dueAt: now, finishedAt: now, expiresAt: now + KEPT_FOR }
      : { dueAt: now + LEASE }),
  }
  const { guard, progress } = stepStatements(ctx, { id: job.id, token, changes })
  const batch = [guard, ...statements, progress] as const
  if (conversationIds.length > 0) await commitInboxChange(ctx, { statements: [...batch], conversationIds })
  else await ctx.db.batch(batch as never)
  return { ...job, ...changes }
}

async function noteError(ctx: OrganizationContext, job: JobRow, token: string, error: unknown): Promise<void> {
  const { id, attempts } = job
  const now = ctx.clock.now()
  const failure = error instanceof JobFailure ? error : attempts >= MAX_ATTEMPTS ? tooOften() : null
  // Another was faster with a row that the step had read: it looks again at once.
  const isRace = !failure && isConflict(error)
  if (!isRace) ctx.log.error('a step of a job failed', { error, jobId: id, attempts })
  if (failure) {
    const { code, message } = failure
    const ended = { state: 'failed' as const, failure: { code, message }, finishedAt: now, expiresAt: now + KEPT_FOR }
    await changeClaimed(ctx, { id, token, changes: { ...ended, claimToken: null, dueAt: now } })
    return
  }
  const wait = isRace ? 0 : backOff(attempts)
  const isKept = await changeClaimed(ctx, {
    id,
    token,
    changes: { claimToken: null, dueAt: now + Math.max(wait, SECOND) },
  })
  if (isKept) await announceJob(ctx, id, Math.ceil(wait / SECOND))
}

/** For a job that has ended: the last word of its kind; and once it has been kept long enough, it goes with its files. */
async function tidyUp(ctx: OrganizationContext, id: string, kinds: JobKinds): Promise<void> {
  const job = await findJob(ctx, id)
  if (!job) return
  if (hasEnded(job) && job.dueAt !== null) {
    await kinds[job.kind]?.onEnd?.(ctx, job)
    await changeJob(ctx, id, { dueAt: null })
  }
  if (job.expiresAt === null || job.expiresAt > ctx.clock.now()) return
  await deleteJobFiles(ctx, id)
  await deleteJob(ctx, id)
}
