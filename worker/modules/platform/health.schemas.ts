import { z } from 'zod'

export const healthSchema = z
  .object({
    status: z.enum(['ok', 'ill']),
    checks: z.array(
      z.object({
        name: z.string().meta({ description: 'The binding that was asked', example: 'SHARD_0' }),
        ok: z.boolean(),
        message: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof healthSchema>
