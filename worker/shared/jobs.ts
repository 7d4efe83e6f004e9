import type { SystemContext } from './context'
import { jobRuns } from './db/directory.tables'

export type Job = { name: string; run(system: SystemContext): Promise<unknown> }

/**
 * Runs jobs side by side and notes each one's last success or failure. A cron may skip or repeat, so every job can run
 * twice; one that fails does not keep the others from running.
 */
export async function runJobs(system: SystemContext, jobs: Job[]): Promise<void> {
  await Promise.all(jobs.map((job) => runJob(system, job)))
}

async function runJob(system: SystemContext, { name, run }: Job): Promise<void> {
  const log = system.log.with({ job: name })
  try {
    const result = await run({ ...system, log })
    log.info('job done', { result })
    await note(system, name, { lastSuccessAt: system.clock.now(), lastError: null })
  } catch (error) {
    log.error('job failed', { error })
    await note(system, name, {
      lastFailureAt: system.clock.now(),
      lastError: error instanceof Error ? error.message : String(error),
    })
  }
}

type Outcome = Partial<Omit<typeof jobRuns.$inferInsert, 'job'>>
const note = ({ directory }: SystemContext, job: string, outcome: Outcome) =>
  directory
    .insert(jobRuns)
    .values({ job, ...outcome })
    .onConflictDoUpdate({ target: jobRuns.job, set: outcome })
