import type { Permission } from '../../tenancy/permissions.schemas'
import type { JobRow } from './jobs.repository'
import type { JobKind, JobState } from './jobs.schemas'

/** Who may stop another's job: whoever could have begun it. */
export const permissionOf: Record<JobKind, Permission> = {
  contact_import: 'contacts:import',
  contact_bulk: 'contacts:update',
  person_export: 'privacy:manage',
  person_erasure: 'privacy:manage',
  retention: 'privacy:manage',
}

const ENDED: readonly JobState[] = ['cancelled', 'done', 'failed']
export const hasEnded = ({ state }: Pick<JobRow, 'state'>): boolean => ENDED.includes(state)

/** Tried again after 2, 4, 8 … seconds, an hour at most. */
export const backOff = (attempts: number): number => Math.min(2 ** attempts, 3600) * 1000

/** Over the time it ran: a pause is none of it, see `resumeStatement`. */
export function paceOf({ state, done, total, startedAt, finishedAt }: JobRow, now: number) {
  const elapsed = startedAt === null ? 0 : (finishedAt ?? now) - startedAt
  if (elapsed <= 0 || done <= 0) return { ratePerSecond: null, secondsLeft: null }
  const ratePerSecond = Math.round((done / elapsed) * 1000 * 10) / 10
  const isOnItsWay = state === 'running' && total !== null && ratePerSecond > 0
  return { ratePerSecond, secondsLeft: isOnItsWay ? Math.ceil(Math.max(0, total - done) / ratePerSecond) : null }
}
