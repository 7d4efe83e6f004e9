import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { createdAt, flag, organizationId, timestamp } from './columns'

// The directory: who exists and where their data lives. What an organization produces is in its shard.
// Enumerations are text without CHECK: SQLite cannot change a CHECK without rebuilding the table.

export const users = sqliteTable('users', {
  id: text().primaryKey(),
  /** Lower case. */
  email: text().notNull().unique(),
  name: text().notNull(),
  /** `scrypt$N$r$p$salt$hash`. */
  passwordHash: text('password_hash').notNull(),
  emailVerifiedAt: timestamp('email_verified_at'),
  /** Set by the operator. An organization's admin switches the membership off, not the person. */
  isActive: flag('is_active').default(true),
  /** Sealed. Present from setup on; the second step is asked for only when `totpEnabledAt` is set. */
  totpSecret: text('totp_secret'),
  totpEnabledAt: timestamp('totp_enabled_at'),
  /** The 30-second step of the last accepted code: a code works once. */
  totpLastStep: integer('totp_last_step'),
  lastLoginAt: timestamp('last_login_at'),
  createdAt: createdAt(),
})

export const organizations = sqliteTable('organizations', {
  id: text().primaryKey(),
  name: text().notNull(),
  plan: text().notNull(),
  timeZone: text('time_zone').notNull(),
  /** What agents see: `all` conversations, or `own`: theirs and those of nobody. */
  agentVisibility: text('agent_visibility').notNull().default('all'),
  /** ISO 3166-1 alpha-2: how numbers without a country code are read. Null: such numbers are refused. */
  defaultCountry: text('default_country'),
  /** Words that opt out and in; null: those of consent-keywords.models. */
  consentKeywords: text('consent_keywords', { mode: 'json' }).$type<Record<string, unknown>>(),
  /** Messages, their files and raw deliveries go after so many days; null: never. */
  retentionDays: integer('retention_days'),
  /** The binding that holds its rows, such as `SHARD_0`. */
  shard: text().notNull(),
  isActive: flag('is_active').default(true),
  termsAcceptedAt: timestamp('terms_accepted_at').notNull(),
  createdAt: createdAt(),
})

export const memberships = sqliteTable(
  'memberships',
  {
    organizationId: organizationId().references(() => organizations.id),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    role: text().notNull(),
    isActive: flag('is_active').default(true),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    index('memberships_by_user').on(table.userId),
  ],
)

/** One row per signed-in device. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    /** The organization that its access tokens name. */
    activeOrganizationId: text('active_organization_id')
      .notNull()
      .references(() => organizations.id),
    tokenHash: text('token_hash').notNull().unique(),
    /** For 30 seconds after a rotation the previous token still yields an access token: two tabs. */
    previousTokenHash: text('previous_token_hash'),
    rotatedAt: timestamp('rotated_at').notNull(),
    userAgent: text('user_agent').notNull(),
    ipAddress: text('ip_address').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
    revokedAt: timestamp('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [index('sessions_by_user').on(table.userId), index('sessions_by_expiry').on(table.expiresAt)],
)

/** Links that were mailed: to verify an address, to reset a password. Only the hash is kept. */
export const mailedTokens = sqliteTable(
  'mailed_tokens',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    purpose: text({ enum: ['verify_email', 'reset_password'] }).notNull(),
    expiresAt: timestamp('expires_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('mailed_tokens_by_user').on(table.userId), index('mailed_tokens_by_expiry').on(table.expiresAt)],
)

export const recoveryCodes = sqliteTable(
  'recovery_codes',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    codeHash: text('code_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
)

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().primaryKey(),
    organizationId: organizationId().references(() => organizations.id),
    name: text().notNull(),
    role: text().notNull(),
    tokenHash: text('token_hash').notNull().unique(),
    /** The first characters, to recognise it by. */
    prefix: text().notNull(),
    createdBy: text('created_by')
      .notNull()
      .references(() => users.id),
    /** Copied: what is shown of a key needs nobody else's row. */
    createdByName: text('created_by_name').notNull(),
    lastUsedAt: timestamp('last_used_at'),
    revokedAt: timestamp('revoked_at'),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.organizationId, table.id)],
)

/** A tenant's own Meta app. Its webhooks come to `/api/webhook/<appKey>` and speak only for numbers connected through it. */
export const metaApps = sqliteTable(
  'meta_apps',
  {
    id: text().primaryKey(),
    organizationId: organizationId().references(() => organizations.id),
    /** In the webhook's address: unguessable, not secret. */
    appKey: text('app_key').notNull().unique(),
    /** Meta's. */
    metaAppId: text('meta_app_id').notNull(),
    /** Sealed. */
    appSecret: text('app_secret').notNull(),
    /** Sealed: shown again, because it must be pasted at Meta. */
    verifyToken: text('verify_token').notNull(),
    /** When Meta last shook hands with our address. */
    webhookVerifiedAt: timestamp('webhook_verified_at'),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.organizationId, table.id), unique().on(table.organizationId, table.metaAppId)],
)

