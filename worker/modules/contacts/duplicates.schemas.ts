import { z } from 'zod'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { personSideSchema } from './merges.schemas'

export const duplicatePairSchema = z
  .object({
    /** The two ids, the lower one first: what names the pair. */
    ids: z.tuple([z.string(), z.string()]),
    /** The older one first: it stays unless somebody says otherwise. */
    people: z.tuple([personSideSchema, personSideSchema]),
    /** `weak`: a name only. */
    strength: z.enum(['strong', 'weak']),
    reasons: z.array(
      z.object({
        /** `number`: WhatsApp may write the same line in both ways. `name`: the same, and one of them has no number. */
        kind: z.enum(['number', 'email', 'name']),
        values: z.array(z.string()).meta({ description: 'What says so, of the one and of the other' }),
      }),
    ),
  })
  .meta({ id: 'DuplicatePair' })
export type DuplicatePair = z.infer<typeof duplicatePairSchema>
export const duplicateQuerySchema = pageQuerySchema
/** A page may be short, or empty, and not the last one: how many people are looked at for a page is bounded. */
export const duplicatePageSchema = pageSchema(duplicatePairSchema).meta({ id: 'DuplicatePage' })

export const COUNT_MAX = 99
export const duplicateCountSchema = z
  .object({
    count: z.number().int(),
    /** There are more than 99, or more people than were looked at. */
    isMore: z.boolean(),
  })
  .meta({ id: 'DuplicateCount' })

export const pairIdsSchema = z.strictObject({
  ids: z
    .tuple([z.string().max(60), z.string().max(60)])
    .refine(([one, other]) => one !== other, 'These need to be two contacts.'),
})
