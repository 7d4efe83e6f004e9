import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'

/** One per phone number of ours and contact: the thread. */
export const conversations = sqliteTable(
  'conversations',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    /** Our `num_…`. */
    phoneNumberId: text('phone_number_id').notNull(),
    contactId: text('contact_id').notNull(),
    /** `unlisted` until the customer writes or somebody acts, so that a broadcast does not fill the inbox. */
    status: text({ enum: ['unlisted', 'open', 'pending', 'closed'] }).notNull(),
    /** Out of the lists until then. */
    snoozedUntil: timestamp('snoozed_until'),
    assigneeId: text('assignee_id'),
    unreadCount: integer('unread_count').notNull().default(0),
    /** The newest message that has a bubble, by `(occurred_at, id)`. */
    lastMessageId: text('last_message_id'),
    lastMessageAt: timestamp('last_message_at').notNull(),
    /** Meta's time of the customer's last message: the customer service window ends 24 h later. */
    lastInboundAt: timestamp('last_inbound_at'),
    /** When we wrote last, and when a broadcast did. Triggers keep them (migrations/shard). */
    lastReplyAt: timestamp('last_reply_at'),
    lastBroadcastAt: timestamp('last_broadcast_at'),
    /** Our newest message, while it is one that failed or that nobody has confirmed. Triggers keep it (migrations/shard). */
    failedMessageId: text('failed_message_id'),
    /** The organization's change that touched it last. */
    changeSeq: integer('change_seq').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique('conversations_by_contact').on(table.organizationId, table.contactId, table.phoneNumberId),
    // What a list shows is one range of one of these, newest activity at its end. Their conditions are in every query, as
    // they stand here (conversations.repository.ts). Nothing is snoozed that is closed or unlisted.
    index('conversations_by_activity')
      .on(table.organizationId, table.status, table.lastMessageAt, table.id)
      .where(sql`snoozed_until IS NULL`),
    index('conversations_by_assignee')
      .on(table.organizationId, table.assigneeId, table.status, table.lastMessageAt, table.id)
      .where(sql`snoozed_until IS NULL`),
    index('conversations_by_number')
      .on(table.organizationId, table.phoneNumberId, table.status, table.lastMessageAt, table.id)
      .where(sql`snoozed_until IS NULL`),
    index('conversations_by_unread')
      .on(table.organizationId, table.lastMessageAt, table.id, table.assigneeId)
      .where(sql`unread_count > 0 AND snoozed_until IS NULL AND status IN ('open', 'pending')`),
    index('conversations_by_window')
      .on(table.organizationId, table.lastInboundAt, table.id, table.assigneeId)
      .where(sql`snoozed_until IS NULL AND status IN ('open', 'pending')`),
    index('conversations_by_snooze')
      .on(table.organizationId, table.lastMessageAt, table.id, table.assigneeId)
      .where(sql`snoozed_until IS NOT NULL`),
    index('conversations_by_failure')
      .on(table.organizationId, table.status, table.lastMessageAt, table.id, table.assigneeId)
      .where(sql`failed_message_id IS NOT NULL AND snoozed_until IS NULL`),
    index('conversations_by_change').on(table.organizationId, table.changeSeq),
    index('conversations_snoozed_due').on(table.snoozedUntil).where(sql`snoozed_until IS NOT NULL`),
  ],
)

/**
 * Which conversations a tag's list shows, so that finding them is one range, too: tags belong to contacts, and their
 * conversations move. Triggers keep it (migrations/shard); nothing else writes it.
 */
export const conversationTags = sqliteTable(
  'conversation_tags',
  {
    organizationId: organizationId(),
    conversationId: text('conversation_id').notNull(),
    tagId: text('tag_id').notNull(),
    /** As in `conversations`. */
    status: text().notNull(),
    snoozedUntil: timestamp('snoozed_until'),
    lastMessageAt: timestamp('last_message_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.conversationId, table.tagId] }),
    index('conversation_tags_by_activity')
      .on(table.organizationId, table.tagId, table.status, table.lastMessageAt, table.conversationId)
      .where(sql`snoozed_until IS NULL`),
  ],
)

/** Each opening and closing of a conversation: "previous conversations", and what analytics count. */
export const conversationEpisodes = sqliteTable(
  'conversation_episodes',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    conversationId: text('conversation_id').notNull(),
    /** `customer`, `agent`, `api`, `automation`, `system`. */
    openedBy: text('opened_by').notNull(),
    openedAt: timestamp('opened_at').notNull(),
    closedBy: text('closed_by'),
    closedAt: timestamp('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('conversation_episodes_by_conversation').on(table.organizationId, table.conversationId, table.openedAt),
    index('conversation_episodes_by_opening').on(table.organizationId, table.openedAt),
  ],
)

/** The organization's change sequence: every committed batch takes the next number. */
export const changeSequences = sqliteTable(
  'change_sequences',
  { organizationId: organizationId(), value: integer().notNull() },
  (table) => [primaryKey({ columns: [table.organizationId] })],
)
