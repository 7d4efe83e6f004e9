import { z } from 'zod'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { messageMediaSchema } from '../messages/messages.schemas'

export const mediaKinds = ['image', 'video', 'audio', 'document', 'sticker'] as const
export const mediaKindSchema = z.enum(mediaKinds)
export type MediaKind = z.infer<typeof mediaKindSchema>

/** A file of a message, or one that was uploaded for a message to come. */
export const mediaSchema = messageMediaSchema
  .extend({
    direction: z.enum(['inbound', 'outbound']),
    /** Where it was first used; null while no message has it. */
    conversationId: z.string().nullable(),
    messageId: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Media' })
export type Media = z.infer<typeof mediaSchema>

export const mediaPageSchema = pageSchema(mediaSchema).meta({ id: 'MediaPage' })
export const galleryQuerySchema = pageQuerySchema.extend({ kind: mediaKindSchema.optional() })

const filename = z.string().min(1).max(240)

/** The file itself is the body; this says what it is. */
export const uploadQuerySchema = z.object({
  filename: filename.optional().meta({ description: 'Shown to the customer with a document' }),
  kind: mediaKindSchema
    .optional()
    .meta({ description: 'What it will be sent as; found out from the file if left out' }),
})

export const startUploadSchema = z
  .strictObject({
    filename,
    mimeType: z.string().min(1).max(200),
    kind: mediaKindSchema,
    size: z.number().int().min(1),
  })
  .meta({ id: 'StartUpload' })
export type StartUpload = z.infer<typeof startUploadSchema>

/** A file that comes in parts. Every part has `partSize` bytes, the last one the rest; `arrived` need not come again. */
export const uploadSchema = z
  .object({
    id: z.string(),
    size: z.number().int(),
    partSize: z.number().int(),
    partCount: z.number().int(),
    arrived: z.array(z.number().int()),
    /** Then it is given up. */
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'MediaUpload' })
export type Upload = z.infer<typeof uploadSchema>
export const uploadPartSchema = z.object({ partNumber: z.number().int() }).meta({ id: 'MediaUploadPart' })

/** What an address of `url` carries: its own permission. `download` asks for a file to keep instead of one to look at. */
export const contentQuerySchema = z.object({
  organization: z.string().max(60),
  expires: z.coerce.number().int(),
  signature: z.string().max(100),
  download: z.literal('1').optional(),
})
