import { z } from 'zod'

/** `tint`: one of the design's eight, 0 to 7. */
export const tagSchema = z.object({ id: z.string(), name: z.string(), tint: z.number().int() }).meta({ id: 'Tag' })
export type Tag = z.infer<typeof tagSchema>
export const tagListSchema = z.object({ items: z.array(tagSchema) }).meta({ id: 'TagList' })
export const newTagSchema = z.strictObject({
  name: z.string().trim().min(1).max(40),
  /** The next one in turn unless given. */
  tint: z.number().int().min(0).max(7).optional(),
})
export type NewTag = z.infer<typeof newTagSchema>
export const identityKinds = ['bsuid', 'wa_id', 'phone'] as const
export type ContactIdentity = { kind: (typeof identityKinds)[number]; value: string }
export const contactSources = ['inbound', 'agent', 'api', 'import', 'phone_app'] as const
export type ContactSource = (typeof contactSources)[number]
export const consentStates = ['unknown', 'granted', 'revoked'] as const

/** A person as the inbox shows them. */
export const contactSummarySchema = z
  .object({
    id: z.string(),
    /** The team's name for them, else their own, else username, number or user id: never empty. */
    displayName: z.string(),
    profileName: z.string().nullable(),
    username: z.string().nullable(),
    /** E.164 with `+`; null for people who only have a username. */
    phone: z.string().nullable(),
    consent: z.enum(consentStates),
    isBlocked: z.boolean(),
    tags: z.array(tagSchema),
  })
  .meta({ id: 'ContactSummary' })
export type ContactSummary = z.infer<typeof contactSummarySchema>
