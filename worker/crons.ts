import { deleteExpiredSignIns } from './modules/auth/sessions.usecases'
import { type Job, runJobs } from './shared/jobs'
import { sweepMails } from './shared/mail/mail'
import type { SystemContext } from './shared/context'
import { sweepEvents } from './tenancy/events'

const everyMinute: Job[] = [
  { name: 'sweep-events', run: sweepEvents },
  { name: 'sweep-mails', run: sweepMails },
]
const daily: Job[] = [{ name: 'delete-expired-sign-ins', run: deleteExpiredSignIns }]

/** Cron expression in wrangler.toml → what is due. */
const schedule: Record<string, Job[]> = { '* * * * *': everyMinute, '0 3 * * *': daily }

export const runCron = (cron: string, system: SystemContext): Promise<void> => runJobs(system, schedule[cron] ?? [])
