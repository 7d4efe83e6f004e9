import type { Actor } from '../../shared/context'
import type { AuditAction, AuditRecorded, AuditTarget } from './audit-log.schemas'

/** The domain event of something worth recording, for the outbox. */
export const auditEvent = (entry: {
  action: AuditAction
  actor: Actor
  target: AuditTarget | null
  at: number
}): AuditRecorded => ({
  type: 'audit.recorded',
  ...entry,
})
