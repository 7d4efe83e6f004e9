import type { QueryClient } from '@tanstack/solid-query'
import type { Job } from '@worker/modules/jobs/jobs.schemas'
import { type Accessor, createEffect, on } from 'solid-js'
import { t } from '../../shared/i18n'
import { organizationKey } from '../../shared/query'
import { showToast } from '../../ui/toast'
import { downloadOf } from './job-download'
import { hasEnded, isUnderWay, jobCounts, jobTitle } from './job-state'

/** What people are shown by: all of it may be different after a job. */
const SHOWN_BY = ['contacts', 'contact', 'segments', 'tags', 'contact-fields'] as const

/** Says when a job that was going on has ended, and has what it changed asked for again. */
export function watchJobs(
  jobs: Accessor<readonly Job[] | undefined>,
  { client, organizationId, userId }: { client: QueryClient; organizationId: string; userId: string },
): void {
  let underWay = new Set<string>()
  createEffect(
    on(jobs, (now) => {
      if (!now) return
      for (const job of now) {
        if (!underWay.has(job.id) || !hasEnded(job)) continue
        for (const what of SHOWN_BY) void client.invalidateQueries({ queryKey: organizationKey(organizationId, what) })
        if (job.startedBy?.id === userId) tell(job)
      }
      // A paused one goes on some time.
      underWay = new Set(now.filter((job) => isUnderWay(job) || job.state === 'paused').map(({ id }) => id))
    }),
  )
}

function tell(job: Job): void {
  const { kind, title, state, failure } = job
  if (state === 'cancelled') return
  if (state === 'failed') {
    showToast({ tone: 'bad', text: t('jobs.failed', { title: jobTitle(job), reason: failure?.message ?? '' }) })
    return
  }
  const file = downloadOf(job)
  const text = [t(`jobs.done.${kind}`, { title }), jobCounts(job)].filter(Boolean).join(': ')
  showToast({
    tone: 'ok',
    text,
    ...(file && { action: { label: file.label, onSelect: () => void file.save() } }),
  })
}
