import { z } from 'zod'

/** What the connection doctor looks at, in the order it is shown. */
export const checkIds = [
  'sending',
  'token',
  'permissions',
  'token_expiry',
  'phone_number',
  'business_account',
  'subscription',
  'webhook_fields',
  'callback',
  'handshake',
  'deliveries',
  'registration',
  'pin',
  'display_name',
  'quality',
  'messaging_limit',
  'throughput',
  'account_mode',
  'health',
] as const
export type CheckId = (typeof checkIds)[number]

/** What can be repaired by `fix`. */
export const fixableChecks = ['sending', 'subscription', 'webhook_fields', 'callback', 'registration', 'pin'] as const
export type FixableCheck = (typeof fixableChecks)[number]

export const fixSchema = z
  .object({
    kind: z.enum(['automatic', 'manual']).meta({ description: '`automatic`: send the check’s id to `fix`' }),
    label: z.string(),
    instructions: z.string(),
    needsPin: z.boolean().meta({ description: 'Send the six digits along' }),
  })
  .meta({ id: 'ConnectionFix' })
export type Fix = z.infer<typeof fixSchema>

export const checkStatusSchema = z.enum(['ok', 'warning', 'failed', 'unknown'])
export const connectionCheckSchema = z
  .object({
    id: z.enum(checkIds),
    title: z.string(),
    status: checkStatusSchema.meta({ description: '`unknown`: Meta did not tell' }),
    message: z.string(),
    fix: fixSchema.nullable(),
  })
  .meta({ id: 'ConnectionCheck' })
export type ConnectionCheck = z.infer<typeof connectionCheckSchema>

export const doctorReportSchema = z
  .object({
    status: checkStatusSchema.meta({ description: 'The worst of all checks' }),
    checks: z.array(connectionCheckSchema),
    checkedAt: z.iso.datetime(),
  })
  .meta({ id: 'ConnectionReport' })
export type DoctorReport = z.infer<typeof doctorReportSchema>

export const fixRequestSchema = z.strictObject({
  check: z.enum(fixableChecks),
  pin: z
    .string()
    .regex(/^\d{6}$/, 'The PIN has exactly six digits.')
    .optional(),
})
export type FixRequest = z.infer<typeof fixRequestSchema>
