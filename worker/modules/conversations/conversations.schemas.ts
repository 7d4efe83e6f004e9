import { z } from 'zod'
import { pageQuerySchema, pageSchema } from '../../shared/pagination.schemas'
import { contactSummarySchema } from '../contacts/contacts.schemas'
import { messageDirections, messageStatusSchema } from '../messages/messages.schemas'

export const conversationStatuses = ['unlisted', 'open', 'pending', 'closed'] as const

export const conversationSchema = z
  .object({
    id: z.string(),
    phoneNumberId: z.string(),
    contact: contactSummarySchema,
    /** `unlisted` until the customer writes or somebody acts. */
    status: z.enum(conversationStatuses),
    snoozedUntil: z.iso.datetime().nullable(),
    assigneeId: z.string().nullable(),
    unreadCount: z.number().int(),
    lastMessage: z
      .object({
        id: z.string(),
        type: z.string(),
        direction: z.enum(messageDirections),
        text: z.string().nullable(),
        status: messageStatusSchema,
        sentBy: z.string().nullable(),
        authorName: z.string().nullable(),
        at: z.iso.datetime(),
      })
      .nullable(),
    lastMessageAt: z.iso.datetime(),
    lastInboundAt: z.iso.datetime().nullable(),
    /** End of the customer service window: 24 h after the customer's last message. Null: never open. */
    windowEndsAt: z.iso.datetime().nullable(),
    /** Our newest message, while it is one that failed or that nobody has confirmed. */
    failedMessageId: z.string().nullable(),
    changeSeq: z.number().int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof conversationSchema>

/** The inbox's views. `all`: open and pending, not snoozed; `mine` and `unassigned`: of those. */
export const conversationViews = [
  'all',
  'mine',
  'unassigned',
  'unread',
  'window_closing',
  'pending',
  'snoozed',
  'closed',
] as const

export const conversationQuerySchema = pageQuerySchema.extend({
  view: z.enum(conversationViews).default('all'),
  status: z.enum(['open', 'pending', 'closed']).optional(),
  /** A member's id. */
  assigneeId: z.string().max(60).optional(),
  phoneNumberId: z.string().max(60).optional(),
  tagId: z.string().max(60).optional(),
  contactId: z.string().max(60).optional(),
  /** Only those whose newest message of ours failed, or is unconfirmed. */
  hasFailed: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  /** Over people and message texts. */
  search: z.string().trim().min(1).max(200).optional(),
})
export const listedConversationSchema = conversationSchema
  .extend({
    /** Of a search: the newest message that it found here. Null: it found the person, or nothing was searched for. */
    match: z
      .object({
        messageId: z.string(),
        /** What stands around the words, on one line; `…` where something is left out. */
        text: z.string(),
        /** Where the words are in `text`, in UTF-16 units. */
        ranges: z.array(z.object({ start: z.number().int(), end: z.number().int() })),
        occurredAt: z.iso.datetime(),
      })
      .nullable(),
  })
  .meta({ id: 'ListedConversation' })
export type ListedConversation = z.infer<typeof listedConversationSchema>
export const conversationPageSchema = pageSchema(listedConversationSchema).meta({ id: 'ConversationPage' })

/** How many a view holds, up to 100: then it is "99+". */
export const conversationCountsSchema = z
  .object({
    ...(Object.fromEntries(conversationViews.map((view) => [view, z.number().int()])) as Record<
      (typeof conversationViews)[number],
      z.ZodNumber
    >),
    /** Of `all`, those with `hasFailed`. */
    failed: z.number().int(),
  })
  .meta({ id: 'ConversationCounts' })
export type ConversationCounts = z.infer<typeof conversationCountsSchema>

/** What changed after a number of the change sequence. `removed`: conversations that the caller no longer sees. */
export const inboxChangesSchema = z
  .object({
    from: z.number().int(),
    to: z.number().int(),
    conversations: z.array(conversationSchema),
    removed: z.array(z.string()),
    /** More than fits: ask again with `since` = `to`. */
    hasMore: z.boolean(),
  })
  .meta({ id: 'InboxChanges' })

/** A conversation with a contact of ours, or with a bare number. Its first message is sent into it like any other. */
export const startConversationSchema = z
  .strictObject({
    phoneNumberId: z.string().max(60),
    contactId: z.string().max(60).optional(),
    /** International form. */
    phone: z.string().max(40).optional(),
  })
  .refine(
    ({ contactId, phone }) => (contactId === undefined) !== (phone === undefined),
    'Give a contact or a phone number.',
  )

const id = z.string().max(60)
const listedStatus = z.enum(['open', 'pending', 'closed'])
/** Null takes it back from whoever has it. */
export const assignSchema = z.strictObject({ assigneeId: id.nullable() })
export const setStatusSchema = z.strictObject({ status: listedStatus })
/** Null brings it back at once. */
export const snoozeSchema = z.strictObject({ until: z.iso.datetime().nullable() })
export const markReadSchema = z.strictObject({
  isRead: z.boolean(),
  /** The last message that the reader has seen: what comes after it stays unread. Without it, all that is there now is read. */
  upToMessageId: id.optional(),
})
/** All tags of the person, in place of those they have. */
export const setTagsSchema = z.strictObject({ tagIds: z.array(id).max(50) })

/** One thing done with many conversations. Each has its own result: some may go through where others do not. */
export const bulkSchema = z.strictObject({
  ids: z.array(id).min(1).max(100),
  action: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('assign'), assigneeId: id.nullable() }),
    z.strictObject({ type: z.literal('status'), status: listedStatus }),
    z.strictObject({ type: z.literal('snooze'), until: z.iso.datetime().nullable() }),
    z.strictObject({
      type: z.literal('read'),
      isRead: z.boolean(),
      /** By conversation, the last message that the reader has seen. */
      upTo: z.record(id, id).optional(),
    }),
    /** Adds some tags and takes others away; the rest stay. */
    z.strictObject({
      type: z.literal('tag'),
      add: z.array(id).max(50).default([]),
      remove: z.array(id).max(50).default([]),
    }),
  ]),
})
export type BulkAction = z.infer<typeof bulkSchema>['action']
export const bulkResultSchema = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        /** As it is now; null when nothing was done with it. */
        conversation: conversationSchema.nullable(),
        error: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkResult' })

export const threadQuerySchema = z.object({
  cursor: z.string().max(500).optional().meta({ description: '`olderCursor` or `newerCursor` of a page' }),
  around: id.optional().meta({ description: 'The id of a message: what was said before and after it' }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const episodeSchema = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    openedBy: z.string(),
    openedAt: z.iso.datetime(),
    closedBy: z.string().nullable(),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ConversationEpisode' })
export type Episode = z.infer<typeof episodeSchema>
export const episodePageSchema = pageSchema(episodeSchema).meta({ id: 'ConversationEpisodePage' })
export const startedConversationSchema = z.object({ conversation: conversationSchema, isNew: z.boolean() })
