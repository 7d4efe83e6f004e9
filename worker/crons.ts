import { deleteExpiredSignIns } from './modules/auth/sessions.usecases'
import { sweepSnoozes } from './modules/conversations/conversation-changes.usecases'
import { sweepJobs } from './modules/jobs/jobs.usecases'
import { deleteForgottenUploads } from './modules/media/copy-again.usecases'
import { sweepMedia } from './modules/media/media.usecases'
import { deleteOldParkedStatuses } from './modules/messages/parked.usecases'
import { sweepOutbound } from './modules/messages/sweep.usecases'
import { enqueueNumberChecks } from './modules/phone-numbers/looking-after.usecases'
import { deleteOldDeadLetters } from './modules/platform/dead-letters.usecases'
import { enqueueRetention } from './modules/privacy/retention.usecases'
import type { SystemContext } from './shared/context'
import { type Job, runJobs } from './shared/jobs'
import { sweepMails } from './shared/mail/mail'
import { sweepEvents } from './tenancy/events'
import { deleteOldIdempotencyKeys } from './tenancy/idempotency'
import { sweepInboxEvents } from './tenancy/inbox-events'

const everyMinute: Job[] = [
  { name: 'sweep-events', run: sweepEvents },
  { name: 'sweep-inbox-events', run: sweepInboxEvents },
  { name: 'sweep-mails', run: sweepMails },
  { name: 'sweep-media', run: sweepMedia },
  { name: 'sweep-snoozes', run: sweepSnoozes },
  { name: 'sweep-outbound', run: sweepOutbound },
  { name: 'sweep-jobs', run: sweepJobs },
]
const hourly: Job[] = [{ name: 'enqueue-number-checks', run: enqueueNumberChecks }]
const daily: Job[] = [
  { name: 'delete-expired-sign-ins', run: deleteExpiredSignIns },
  { name: 'delete-old-idempotency-keys', run: deleteOldIdempotencyKeys },
  { name: 'delete-old-parked-statuses', run: deleteOldParkedStatuses },
  { name: 'delete-old-dead-letters', run: deleteOldDeadLetters },
  { name: 'delete-forgotten-uploads', run: deleteForgottenUploads },
  { name: 'enqueue-retention', run: enqueueRetention },
]

/** Cron expression in wrangler.toml → what is due. */
const schedule: Record<string, Job[]> = {
  '* * * * *': everyMinute,
  '7 * * * *': hourly,
  '0 3 * * *': daily,
}

/** @throws for an expression that wrangler.toml has and this table has not */
export async function runCron(cron: string, system: SystemContext): Promise<void> {
  const jobs = schedule[cron]
  if (!jobs) throw new Error(`No jobs for the cron "${cron}"; see worker/crons.ts`)
  await runJobs(system, jobs)
}
