import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'
import type { MessageContent, MessageContext, MetaError } from '../../whatsapp/message-content.schemas'

/** Who wrote it, copied: what is shown of a message needs nobody else's row. */
export type MessageAuthor = {
  type: 'user' | 'api-key' | 'automation' | 'system'
  id: string | null
  name: string | null
}
/** Only outbound. `scheduled` waits for its time; `unconfirmed` may have been sent and is never sent again by itself. */
export type SendState = 'scheduled' | 'queued' | 'sending' | 'accepted' | 'unconfirmed' | 'failed' | 'cancelled'

/**
 * Everything said in a conversation, by anybody, and what was said about it (reactions, edits, deletions: they have a
 * `targetWamid` and no bubble). Order is `(occurredAt, id)`: Meta's times have whole seconds, so ours are cut to them, and
 * within a second the ids keep the order of arrival. What was written before and is said only now may stand a
 * thousandth behind (placeBehind in messages.models).
 *
 * The search index `message_search` follows `text` by triggers (migrations/shard).
 */
export const messages = sqliteTable(
  'messages',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    conversationId: text('conversation_id').notNull(),
    /** Our `num_…`. */
    phoneNumberId: text('phone_number_id').notNull(),
    direction: text({ enum: ['inbound', 'outbound', 'internal'] }).notNull(),
    type: text().notNull(),
    content: text({ mode: 'json' }).$type<MessageContent>().notNull(),
    /** What can be read and searched of it: preview and search index. */
    text: text(),
    /** Meta's id; null until Meta has accepted it. */
    wamid: text(),
    targetWamid: text('target_wamid'),
    replyToWamid: text('reply_to_wamid'),
    context: text({ mode: 'json' }).$type<MessageContext>(),
    mediaId: text('media_id'),
    author: text({ mode: 'json' }).$type<MessageAuthor>(),
    /** Outbound: `agent`, `api`, `automation`, `broadcast`, `phone_app`, `other_app`. */
    sentBy: text('sent_by'),
    /** The sender's own id for it: the same one twice is one message. */
    clientId: text('client_id'),
    occurredAt: timestamp('occurred_at').notNull(),
    /** Each written once, in any order; the status is derived from them. */
    sentAt: timestamp('sent_at'),
    deliveredAt: timestamp('delivered_at'),
    readAt: timestamp('read_at'),
    playedAt: timestamp('played_at'),
    failedAt: timestamp('failed_at'),
    error: text({ mode: 'json' }).$type<MetaError>(),
    /** Verbatim from Meta. */
    pricing: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    editedAt: timestamp('edited_at'),
    revokedAt: timestamp('revoked_at'),
    sendState: text('send_state').$type<SendState>(),
    scheduledFor: timestamp('scheduled_for'),
    attempts: integer().notNull().default(0),
    claimToken: text('claim_token'),
    /** When something must be done about it: sent, tried again, its lease ended, offered to the agent. Null: nothing. */
    dueAt: timestamp('due_at'),
    /** Of the code that read it: a replay improves rows of an older one. */
    parserVersion: integer('parser_version').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex('messages_by_wamid').on(table.organizationId, table.wamid, table.phoneNumberId),
    index('messages_by_time')
      .on(table.organizationId, table.conversationId, table.occurredAt, table.id)
      .where(sql`target_wamid IS NULL`),
    index('messages_by_target').on(table.organizationId, table.targetWamid).where(sql`target_wamid IS NOT NULL`),
    uniqueIndex('messages_by_client_id').on(table.organizationId, table.clientId).where(sql`client_id IS NOT NULL`),
    index('messages_waiting').on(table.organizationId, table.conversationId, table.id).where(sql`due_at IS NOT NULL`),
    index('messages_scheduled').on(table.organizationId, table.dueAt, table.id).where(sql`send_state = 'scheduled'`),
    index('messages_due').on(table.dueAt).where(sql`due_at IS NOT NULL`),
  ],
)

/** Statuses whose message we do not know yet. Applied and removed in the batch that brings the message's wamid. */
export const parkedStatuses = sqliteTable(
  'parked_statuses',
  {
    organizationId: organizationId(),
    phoneNumberId: text('phone_number_id').notNull(),
    wamid: text().notNull(),
    sentAt: timestamp('sent_at'),
    deliveredAt: timestamp('delivered_at'),
    readAt: timestamp('read_at'),
    playedAt: timestamp('played_at'),
    failedAt: timestamp('failed_at'),
    error: text({ mode: 'json' }).$type<MetaError>(),
    pricing: text({ mode: 'json' }).$type<Record<string, unknown>>(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.phoneNumberId, table.wamid] }),
    // For the daily job that lets go of what never found its message.
    index('parked_statuses_due').on(table.createdAt),
  ],
)
