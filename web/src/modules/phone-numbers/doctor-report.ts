import type { ConnectionCheck, DoctorReport } from '@worker/modules/phone-numbers/doctor.schemas'

const order: Record<ConnectionCheck['status'], number> = { failed: 0, warning: 1, unknown: 2, ok: 3 }

/** What needs a look comes first, the worst before the rest; within that the order in which one thing needs the other. */
export function sortChecks(checks: readonly ConnectionCheck[]): { open: ConnectionCheck[]; passed: ConnectionCheck[] } {
  const sorted = checks.toSorted((a, b) => order[a.status] - order[b.status])
  return {
    open: sorted.filter(({ status }) => status !== 'ok'),
    passed: sorted.filter(({ status }) => status === 'ok'),
  }
}

export type Verdict = { kind: 'well' } | { kind: 'unknown' } | { kind: 'warnings' | 'broken'; count: number }

export function verdictOf({ status, checks }: Pick<DoctorReport, 'status' | 'checks'>): Verdict {
  if (status === 'ok') return { kind: 'well' }
  if (status === 'unknown') return { kind: 'unknown' }
  const count = checks.filter((check) => check.status === 'failed' || check.status === 'warning').length
  return { kind: status === 'failed' ? 'broken' : 'warnings', count }
}
