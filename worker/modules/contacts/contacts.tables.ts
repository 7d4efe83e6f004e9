import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
import { createdAt, organizationId, timestamp } from '../../shared/db/columns'

/** A person. May have no phone number: Meta names people by business-scoped user ids, too. */
export const contacts = sqliteTable(
  'contacts',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    /** What the team calls them; null until somebody says so. */
    name: text(),
    /** What they call themselves in WhatsApp. */
    profileName: text('profile_name'),
    /** Display only: usernames change hands. */
    username: text(),
    /** E.164 with `+`, for people to read. What we reply to is the identity, exactly as received. */
    phone: text(),
    /** ISO 3166-1 alpha-2, of the phone number. */
    country: text(),
    language: text(),
    email: text(),
    /** The member who looks after them. */
    ownerId: text('owner_id'),
    /**
     * By the definitions in `custom_fields`; a key that nobody defined is text. `contact_field_values` follows it by triggers.
     */
    fields: text({ mode: 'json' }).$type<Record<string, string | number | boolean | null>>(),
    /** `inbound`, `agent`, `api`, `import`, `phone_app`. */
    source: text().notNull(),
    /** Marketing: `unknown`, `granted`, `revoked`. The log is `consent_records`. */
    consent: text().notNull().default('unknown'),
    blockedAt: timestamp('blocked_at'),
    conversationCount: integer('conversation_count').notNull().default(0),
    /** The contact that this one turned out to be, never a merged one itself. Both threads stay, shown as one; undo clears it. */
    mergedInto: text('merged_into'),
    /** Gone from every list at once; the job that erases what is theirs follows. */
    deletedAt: timestamp('deleted_at'),
    // What happened last, in any conversation of theirs, after merges. Triggers keep them (migrations/shard).
    lastMessageAt: timestamp('last_message_at'),
    lastInboundAt: timestamp('last_inbound_at'),
    /** Ours, but not a broadcast's. */
    lastReplyAt: timestamp('last_reply_at'),
    lastBroadcastAt: timestamp('last_broadcast_at'),
    createdAt: createdAt(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    // Nearly everybody is merged into nobody: those would draw every list of people onto this index.
    index('contacts_by_merge').on(table.organizationId, table.mergedInto).where(sql`merged_into IS NOT NULL`),
    // What a segment asks of the person themselves is in it: counting reads no other row. What moves with every message
    // is not: each index of it would be a row written for each message. The lists' condition is in every query as it
    // stands here.
    index('contacts_by_segment')
      .on(
        table.organizationId,
        table.id,
        table.consent,
        table.country,
        table.language,
        table.ownerId,
        table.source,
        table.blockedAt,
        table.createdAt,
        // Of its own condition: without them it would not be covering.
        table.mergedInto,
        table.deletedAt,
      )
      .where(sql`merged_into IS NULL AND deleted_at IS NULL`),
    // By their last message, people are listed through their conversations (conversations_by_activity); these have none.
    index('contacts_without_messages')
      .on(table.organizationId, table.id)
      .where(sql`last_message_at IS NULL AND merged_into IS NULL AND deleted_at IS NULL`),
    // `contacts_by_name`, by what a list shows, is in migrations/shard: drizzle-kit writes no index of an expression with commas.
    index('contacts_by_email').on(table.organizationId, table.email).where(sql`email IS NOT NULL`),
  ],
)

/** How Meta names a person: `bsuid` first, `wa_id` second; `phone` (digits) is what somebody typed or imported. */
export const contactIdentities = sqliteTable(
  'contact_identities',
  {
    organizationId: organizationId(),
    kind: text({ enum: ['bsuid', 'wa_id', 'phone'] }).notNull(),
    /** As received, never normalised. */
    value: text().notNull(),
    contactId: text('contact_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.kind, table.value] }),
    index('contact_identities_by_contact').on(table.organizationId, table.contactId),
  ],
)

export const tags = sqliteTable(
  'tags',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    name: text().notNull(),
    /** One of the design's eight tints, 0 to 7. */
    tint: integer().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique('tags_by_name').on(table.organizationId, table.name),
  ],
)

