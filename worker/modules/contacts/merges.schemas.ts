import { z } from 'zod'
import { consentStates, contactSchema, tagSchema } from './contacts.schemas'

const fieldValue = z.union([z.string(), z.number(), z.boolean()])
const side = z.enum(['this', 'other'])

/** A person beside another one: what has to be looked at before they become one, or stay two. */
export const personSideSchema = z
  .object({
    id: z.string(),
    displayName: z.string(),
    name: z.string().nullable(),
    profileName: z.string().nullable(),
    username: z.string().nullable(),
    phone: z.string().nullable(),
    displayPhone: z.string().nullable(),
    email: z.string().nullable(),
    language: z.string().nullable(),
    country: z.string().nullable(),
    ownerId: z.string().nullable(),
    fields: z.record(z.string(), fieldValue),
    tags: z.array(tagSchema),
    consent: z.enum(consentStates),
    isBlocked: z.boolean(),
    lastMessageAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'PersonSide' })
export type PersonSide = z.infer<typeof personSideSchema>

export const mergeQuerySchema = z.object({
  with: z.string().max(60).meta({ description: 'The other contact' }),
  keep: side.optional().meta({ description: 'Whose contact stays; the older one unless said' }),
})

export const choosable = ['name', 'email', 'ownerId', 'language'] as const
export const mergeChoicesSchema = z
  .strictObject({
    name: side,
    email: side,
    ownerId: side,
    language: side,
    fields: z
      .record(z.string().max(60), side)
      .refine((fields) => Object.keys(fields).length <= 200, 'There are at most 200 choices.'),
  })
  .partial()
export type MergeChoices = z.output<typeof mergeChoicesSchema>

export const newMergeSchema = z.strictObject({
  contactId: z.string().max(60).meta({ description: 'The other contact' }),
  /** Whose contact stays: `this` is the one of the address. The older one unless said. */
  keep: side.optional(),
  /** Whose value counts where both have one; that of the contact that stays unless said. */
  choices: mergeChoicesSchema.optional(),
})
export type NewMerge = z.output<typeof newMergeSchema>

const COUNT_MAX = 10_000
export const MESSAGES_COUNTED = COUNT_MAX

export const mergePreviewSchema = z
  .object({
    kept: side,
    this: personSideSchema,
    other: personSideSchema,
    /** The person afterwards, without choices. */
    result: personSideSchema,
    /** `field` is `name`, `email`, `ownerId`, `language`, or `fields` with the `key`. Both sides have a value, and not the same. */
    conflicts: z.array(
      z.object({
        field: z.enum([...choosable, 'fields']),
        key: z.string().nullable(),
        this: fieldValue,
        other: fieldValue,
      }),
    ),
    /** Of both together; messages are counted up to 10,000. Conversations are those that you see. */
    counts: z.object({ conversations: z.number().int(), messages: z.number().int(), notes: z.number().int() }),
    /**
     * `both_have_numbers`, `both_have_user_ids`: WhatsApp names them by two, they may be two people. `consent_revoked`: one
     * of them wants no marketing, so neither gets any. `blocked`: one of them is blocked, so both will be.
     */
    warnings: z.array(z.enum(['both_have_numbers', 'both_have_user_ids', 'consent_revoked', 'blocked'])),
  })
  .meta({ id: 'MergePreview' })
export type MergePreview = z.infer<typeof mergePreviewSchema>

export const mergeResultSchema = z.object({ mergeId: z.string(), contact: contactSchema }).meta({ id: 'MergeResult' })
/** The two people that they are again: who had stayed, and who had gone. */
export const unmergeResultSchema = z
  .object({ kept: contactSchema, restored: contactSchema })
  .meta({ id: 'UnmergeResult' })
