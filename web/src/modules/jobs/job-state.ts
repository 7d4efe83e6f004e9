import type { Job } from '@worker/modules/jobs/jobs.schemas'
import { formatDuration } from '../../shared/duration'
import { t } from '../../shared/i18n'

const ENDED: readonly Job['state'][] = ['cancelled', 'done', 'failed']
export const hasEnded = (job: Pick<Job, 'state'>): boolean => ENDED.includes(job.state)

/** A file that somebody has not mapped yet waits for them, not for the server. */
export const isUnderWay = (job: Pick<Job, 'state' | 'kind'>): boolean =>
  job.state === 'running' || (job.state === 'waiting' && job.kind !== 'contact_import')

export const jobTitle = ({ kind, title }: Pick<Job, 'kind' | 'title'>): string => t(`jobs.kind.${kind}`, { title })

/** Between 0 and 1; undefined while nobody knows how much there is. */
export function shareOf({ done, total, state }: Pick<Job, 'done' | 'total' | 'state'>): number | undefined {
  if (state === 'done') return 1
  return total ? Math.min(1, done / total) : undefined
}

/** "1,204 of 50,120 · 2,310 a second · about 21s left"; of what has ended only what came of it. */
export function jobProgress(job: Job): string {
  if (hasEnded(job) || job.unit === 'bytes') return ''
  const { done, total, ratePerSecond, secondsLeft, state } = job
  const parts = [total === null ? t('jobs.rows', done) : t('jobs.progress', done, total)]
  if (state === 'running' && ratePerSecond !== null) parts.push(t('jobs.rate', ratePerSecond))
  if (secondsLeft !== null) parts.push(t('jobs.left', { time: formatDuration(secondsLeft) }))
  return parts.join(' · ')
}

const COUNTED = ['created', 'updated', 'changed', 'unchanged', 'refused'] as const

/** "30,411 new · 579 updated · 12 refused"; nothing that is zero. */
export function jobCounts({ counts }: Pick<Job, 'counts'>): string {
  return COUNTED.flatMap((name) => (counts[name] ? [t(`jobs.count.${name}`, counts[name])] : [])).join(' · ')
}
