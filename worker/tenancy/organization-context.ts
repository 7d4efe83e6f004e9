import { HOUR } from '../shared/clock'
import { createOrganizationContext, type OrganizationContext, type SystemContext } from '../shared/context'
import { verifyAccessToken } from './access-token'
import { type MemberRole, memberRoleSchema } from './permissions.schemas'
import { credentialInvalid, sessionEnded } from './tenancy.errors'
import {
  type DeliveryClaim,
  findMemberBySession,
  findNumbersOfDelivery,
  findOrganization,
  findOrganizationByApiKey,
  touchApiKey,
} from './tenancy.repository'

/** Every API key starts like this, so that scanners of leaked secrets can tell. */
export const API_KEY_PREFIX = 'wharf_'

export type Organization = NonNullable<Awaited<ReturnType<typeof findOrganization>>>
/** A caller who has been let in: the context, and what decides further. */
export type Entry = {
  ctx: OrganizationContext
  organization: Organization
  role: MemberRole
  /** Null for an API key. */
  session: { id: string; userId: string; expiresAt: number; email: string; emailVerified: boolean } | null
}

/** @throws a 401 that says what is wrong with the credential */
export async function enter(system: SystemContext, credential: string): Promise<Entry> {
  return credential.startsWith(API_KEY_PREFIX) ? enterByApiKey(system, credential) : enterBySession(system, credential)
}

/** One directory query. @throws `auth.session_ended` when the session, the person, the membership or the organization is off */
export async function enterBySession(system: SystemContext, accessToken: string): Promise<Entry> {
  const claims = await verifyAccessToken(system, accessToken)
  const member = await findMemberBySession(system, claims)
  if (!member) throw sessionEnded()
  const log = system.log.with({ userId: member.userId })
  const sees = member.role === 'agent' && member.organization.agentVisibility === 'own' ? 'own' : 'all'
  return {
    ctx: createOrganizationContext(
      { ...system, log },
      member.organization,
      { type: 'user', id: member.userId, name: member.userName },
      sees,
    ),
    organization: member.organization,
    role: memberRoleSchema.parse(member.role),
    session: {
      id: claims.sessionId,
      userId: member.userId,
      expiresAt: claims.expiresAt,
      email: member.email,
      emailVerified: member.emailVerifiedAt !== null,
    },
  }
}

async function enterByApiKey(system: SystemContext, key: string): Promise<Entry> {
  const found = await findOrganizationByApiKey(system, key)
  if (!found) throw credentialInvalid()
  const log = system.log.with({ apiKeyId: found.keyId })
  if ((found.lastUsedAt ?? 0) < system.clock.now() - HOUR)
    system.waitUntil(
      touchApiKey(system, found.keyId).catch((error: unknown) => log.warn('last use not noted', { error })),
    )
  return {
    ctx: createOrganizationContext({ ...system, log }, found.organization, {
      type: 'api-key',
      id: found.keyId,
      name: found.keyName,
    }),
    organization: found.organization,
    role: memberRoleSchema.parse(found.role),
    session: null,
  }
}

/** Organizations that a batch of messages has already looked up. A directory's handle is made anew for each invocation. */
const opened = new WeakMap<SystemContext['directory'], Map<string, ReturnType<typeof findOrganization>>>()

function findOrganizationOnce(system: SystemContext, organizationId: string): ReturnType<typeof findOrganization> {
  const known = opened.get(system.directory) ?? new Map<string, ReturnType<typeof findOrganization>>()
  opened.set(system.directory, known)
  const found = known.get(organizationId) ?? findOrganization(system, organizationId)
  known.set(organizationId, found)
  // The next message asks again.
  found.catch(() => known.delete(organizationId))
  return found
}

/** What agents of an organization see now; undefined when it is gone. */
export async function agentVisibilityOf(
  system: SystemContext,
  organizationId: string,
): Promise<OrganizationContext['visibility'] | undefined> {
  const organization = await findOrganization(system, organizationId)
  return organization && (organization.agentVisibility === 'own' ? 'own' : 'all')
}

/** The context of background work, named in a queue message: one query a batch. Null when the organization is gone. */
export async function openOrganization(
  system: SystemContext,
  organizationId: string,
): Promise<OrganizationContext | null> {
  const organization = await findOrganizationOnce(system, organizationId)
  return organization ? createOrganizationContext(system, organization, { type: 'system', id: null, name: null }) : null
}

/** A number that a delivery may speak for, in the context of its organization. */
export type NumberEntry = { phoneNumberId: string; ctx: OrganizationContext }

/**
 * For each claim of a delivery the numbers that it may speak for, honouring who signed it (`findNumbersOfDelivery`). One
 * directory query; numbers of one organization share its context.
 */
export async function enterByDelivery(system: SystemContext, claims: DeliveryClaim[]): Promise<NumberEntry[][]> {
  const contexts = new Map<string, OrganizationContext>()
  const contextOf = (organization: Parameters<typeof createOrganizationContext>[1]): OrganizationContext => {
    const ctx =
      contexts.get(organization.id) ??
      createOrganizationContext(system, organization, { type: 'system', id: null, name: null })
    contexts.set(organization.id, ctx)
    return ctx
  }
  const numbers = await findNumbersOfDelivery(system, claims)
  return numbers.map((found) =>
    found.map(({ phoneNumberId, organization }) => ({ phoneNumberId, ctx: contextOf(organization) })),
  )
}
