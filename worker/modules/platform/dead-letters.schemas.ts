import { z } from 'zod'

export const deadLetterIdSchema = z.string().regex(/^dead_[0-9a-z-]{1,80}$/, 'A dead letter id looks like dead_….')

/** Without the message itself: it can be what a customer wrote. */
export const deadLetterSchema = z.object({
  id: deadLetterIdSchema,
  queue: z.string(),
  organizationId: z.string().nullable(),
  reason: z.string(),
  replayedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
})
export type DeadLetter = z.infer<typeof deadLetterSchema>
