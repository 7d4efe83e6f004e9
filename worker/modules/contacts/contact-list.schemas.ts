import { z } from 'zod'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { segmentDefinitionSchema } from '../segments/segments.schemas'
import { contactSources, contactSummarySchema } from './contacts.schemas'

/** A person as the list of contacts shows them. */
export const contactListItemSchema = contactSummarySchema
  .extend({
    name: z.string().nullable().meta({ description: 'What the team calls them' }),
    displayPhone: z.string().nullable().meta({ description: 'As people write it' }),
    email: z.string().nullable(),
    country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2, of the phone number' }),
    language: z.string().nullable(),
    ownerId: z.string().nullable().meta({ description: 'The member who looks after them' }),
    source: z.enum(contactSources),
    blockedAt: z.iso.datetime().nullable(),
    lastMessageAt: z.iso.datetime().nullable().meta({ description: 'In any conversation with them, whoever wrote' }),
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ContactListItem' })
export type ContactListItem = z.infer<typeof contactListItemSchema>
export const contactPageSchema = pageSchema(contactListItemSchema).meta({ id: 'ContactPage' })

const search = z.string().trim().max(200)
const segmentId = z.string().min(1).max(60)

/** A definition as JSON text, in an address. */
const definitionText = z
  .string()
  .max(20_000)
  .transform((text, issues) => {
    const parsed = segmentDefinitionSchema.safeParse(readJson(text))
    if (parsed.success) return parsed.data
    issues.addIssue({ code: 'custom', message: 'This needs to be the JSON of a segment’s definition.' })
    return z.NEVER
  })

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Which people: all three together, each left out where it does not matter. */
export const contactFilterSchema = z.object({
  search: search.optional().meta({
    description: 'Words of a name, username, email or text field, or a number however it is written',
  }),
  segmentId: segmentId.optional(),
  filter: definitionText.optional().meta({ description: 'A `SegmentDefinition` as JSON text' }),
})
export type ContactFilter = z.output<typeof contactFilterSchema>

export const contactSorts = ['last_message', 'name', 'created'] as const
export type ContactSort = (typeof contactSorts)[number]

export const listContactsQuerySchema = pageQuerySchema.extend({
  // A name is in it.
  cursor: z.string().max(2000).optional().meta({ description: '`nextCursor` of the previous page' }),
  ...contactFilterSchema.shape,
  sort: z.enum(contactSorts).default('last_message'),
  /** Names begin with A, times with the newest, unless said otherwise. */
  direction: z.enum(['asc', 'desc']).optional(),
})
export type ListContactsQuery = z.output<typeof listContactsQuerySchema>

export const contactCountSchema = z
  .object({
    count: z.number().int(),
    isExact: z.boolean().meta({ description: 'False: there are more than a search looks through' }),
  })
  .meta({ id: 'ContactCount' })

const ids = (max: number) => z.array(z.string().min(1).max(60)).max(max)

/** Whom something is done with: some by name, or everyone whom a filter finds but for a few. */
export const selectionSchema = z.union([
  z.strictObject({ ids: ids(1000).min(1) }),
  z.strictObject({
    filter: z.strictObject({
      search: search.optional(),
      segmentId: segmentId.optional(),
      definition: segmentDefinitionSchema.optional(),
    }),
    except: ids(1000).default([]),
  }),
])
export type Selection = z.output<typeof selectionSchema>

export const bulkActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('tag'), add: ids(50).default([]), remove: ids(50).default([]) }),
  /** Null: nobody. */
  z.strictObject({ type: z.literal('owner'), ownerId: z.string().min(1).max(60).nullable() }),
  /** Null: the field is emptied. */
  z.strictObject({
    type: z.literal('field'),
    key: z.string().trim().min(1).max(60),
    value: z.union([z.string().max(1000), z.number(), z.boolean()]).nullable(),
  }),
  z.strictObject({ type: z.literal('delete') }),
])
export type BulkAction = z.output<typeof bulkActionSchema>
export const bulkSchema = z.strictObject({ selection: selectionSchema, action: bulkActionSchema })
export type Bulk = z.output<typeof bulkSchema>
