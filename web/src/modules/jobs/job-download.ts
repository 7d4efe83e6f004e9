import type { Job } from '@worker/modules/jobs/jobs.schemas'
import { api } from '../../shared/api'
import { t } from '../../shared/i18n'
import { saveFile } from '../../shared/save-file'
import { showToast } from '../../ui/toast'
import { hasEnded } from './job-state'

export type JobDownload = { label: string; save: () => Promise<void> }

/** The file that came out of a job, if one did. */
export function downloadOf(job: Job): JobDownload | undefined {
  if (job.kind === 'contact_import' && hasEnded(job) && job.counts.refused)
    return {
      label: t('jobs.downloadRefused'),
      save: () => save(api.api.contacts.import[':id'].refused.$get({ param: { id: job.id } }), 'refused.csv'),
    }
  if (job.kind === 'person_export' && job.state === 'done')
    return {
      label: t('jobs.downloadExport'),
      save: () => save(api.api.contacts.exports[':jobId'].$get({ param: { jobId: job.id } }), 'person.zip'),
    }
  return undefined
}

async function save(request: Parameters<typeof saveFile>[0], name: string): Promise<void> {
  const problem = await saveFile(request, name)
  if (problem) showToast({ tone: 'bad', text: problem })
}
