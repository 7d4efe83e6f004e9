import { z } from 'zod'

export const CANNED_REPLIES_MAX = 500

const shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u, 'Use up to 40 letters, digits, - and _, without spaces.')
const body = z.string().trim().min(1, 'Write the reply.').max(4096, 'A message has at most 4,096 characters.')

export const cannedReplySchema = z
  .object({
    id: z.string(),
    shortcut: z.string().meta({ description: 'What is typed after the slash' }),
    body: z
      .string()
      .meta({ description: '`{{first name}}`, `{{name}}` and `{{agent}}` are filled in when it is inserted' }),
    isShared: z.boolean().meta({ description: 'The team’s, or your own' }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'CannedReply' })
export type CannedReply = z.infer<typeof cannedReplySchema>
export const cannedReplyListSchema = z.object({ items: z.array(cannedReplySchema) }).meta({ id: 'CannedReplyList' })

export const newCannedReplySchema = z.strictObject({ shortcut, body, isShared: z.boolean().default(false) })
export const changeCannedReplySchema = z
  .strictObject({ shortcut, body, isShared: z.boolean() })
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'Say what to change.')
