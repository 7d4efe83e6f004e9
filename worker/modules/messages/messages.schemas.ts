import { z } from 'zod'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { messageContentSchema, messageContextSchema, metaErrorSchema } from '../../whatsapp/message-content.schemas'
import { outboundContentSchema, templateComponentSchema } from '../../whatsapp/outbound-content.schemas'

export const messageDirections = ['inbound', 'outbound', 'internal'] as const

/**
 * `received` for the customer's, `internal` for notes and activities; the rest is outbound. `sent`: Meta has accepted it.
 * `unconfirmed`: Meta may have it; a status settles that, or after ten minutes the agent.
 */
export const messageStatuses = [
  'received',
  'internal',
  'scheduled',
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'cancelled',
] as const
export const messageStatusSchema = z.enum(messageStatuses)
export type MessageStatus = z.infer<typeof messageStatusSchema>

export const messageAuthorSchema = z.object({
  type: z.enum(['user', 'api-key', 'automation', 'system']),
  id: z.string().nullable(),
  name: z.string().nullable(),
})

/** A file of a message. `url` is signed and expires; null while it is on its way or when it failed. */
export const messageMediaSchema = z
  .object({
    id: z.string(),
    status: z.enum(['pending', 'ready', 'failed']),
    kind: z.string(),
    mimeType: z.string(),
    filename: z.string().nullable(),
    size: z.number().nullable(),
    url: z.string().nullable(),
    failure: z.string().nullable(),
  })
  .meta({ id: 'MessageMedia' })
export type MessageMedia = z.infer<typeof messageMediaSchema>

export const reactionSchema = z.object({
  emoji: z.string(),
  from: z.enum(['customer', 'us']),
  author: messageAuthorSchema.nullable(),
  at: z.iso.datetime(),
})

/** The error of a failed message: Meta's code, our sentence, and the way out. */
export const messageErrorSchema = metaErrorSchema.extend({
  /** For people: what happened. */
  message: z.string(),
  /** What helps: `send_template`, `retry`, `fix_number`, `fix_template`, `replace_media`, `wait`, `none`. */
  fix: z.enum(['send_template', 'retry', 'fix_number', 'fix_template', 'replace_media', 'wait', 'none']),
})

export const messageSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    phoneNumberId: z.string(),
    direction: z.enum(messageDirections),
    type: z.string(),
    content: messageContentSchema,
    text: z.string().nullable(),
    wamid: z.string().nullable(),
    status: messageStatusSchema,
    author: messageAuthorSchema.nullable(),
    sentBy: z.string().nullable(),
    clientId: z.string().nullable(),
    /** What it answers. `messageId` is null when we don't have that message. */
    replyTo: z.object({ wamid: z.string(), messageId: z.string().nullable() }).nullable(),
    context: messageContextSchema.nullable(),
    media: messageMediaSchema.nullable(),
    reactions: z.array(reactionSchema),
    error: messageErrorSchema.nullable(),
    pricing: z.record(z.string(), z.unknown()).nullable(),
    occurredAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable(),
    readAt: z.iso.datetime().nullable(),
    playedAt: z.iso.datetime().nullable(),
    failedAt: z.iso.datetime().nullable(),
    editedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    scheduledFor: z.iso.datetime().nullable(),
    /** Only `unconfirmed`: from then on the agent may send it again. */
    canSendAgainAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof messageSchema>

/** Messages of a conversation in reading order, oldest first; `olderCursor` and `newerCursor` go on in either direction. */
export const messagePageSchema = z
  .object({
    items: z.array(messageSchema),
    olderCursor: z.string().nullable(),
    newerCursor: z.string().nullable(),
    /** Of the conversation: every change up to it is in here. Whoever hears of none after it need not ask again. */
    changeSeq: z.int(),
  })
  .meta({ id: 'MessagePage' })
export type MessagePage = z.infer<typeof messagePageSchema>
export const scheduledPageSchema = pageSchema(messageSchema).meta({ id: 'ScheduledMessagePage' })

const options = {
  /** Of the sender's own making: the same one again is the same message, not another. */
  clientId: z.string().min(8).max(100).optional(),
  replyToMessageId: z.string().max(60).optional(),
  /** Sent then instead of now; window and consent are checked again. */
  scheduledFor: z.iso.datetime().optional(),
}

/** A message into a conversation: what it says, or a note that only the team sees. A reaction names its `targetMessageId`. */
export const newMessageSchema = z.strictObject({
  content: z.discriminatedUnion('type', [
    ...outboundContentSchema.options,
    z.object({
      type: z.literal('note'),
      body: z.string().min(1).max(4096),
      mentions: z.array(z.string()).max(50).default([]),
    }),
  ]),
  targetMessageId: z.string().max(60).optional(),
  ...options,
})
export type NewMessage = z.infer<typeof newMessageSchema>

/** For developers: to a number or a user id, from a number of the organization; the conversation is found or made. */
const recipient = {
  /** Our `num_…`. Not needed with one connected number. */
  phoneNumberId: z.string().max(60).optional(),
  /** A phone number in international form, or a business-scoped user id such as `US.1349…`. */
  to: z.string().min(3).max(150),
}
export const sendMessageSchema = z
  .strictObject({
    ...recipient,
    content: outboundContentSchema,
    targetMessageId: z.string().max(60).optional(),
    ...options,
  })
  .meta({ id: 'SendMessage' })
export const sendTemplateSchema = z
  .strictObject({
    ...recipient,
    name: z.string().min(1).max(512),
    language: z.string().min(2).max(20),
    components: z.array(templateComponentSchema).max(20).default([]),
    clientId: options.clientId,
    scheduledFor: options.scheduledFor,
  })
  .meta({ id: 'SendTemplate' })

/** Null: none had arrived, and none will. */
export const takenBackSchema = z.object({ message: messageSchema.nullable() })

/** A note's new words, or a scheduled message's new time. */
export const editMessageSchema = z
  .union([
    z.strictObject({ body: z.string().min(1).max(4096), mentions: z.array(z.string()).max(50).default([]) }),
    z.strictObject({ scheduledFor: z.iso.datetime() }),
  ])
  .meta({ id: 'EditMessage' })
export type EditMessage = z.infer<typeof editMessageSchema>

export const scheduledQuerySchema = pageQuerySchema.extend({
  /** Only of this one. */
  conversationId: z.string().max(60).optional(),
})
export type ScheduledQuery = z.infer<typeof scheduledQuerySchema>

export const numberResumedSchema = z.object({ data: z.object({ phoneNumberId: z.string() }) })
