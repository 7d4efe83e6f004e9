import { z } from 'zod'

export const startReplaySchema = z
  .strictObject({
    from: z.iso.datetime().meta({ description: 'Deliveries that came in at this time or later' }),
    to: z.iso.datetime().meta({ description: 'And before this one' }),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { path: ['to'], message: 'This is not after “from”.' })

export const replaySchema = z.object({
  id: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  status: z
    .enum(['running', 'done', 'failed'])
    .meta({ description: '`failed`: given up, the step that failed is with the dead letters and can be sent again' }),
  objects: z.int().meta({ description: 'Objects of the archive that are through' }),
  changes: z.int().meta({ description: 'Changes that were read again' }),
  reason: z.string().nullable().meta({ description: 'Why it was given up, when it has failed' }),
  failures: z.int().meta({ description: 'Of those, which could not be stored: they are with the dead letters' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Replay = z.infer<typeof replaySchema>
export const replaysSchema = z.object({ items: z.array(replaySchema) })

export const webhookRefusalsSchema = z.object({
  items: z.array(
    z.object({
      day: z.iso.date(),
      appKey: z.string().nullable().meta({ description: 'Null: the platform’s Meta app, or a key that nobody has' }),
      organizationId: z.string().nullable(),
      reason: z.string(),
      count: z.int(),
      lastAt: z.iso.datetime(),
    }),
  ),
})