/** A WhatsApp number of an organization: Meta's id → organization → shard. */
export const phoneNumbers = sqliteTable(
  'phone_numbers',
  {
    id: text().primaryKey(),
    organizationId: organizationId().references(() => organizations.id),
    /** Meta's id of the number. */
    metaPhoneNumberId: text('meta_phone_number_id').notNull(),
    wabaId: text('waba_id').notNull(),
    /** Of its `meta_apps` row; null: the platform's app. A delivery signed by another app does not speak for it. */
    appKey: text('app_key'),
    displayPhoneNumber: text('display_phone_number').notNull(),
    verifiedName: text('verified_name').notNull(),
    /** What the team calls it. */
    name: text().notNull(),
    /** `connected`, `paused` (nothing is sent, see `pausedReason`), `disconnected`. */
    status: text({ enum: ['connected', 'paused', 'disconnected'] }).notNull(),
    pausedReason: text('paused_reason'),
    /** Sealed. Empty once disconnected. */
    accessToken: text('access_token').notNull(),
    tokenExpiresAt: timestamp('token_expires_at'),
    /** Sealed. Null: registered elsewhere, or not by us. */
    pin: text(),
    /** GREEN, YELLOW, RED, UNKNOWN … as Meta says: an open set, like the four below. */
    qualityRating: text('quality_rating'),
    messagingLimit: text('messaging_limit'),
    throughputLevel: text('throughput_level'),
    nameStatus: text('name_status'),
    accountMode: text('account_mode'),
    /** Also used in the phone app: 20 messages a second. */
    isOnPhoneApp: flag('is_on_phone_app').default(false),
    /** When a signed delivery or a handshake for it last came through. */
    webhookVerifiedAt: timestamp('webhook_verified_at'),
    lastMessageAt: timestamp('last_message_at'),
    checkedAt: timestamp('checked_at'),
    disconnectedAt: timestamp('disconnected_at'),
    createdAt: createdAt(),
  },
  (table) => [
    unique().on(table.organizationId, table.id),
    // The same number cannot be connected twice, in any organization.
    uniqueIndex('phone_numbers_connected').on(table.metaPhoneNumberId).where(sql`disconnected_at IS NULL`),
    index('phone_numbers_by_waba').on(table.wabaId),
  ],
)

/** Mail that must go out: written with the change that causes it, deleted once it is sent. */
export const mails = sqliteTable(
  'mails',
  {
    id: text().primaryKey(),
    /** Sealed: a mail can carry a link that signs someone in. */
    sealed: text().notNull(),
    attempts: integer().notNull().default(0),
    claimToken: text('claim_token'),
    claimedUntil: timestamp('claimed_until').notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [index('mails_by_claim').on(table.claimedUntil)],
)

/** Domain events caused by a change in the directory: written in its batch, deleted when every subscriber has run. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text().primaryKey(),
    organizationId: organizationId().references(() => organizations.id),
    event: text({ mode: 'json' }).$type<{ type: string }>().notNull(),
    /** When the queue was last told. The sweep tells it again. */
    queuedAt: timestamp('queued_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.organizationId, table.id), index('outbox_by_queued').on(table.queuedAt)],
)

/** Messages that no consumer could handle. Kept for an operator, who can send them again. */
export const deadLetters = sqliteTable(
  'dead_letters',
  {
    id: text().primaryKey(),
    queue: text().notNull(),
    organizationId: text('organization_id'),
    message: text({ mode: 'json' }).$type<unknown>().notNull(),
    reason: text().notNull(),
    replayedAt: timestamp('replayed_at'),
    createdAt: createdAt(),
  },
  (table) => [index('dead_letters_by_time').on(table.createdAt)],
)

/** Deliveries that were refused at the edge, by day: somebody guesses, or a secret is wrong. Nothing of them is kept. */
export const webhookRefusals = sqliteTable(
  'webhook_refusals',
  {
    /** `2026-11-23`, UTC. */
    day: text().notNull(),
    /** Of a tenant's own Meta app; empty for the platform's, and for keys that nobody has. */
    appKey: text('app_key').notNull(),
    reason: text().notNull(),
    count: integer().notNull(),
    lastAt: timestamp('last_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.appKey, table.reason] })],
)

/** Runs of archived deliveries through today's code. */
export const replays = sqliteTable(
  'replays',
  {
    id: text().primaryKey(),
    organizationId: organizationId().references(() => organizations.id),
    /** When the deliveries came in: `from` up to and without `to`. */
    from: timestamp('from_at').notNull(),
    to: timestamp('to_at').notNull(),
    /** `running`, `done`; `failed`: its step is with the dead letters. */
    status: text({ enum: ['running', 'done', 'failed'] }).notNull(),
    /** The last object of the archive that is through. */
    position: text(),
    objects: integer().notNull().default(0),
    changes: integer().notNull().default(0),
    /** Changes that could not be stored: they are with the dead letters. */
    failures: integer().notNull().default(0),
    /** Why it was given up. */
    reason: text(),
    requestedBy: text('requested_by')
      .notNull()
      .references(() => users.id),
    updatedAt: timestamp('updated_at').notNull(),
    createdAt: createdAt(),
  },
  (table) => [unique().on(table.organizationId, table.id)],
)

/** One row per cron job: a job that stopped succeeding can be seen. */
export const jobRuns = sqliteTable('job_runs', {
  job: text().primaryKey(),
  lastSuccessAt: timestamp('last_success_at'),
  lastFailureAt: timestamp('last_failure_at'),
  lastError: text('last_error'),
})
