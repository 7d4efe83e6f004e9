import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import type { Clock } from './clock'
import type { Config } from './config'
import { createOrganizationDb, type OrganizationDb } from './db/organization-db'
import { openShard } from './db/shards'
import type { Logger } from './logger'
import { createOrganizationBucket, type OrganizationBucket } from './organization-bucket'

/** The queues that wrangler.toml binds. */
export type QueueBinding =
  | 'INBOUND'
  | 'OUTBOUND'
  | 'BULK_OUTBOUND'
  | 'MEDIA'
  | 'EVENTS'
  | 'DUE'
  | 'JOBS'
  | 'MAIL'
  | 'DEAD_LETTERS'

/** Who does it: author of what is written, subject of the audit log. */
export type Actor =
  | { type: 'user'; id: string; name: string }
  | { type: 'api-key'; id: string; name: string }
  | { type: 'automation'; id: string; name: string }
  | { type: 'system'; id: null; name: null }

/** The platform's context: no organization. Sign-in, the operator's routes, crons and the three named holes use it. */
export type SystemContext = {
  env: Env
  config: Config
  clock: Clock
  log: Logger
  requestId: string
  /** Outgoing HTTP, injected: tests put a simulator here. */
  fetch: typeof fetch
  /** The whole directory. Not reachable from an OrganizationContext. */
  directory: DrizzleD1Database
  /** Goes on after the answer. For what a sweep would do anyway, never for what must not be lost. */
  waitUntil(work: Promise<unknown>): void
}

/** One organization's context: the only way its data is reached, from a session, an API key, a queue or a socket. */
export type OrganizationContext = Omit<SystemContext, 'directory' | 'env'> & {
  /** Objects and queues only: databases and the bucket are reached through the handles below. */
  env: Pick<Env, 'INBOX_HUB' | 'CONVERSATION_ROOM' | 'NUMBER_PACER' | 'RATE_LIMITER' | QueueBinding>
  organizationId: string
  actor: Actor
  /** What the actor sees of the inbox: everything, or their own conversations and those of nobody. */
  visibility: 'all' | 'own'
  /** ISO 3166-1 alpha-2: how numbers that people type without a country code are read. Null: they are refused. */
  defaultCountry: string | null
  /** Its own words that opt out and in, as stored; null: those of contacts/consent-keywords.models. */
  consentKeywords: Record<string, unknown> | null
  /** This organization's rows in its shard. */
  db: OrganizationDb
  /** This organization's rows in the directory: memberships, API keys, its outbox. */
  directory: OrganizationDb
  /** This organization's objects in the bucket. */
  media: OrganizationBucket
}

export type SystemDependencies = { clock: Clock; log: Logger; fetch: typeof fetch }

export const createSystemContext = (
  env: Env,
  config: Config,
  { clock, log, fetch }: SystemDependencies,
  run: Pick<SystemContext, 'requestId' | 'waitUntil'>,
): SystemContext => ({ env, config, clock, log, fetch, directory: drizzle(env.DIRECTORY), ...run })

export function createOrganizationContext(
  system: SystemContext,
  organization: {
    id: string
    shard: string
    defaultCountry?: string | null | undefined
    consentKeywords?: Record<string, unknown> | null | undefined
  },
  actor: Actor,
  visibility: OrganizationContext['visibility'] = 'all',
): OrganizationContext {
  return {
    ...system,
    visibility,
    defaultCountry: organization.defaultCountry ?? null,
    consentKeywords: organization.consentKeywords ?? null,
    log: system.log.with({ organizationId: organization.id }),
    organizationId: organization.id,
    actor,
    db: createOrganizationDb(openShard(system.env, organization.shard), organization.id),
    directory: createOrganizationDb(system.directory, organization.id),
    media: createOrganizationBucket(system.env.BUCKET, organization.id),
  }
}
