import { z } from 'zod'

/** What can be recorded. A new action is one more line here. */
export const auditActions = [
  'organization.created',
  'organization.updated',
  'member.signed_in',
  'member.role_changed',
  'member.deactivated',
  'member.reactivated',
  'member.removed',
  'api_key.created',
  'api_key.revoked',
  'phone_number.connected',
  'phone_number.updated',
  'phone_number.repaired',
  'phone_number.profile_updated',
  'phone_number.disconnected',
  'meta_app.created',
  'contact.blocked',
  'contact.unblocked',
  'contact.consent_granted',
  'contact.consent_revoked',
  'contact.erased',
  'contact.exported',
  'contact.export_downloaded',
  'contacts.exported',
  'contact.merged',
  'contact.unmerged',
] as const
export const auditActionSchema = z.enum(auditActions)
export type AuditAction = z.infer<typeof auditActionSchema>

/** Names are copied, so that an entry still reads well after the person or the key is gone. */
export const auditActorSchema = z.object({
  type: z.enum(['user', 'api-key', 'automation', 'system']),
  id: z.string().nullable(),
  name: z.string().nullable(),
})
export type AuditActor = z.infer<typeof auditActorSchema>
export const auditTargetSchema = z.object({ type: z.string(), id: z.string(), label: z.string().nullable() })
export type AuditTarget = z.infer<typeof auditTargetSchema>

export const auditLogEntrySchema = z
  .object({
    id: z.string(),
    action: auditActionSchema,
    actor: auditActorSchema,
    target: auditTargetSchema.nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'AuditLogEntry' })
export type AuditLogEntry = z.infer<typeof auditLogEntrySchema>

/** The domain event that carries an entry from the directory to the shard. */
export const auditRecordedSchema = z.object({
  type: z.literal('audit.recorded'),
  action: auditActionSchema,
  actor: auditActorSchema,
  target: auditTargetSchema.nullable(),
  at: z.int(),
})
export type AuditRecorded = z.infer<typeof auditRecordedSchema>