export const contactTags = sqliteTable(
  'contact_tags',
  {
    organizationId: organizationId(),
    contactId: text('contact_id').notNull(),
    tagId: text('tag_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.contactId, table.tagId] }),
    index('contact_tags_by_tag').on(table.organizationId, table.tagId, table.contactId),
  ],
)

/** Every opt-in and opt-out, in order. Written once, never changed. */
export const consentRecords = sqliteTable(
  'consent_records',
  {
    organizationId: organizationId(),
    /** Derived from what caused it, where something did: the same preference twice is one entry. */
    id: text().notNull(),
    contactId: text('contact_id').notNull(),
    state: text({ enum: ['granted', 'revoked'] }).notNull(),
    /** `whatsapp` (the person's own setting), `keyword`, `agent`, `api`, `import`. */
    source: text().notNull(),
    /** What was said or shown. */
    wording: text(),
    actor: text({ mode: 'json' }).$type<unknown>(),
    occurredAt: timestamp('occurred_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('consent_records_by_contact').on(table.organizationId, table.contactId, table.occurredAt),
  ],
)

/** What the team keeps in mind about a person. The notes of a thread are messages; these stay with the contact. */
export const contactNotes = sqliteTable(
  'contact_notes',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    contactId: text('contact_id').notNull(),
    body: text().notNull(),
    author: text({ mode: 'json' }).$type<{ type: string; id: string | null; name: string | null }>().notNull(),
    editedAt: timestamp('edited_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('contact_notes_by_contact').on(table.organizationId, table.contactId, table.createdAt),
  ],
)

/** Tombstones: a replay of Meta's deliveries older than `erasedAt` brings nobody back. Only a hash is kept. */
export const erasedIdentities = sqliteTable(
  'erased_identities',
  {
    organizationId: organizationId(),
    /** SHA-256 of `kind:value`, base64url. */
    identityHash: text('identity_hash').notNull(),
    erasedAt: timestamp('erased_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.identityHash] }),
    // Whether anybody was erased since: what comes in live asks that first, and has nobody to look up then.
    index('erased_identities_by_time').on(table.organizationId, table.erasedAt),
  ],
)

/** What a team keeps about people, and of which type. Values are in `contacts.fields` under `key`. */
export const customFields = sqliteTable(
  'custom_fields',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    /** Never changes: what the API, the CSV and templates' variables say. */
    key: text().notNull(),
    label: text().notNull(),
    type: text({ enum: ['text', 'number', 'date', 'choice', 'boolean'] }).notNull(),
    /** Of a choice. */
    options: text({ mode: 'json' }).$type<string[]>(),
    position: integer().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    unique('custom_fields_by_key').on(table.organizationId, table.key),
  ],
)

/** `contacts.fields`, one row a value, so that a segment finds them by an index. Triggers keep it; nothing else writes it. */
export const contactFieldValues = sqliteTable(
  'contact_field_values',
  {
    organizationId: organizationId(),
    contactId: text('contact_id').notNull(),
    key: text().notNull(),
    /** As in JSON: text, number, 1 or 0. Dates are `YYYY-MM-DD`. No affinity: 5 and "5" are different. */
    value: blob().$type<string | number>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.contactId, table.key] }),
    index('contact_field_values_by_value').on(table.organizationId, table.key, table.value, table.contactId),
  ],
)

/** What happened to a person and has no row of its own: made, imported, tagged, changed, blocked, merged. For the timeline. */
export const contactEvents = sqliteTable(
  'contact_events',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    contactId: text('contact_id').notNull(),
    type: text().notNull(),
    data: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    actor: text({ mode: 'json' }).$type<unknown>(),
    occurredAt: timestamp('occurred_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('contact_events_by_contact').on(table.organizationId, table.contactId, table.occurredAt, table.id),
  ],
)

/** Each merge that somebody made, with what it changed on the one that stayed: undo puts that back. */
export const contactMerges = sqliteTable(
  'contact_merges',
  {
    organizationId: organizationId(),
    id: text().notNull(),
    survivorId: text('survivor_id').notNull(),
    mergedId: text('merged_id').notNull(),
    /** The survivor's columns and tags before. */
    before: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    actor: text({ mode: 'json' }).$type<unknown>(),
    undoneAt: timestamp('undone_at'),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('contact_merges_by_survivor').on(table.organizationId, table.survivorId, table.createdAt),
  ],
)

/** Pairs that somebody has looked at: two people after all. `lowId` < `highId`. */
export const contactsApart = sqliteTable(
  'contacts_apart',
  {
    organizationId: organizationId(),
    lowId: text('low_id').notNull(),
    highId: text('high_id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.lowId, table.highId] })],
)
