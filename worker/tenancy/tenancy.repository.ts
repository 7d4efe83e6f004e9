import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import { HOUR } from '../shared/clock'
import type { SystemContext } from '../shared/context'
import { apiKeys, memberships, organizations, phoneNumbers, sessions, users } from '../shared/db/directory.tables'
import { hashToken } from '../shared/tokens'

// The holes through which an organization is found without already being inside one. There are no others:
// a session, an API key, and the phone number a delivery speaks for.

type Directory = Pick<SystemContext, 'directory' | 'clock'>

const organizationColumns = {
  id: organizations.id,
  name: organizations.name,
  plan: organizations.plan,
  timeZone: organizations.timeZone,
  shard: organizations.shard,
  agentVisibility: organizations.agentVisibility,
  defaultCountry: organizations.defaultCountry,
  consentKeywords: organizations.consentKeywords,
  retentionDays: organizations.retentionDays,
  createdAt: organizations.createdAt,
}

/** Who a session belongs to and what they are in the organization: one query, or undefined when any link is cut. */
export async function findMemberBySession(
  { directory, clock }: Directory,
  { sessionId, userId, organizationId }: { sessionId: string; userId: string; organizationId: string },
) {
  const [found] = await directory
    .select({
      organization: organizationColumns,
      userId: users.id,
      userName: users.name,
      email: users.email,
      emailVerifiedAt: users.emailVerifiedAt,
      role: memberships.role,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.id, sessions.userId), eq(users.isActive, true)))
    .innerJoin(
      memberships,
      and(
        eq(memberships.userId, users.id),
        eq(memberships.organizationId, organizationId),
        eq(memberships.isActive, true),
      ),
    )
    .innerJoin(organizations, and(eq(organizations.id, memberships.organizationId), eq(organizations.isActive, true)))
    .where(
      and(
        eq(sessions.id, sessionId),
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, clock.now()),
      ),
    )
  return found
}

/** The organization an API key opens, or undefined when it is unknown or revoked. One query. */
export async function findOrganizationByApiKey({ directory }: Directory, key: string) {
  const [found] = await directory
    .select({
      organization: organizationColumns,
      keyId: apiKeys.id,
      keyName: apiKeys.name,
      role: apiKeys.role,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .innerJoin(organizations, and(eq(organizations.id, apiKeys.organizationId), eq(organizations.isActive, true)))
    .where(and(eq(apiKeys.tokenHash, hashToken(key)), isNull(apiKeys.revokedAt)))
  return found
}

/** For background work, whose messages name their organization. Undefined when it is gone or switched off. */
export async function findOrganization({ directory }: Pick<Directory, 'directory'>, id: string) {
  const [found] = await directory
    .select(organizationColumns)
    .from(organizations)
    .where(and(eq(organizations.id, id), eq(organizations.isActive, true)))
  return found
}

/** Writes at most once an hour: a key that is used a thousand times a minute must not cost a write each time. */
export async function touchApiKey({ directory, clock }: Directory, keyId: string): Promise<void> {
  const now = clock.now()
  await directory
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, keyId), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, now - HOUR))))
}

/** What a change says it is about, and whose secret signed it. `appKey` null: the platform's Meta app. */
export type DeliveryClaim = { appKey: string | null; metaPhoneNumberId: string | null; wabaId: string | null }

/**
 * The connected numbers that each claim may speak for, in the order of the claims: the number it names, or, when it names
 * none, every number of its business account. Only numbers that are connected through the app that signed: a tenant's own
 * secret cannot speak for a neighbour. Numbers of organizations that are switched off are not among them. One query.
 */
export async function findNumbersOfDelivery({ directory }: Pick<Directory, 'directory'>, claims: DeliveryClaim[]) {
  const named = claims.flatMap(({ metaPhoneNumberId }) => metaPhoneNumberId ?? [])
  const accounts = claims.flatMap(({ metaPhoneNumberId, wabaId }) =>
    metaPhoneNumberId === null && wabaId !== null ? wabaId : [],
  )
  const oneOf = (values: string[]) => sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(values)])}))`
  const found = await directory
    .select({
      phoneNumberId: phoneNumbers.id,
      metaPhoneNumberId: phoneNumbers.metaPhoneNumberId,
      wabaId: phoneNumbers.wabaId,
      appKey: phoneNumbers.appKey,
      organization: {
        id: organizations.id,
        shard: organizations.shard,
        consentKeywords: organizations.consentKeywords,
      },
    })
    .from(phoneNumbers)
    .innerJoin(organizations, and(eq(organizations.id, phoneNumbers.organizationId), eq(organizations.isActive, true)))
    .where(
      and(
        isNull(phoneNumbers.disconnectedAt),
        sql`(${phoneNumbers.metaPhoneNumberId} IN ${oneOf(named)} OR ${phoneNumbers.wabaId} IN ${oneOf(accounts)})`,
      ),
    )
  return claims.map(({ appKey, metaPhoneNumberId, wabaId }) =>
    found.filter(
      (number) =>
        number.appKey === appKey &&
        (metaPhoneNumberId === null ? number.wabaId === wabaId : number.metaPhoneNumberId === metaPhoneNumberId),
    ),
  )
}
export type NumberOfDelivery = Awaited<ReturnType<typeof findNumbersOfDelivery>>[number][number]
