import { z } from 'zod'

const PAGE_MAX = 100

/** Query parameters of every list. `cursor` is opaque: it comes from `nextCursor`. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional().meta({ description: '`nextCursor` of the previous page' }),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(50),
})
export type PageQuery = z.infer<typeof pageQuerySchema>

/** A page of anything: `nextCursor` is null on the last one. */
export const pageSchema = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })
