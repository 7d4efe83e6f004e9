import { index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core'
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
    fields: text({ mode: 'json' }).$type<Record<string, string | number | boolean | null>>(),
    /** `inbound`, `agent`, `api`, `import`, `phone_app`. */
    source: text().notNull(),
    /** Marketing: `unknown`, `granted`, `revoked`. The log is `consent_records`. */
    consent: text().notNull().default('unknown'),
    blockedAt: timestamp('blocked_at'),
    conversationCount: integer('conversation_count').notNull().default(0),
    /** The contact that this one turned out to be, never a merged one itself. Both threads stay, shown as one; undo clears it. */
    mergedInto: text('merged_into'),
    createdAt: createdAt(),
    updatedAt: timestamp('updated_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    index('contacts_by_merge').on(table.organizationId, table.mergedInto),
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
