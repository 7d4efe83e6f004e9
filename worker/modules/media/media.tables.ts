import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'

/** A file of a message, in our bucket under `media/<id>`. */
export const media = sqliteTable(
  'media',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    direction: text({ enum: ['inbound', 'outbound'] }).notNull(),
    /** `pending` is being copied; `failed` has `failure`. */
    status: text({ enum: ['pending', 'ready', 'failed'] }).notNull(),
    /** A consumer is copying it until then: another one leaves it alone. */
    claimedUntil: timestamp('claimed_until'),
    /** `image`, `video`, `audio`, `document`, `sticker`. */
    kind: text().notNull(),
    mimeType: text('mime_type').notNull(),
    filename: text(),
    /** Bytes; null until it is here. */
    size: integer(),
    /** Hex. Inbound: what Meta announced, checked on arrival. */
    sha256: text(),
    /** Inbound: whose token reads it. Our `num_…`. */
    phoneNumberId: text('phone_number_id'),
    /** The message it belongs to; outbound: the first one that used it, null until then. */
    conversationId: text('conversation_id'),
    messageId: text('message_id'),
    /** Inbound: the first message of ours that sent it on. With it the file stays when its sender takes it back. */
    forwardedBy: text('forwarded_by'),
    metaMediaId: text('meta_media_id'),
    attempts: integer().notNull().default(0),
    /** Outbound: who brought it. Until a message has it, it is theirs. */
    uploadedBy: text('uploaded_by'),
    /** Of the bucket, while it comes in parts. */
    uploadId: text('upload_id'),
    /** When the copy is tried again, or the mirror, or an upload that no message used is removed. Null: nothing to do. */
    dueAt: timestamp('due_at'),
    failure: text(),
    mirroredAt: timestamp('mirrored_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('media_by_conversation').on(table.organizationId, table.conversationId, table.createdAt, table.id),
    index('media_due').on(table.dueAt).where(sql`due_at IS NOT NULL`),
  ],
)

/** What Meta knows an outbound file as, per number: uploaded once, used for 30 days. */
export const mediaUploads = sqliteTable(
  'media_uploads',
  {
    organizationId: organizationId(),
    mediaId: text('media_id').notNull(),
    phoneNumberId: text('phone_number_id').notNull(),
    metaMediaId: text('meta_media_id').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.mediaId, table.phoneNumberId] })],
)

/** The parts that have arrived of a file that comes in parts: what the bucket wants to see at the end. */
export const mediaParts = sqliteTable(
  'media_parts',
  {
    organizationId: organizationId(),
    mediaId: text('media_id').notNull(),
    partNumber: integer('part_number').notNull(),
    etag: text().notNull(),
    size: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.mediaId, table.partNumber] })],
)
