import { z } from 'zod'
import { consentStates, contactSources } from '../contacts/contacts.schemas'

// A segment is data: one pure definition that compiles to one SQL condition (segment-condition.repository.ts).

const DAYS_MAX = 3650
const VALUES_MAX = 100
const days = z.number().int().min(1).max(DAYS_MAX)
const values = <T extends z.ZodType>(of: T) => z.array(of).min(1).max(VALUES_MAX)
const name = z.string().min(1).max(60)

/** When something happened last. `before`: longer ago, or never. Days are of 24 hours, counted back from now. */
const since = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('within'), days }),
  z.strictObject({ op: z.literal('before'), days }),
  z.strictObject({ op: z.literal('never') }),
])

/** What a condition on a custom field may ask; which of them, the field's type says (`operatorsOf` in segments.models). */
export const fieldOperators = [
  'is',
  'is_not',
  'contains',
  'starts_with',
  'less_than',
  'more_than',
  'before',
  'after',
  'is_empty',
  'is_filled',
] as const

export const segmentConditionSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('consent'), values: values(z.enum(consentStates)) }),
  z.strictObject({ on: z.literal('tags'), op: z.enum(['any', 'all', 'none']), tagIds: values(name) }),
  z.strictObject({ on: z.literal('country'), op: z.enum(['is', 'is_not']), values: values(z.string().length(2)) }),
  z.strictObject({ on: z.literal('language'), op: z.enum(['is', 'is_not']), values: values(z.string().max(20)) }),
  /** Null: nobody. */
  z.strictObject({ on: z.literal('owner'), op: z.enum(['is', 'is_not']), values: values(name.nullable()) }),
  z.strictObject({ on: z.literal('source'), values: values(z.enum(contactSources)) }),
  z.strictObject({ on: z.literal('blocked'), value: z.boolean() }),
  z.strictObject({ on: z.literal('window'), value: z.enum(['open', 'closed']) }),
  /** False: nobody has written to them, and they have not written. */
  z.strictObject({ on: z.literal('contacted'), value: z.boolean() }),
  z.strictObject({ on: z.literal('last_message'), since }),
  z.strictObject({ on: z.literal('last_inbound'), since }),
  z.strictObject({ on: z.literal('last_reply'), since }),
  z.strictObject({ on: z.literal('last_broadcast'), since }),
  z.strictObject({ on: z.literal('created'), since }),
  z.strictObject({ on: z.literal('has'), what: z.enum(['phone', 'email', 'name']), value: z.boolean() }),
  z.strictObject({
    on: z.literal('field'),
    key: name,
    op: z.enum(fieldOperators),
    /** Absent for `is_empty` and `is_filled`. Dates are `YYYY-MM-DD`. */
    value: z.union([z.string().max(1000), z.number(), z.boolean()]).optional(),
  }),
])
export type SegmentCondition = z.infer<typeof segmentConditionSchema>

const match = z.enum(['all', 'any'])
const segmentGroupSchema = z.strictObject({ match, conditions: z.array(segmentConditionSchema).min(1).max(20) })

/** One SQL statement takes a hundred values: three a condition, and what a list adds. */
export const SEGMENT_CONDITIONS_MAX = 30
export const SEGMENTS_MAX = 100

/** Conditions joined by and (`all`) or or (`any`), and groups of them, one deep, thirty in all. No condition: everyone. */
export const segmentDefinitionSchema = z
  .strictObject({ match, conditions: z.array(z.union([segmentConditionSchema, segmentGroupSchema])).max(20) })
  .refine(
    ({ conditions }) =>
      conditions.reduce((sum, one) => sum + ('match' in one ? one.conditions.length : 1), 0) <= SEGMENT_CONDITIONS_MAX,
    `A segment has at most ${SEGMENT_CONDITIONS_MAX} conditions. Take some out.`,
  )
  .meta({ id: 'SegmentDefinition' })
export type SegmentDefinition = z.infer<typeof segmentDefinitionSchema>
export type SegmentGroup = z.infer<typeof segmentGroupSchema>

export const segmentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    definition: segmentDefinitionSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Segment' })
export type Segment = z.infer<typeof segmentSchema>
export const segmentListSchema = z.object({ items: z.array(segmentSchema) }).meta({ id: 'SegmentList' })
export const newSegmentSchema = z.strictObject({
  name: z.string().trim().min(1).max(60),
  definition: segmentDefinitionSchema,
})
export type NewSegment = z.output<typeof newSegmentSchema>
export const changeSegmentSchema = newSegmentSchema
  .extend({ position: z.number().int().min(0).max(200) })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')
export const segmentQuestionSchema = z.strictObject({ definition: segmentDefinitionSchema })
export const segmentCountsSchema = z
  .object({ items: z.array(z.object({ id: z.string(), count: z.number().int() })) })
  .meta({ id: 'SegmentCounts' })
export const segmentCountSchema = z.object({ count: z.number().int() }).meta({ id: 'SegmentCount' })
