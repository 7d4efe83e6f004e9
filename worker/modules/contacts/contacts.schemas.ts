import { z } from 'zod'
import { pageSchema } from '../../shared/pagination.schemas'

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

export const FIELDS_MAX = 50
const KEY_MAX = 60
const VALUE_MAX = 1000
const NOTE_MAX = 4000

const fieldValue = z.union([z.string(), z.number(), z.boolean()])
/** Who wrote or said it, as named then. */
const actor = z.object({ type: z.string(), id: z.string().nullable(), name: z.string().nullable() })

/** Everything we know of a person. After a merge it is one contact, the one that stayed. */
export const contactSchema = z
  .object({
    id: z.string(),
    /** The team's name for them, else their own, else username, number or user id: never empty. */
    displayName: z.string(),
    name: z.string().nullable().meta({ description: 'What the team calls them' }),
    profileName: z.string().nullable().meta({ description: 'What they call themselves in WhatsApp' }),
    username: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'E.164 with `+`' }),
    displayPhone: z.string().nullable().meta({ description: 'The same as people write it' }),
    /** How WhatsApp names them, oldest first: `bsuid`, `wa_id`; `phone` is what somebody typed or imported. */
    identities: z.array(z.object({ kind: z.enum(identityKinds), value: z.string() })),
    country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2, of the phone number' }),
    language: z.string().nullable().meta({ description: 'As in `en` or `pt_BR`' }),
    email: z.string().nullable(),
    ownerId: z.string().nullable().meta({ description: 'The member who looks after them' }),
    fields: z.record(z.string(), fieldValue),
    tags: z.array(tagSchema),
    consent: z.enum(consentStates),
    /** The newest entry of the consent log. */
    lastConsent: z
      .object({
        state: z.enum(['granted', 'revoked']),
        /** `whatsapp` (the person's own setting), `keyword`, `agent`, `api`, `import`. */
        source: z.string(),
        wording: z.string().nullable(),
        actor: actor.nullable(),
        occurredAt: z.iso.datetime(),
      })
      .nullable(),
    source: z.string(),
    blockedAt: z.iso.datetime().nullable(),
    /** Of those that you see. */
    conversationCount: z.number().int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Contact' })
export type Contact = z.infer<typeof contactSchema>

const language = z
  .string()
  .regex(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}$/, 'This needs to be a language such as en or pt_BR.')
  .nullable()
const fieldsSchema = z
  .record(
    z.string().trim().min(1).max(KEY_MAX),
    z.union([z.string().max(VALUE_MAX), z.number(), z.boolean(), z.null()]),
  )
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX, `There are at most ${FIELDS_MAX} fields.`)
const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'This needs to be an email address.')
  .nullable()
const editable = {
  /** Null or nothing but spaces: what they call themselves is shown again. */
  name: z.string().trim().max(120).nullable(),
  /** In international form, or as it is dialled in the workspace's default country. Null: none. */
  phone: z.string().trim().min(1).max(50).nullable(),
  email,
  language,
  ownerId: z.string().min(1).max(60).nullable(),
  fields: fieldsSchema,
}
const tagIds = z.array(z.string().min(1).max(60)).max(50)

/** What is left out stays. `fields` are merged with those that are there; null removes one. */
export const changeContactSchema = z
  .strictObject(editable)
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')
export type ContactChange = z.output<typeof changeContactSchema>

/** All of a person that people write. What is left out is emptied. */
export const putContactSchema = z.strictObject({
  name: editable.name.default(null),
  phone: editable.phone.default(null),
  email: email.default(null),
  language: language.default(null),
  ownerId: editable.ownerId.default(null),
  fields: fieldsSchema.default({}),
  tagIds: tagIds.default([]),
})
export type ContactReplacement = z.output<typeof putContactSchema>

export const newContactSchema = z
  .strictObject({
    ...editable,
    userId: z.string().max(160).nullable().meta({ description: 'How WhatsApp names people without a number' }),
    username: z.string().trim().min(1).max(60).nullable(),
    tagIds,
    /** They agreed to marketing, or do not want it. */
    consent: z.strictObject({
      state: z.enum(['granted', 'revoked']),
      wording: z.string().trim().max(1000).optional(),
    }),
  })
  .partial()
  .refine(
    ({ name, phone, email: mail, userId, username }) => [name, phone, mail, userId, username].some(Boolean),
    'Give at least a name, a phone number, an email address or a user id.',
  )
export type NewContact = z.output<typeof newContactSchema>

export const changeTagSchema = newTagSchema
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')
export type TagChangeInput = z.output<typeof changeTagSchema>
/** Of people who had it. */
export const deletedTagSchema = z.object({ contacts: z.number().int() }).meta({ id: 'DeletedTag' })
export const changeTagsOfContactSchema = z
  .strictObject({ add: tagIds.default([]), remove: tagIds.default([]) })
  .refine(({ add, remove }) => add.length + remove.length > 0, 'Say which tags to add or to remove.')

export const changeConsentSchema = z.strictObject({
  state: z.enum(['granted', 'revoked']),
  /** What was said or shown. */
  wording: z.string().trim().max(1000).optional(),
})
export type ConsentChange = z.output<typeof changeConsentSchema>

/** `refusals`: where WhatsApp did not take it over, and why. Here it counts all the same. */
export const blockResultSchema = z
  .object({
    contact: contactSchema,
    refusals: z.array(z.object({ phoneNumberId: z.string(), reason: z.string() })),
  })
  .meta({ id: 'BlockResult' })
export type BlockResult = z.infer<typeof blockResultSchema>

export const contactNoteSchema = z
  .object({
    id: z.string(),
    body: z.string(),
    author: actor,
    editedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ContactNote' })
export type ContactNote = z.infer<typeof contactNoteSchema>
export const contactNotePageSchema = pageSchema(contactNoteSchema).meta({ id: 'ContactNotePage' })
export const newContactNoteSchema = z.strictObject({ body: z.string().trim().min(1).max(NOTE_MAX) })

/** From an opening to a closing. */
export const contactEpisodeSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    phoneNumberId: z.string(),
    openedBy: z.string(),
    openedAt: z.iso.datetime(),
    /** Null: it goes on. */
    closedAt: z.iso.datetime().nullable(),
    /** What was said first; null when nothing was. */
    subject: z.object({ messageId: z.string(), type: z.string(), text: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'ContactEpisode' })
export type ContactEpisode = z.infer<typeof contactEpisodeSchema>
export const contactEpisodePageSchema = pageSchema(contactEpisodeSchema).meta({ id: 'ContactEpisodePage' })
