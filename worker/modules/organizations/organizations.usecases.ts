import type { z } from 'zod'
import { toIso } from '../../shared/clock'
import type { Actor, SystemContext } from '../../shared/context'
import { chooseShard } from '../../shared/db/shards'
import { createId } from '../../shared/ids'
import type { DomainEvent } from '../../shared/outbox'
import { announceEvents, systemEvent } from '../../tenancy/events'
import type { Organization as OrganizationRow } from '../../tenancy/organization-context'
import { auditEvent } from '../audit-log/audit-log.models'
import { keywordsOf } from '../contacts/consent-keywords.models'
import { reconnectAgents } from '../realtime/realtime.usecases'
import {
  insertOrganization,
  type NewMembership,
  type NewOrganization,
  updateOrganization,
} from './organizations.repository'
import {
  agentVisibilitySchema,
  type createOrganizationSchema,
  type Organization,
  planSchema,
  type updateOrganizationSchema,
} from './organizations.schemas'

type Changes = z.output<typeof updateOrganizationSchema>

/** How an organization looks outside: the shard is nobody's business. */
export const toOrganization = (row: OrganizationRow): Organization => ({
  id: row.id,
  name: row.name,
  plan: planSchema.parse(row.plan),
  timeZone: row.timeZone,
  agentVisibility: agentVisibilitySchema.parse(row.agentVisibility),
  defaultCountry: row.defaultCountry,
  consentKeywords: keywordsOf(row.consentKeywords),
  retentionDays: row.retentionDays,
  createdAt: toIso(row.createdAt),
})

/** The rows of a new organization and of its first admin. */
export function newOrganization(
  input: z.output<typeof createOrganizationSchema>,
  { ownerId, shard, now }: { ownerId: string; shard: string; now: number },
): { organization: NewOrganization; membership: NewMembership } {
  const id = createId('org', now)
  return {
    organization: { id, ...input, shard, agentVisibility: 'all', termsAcceptedAt: now, createdAt: now },
    membership: { organizationId: id, userId: ownerId, role: 'admin', createdAt: now },
  }
}

/** A further organization of somebody who is signed in. They are its admin; switching to it is a call of its own. */
export async function createOrganization(
  system: SystemContext,
  actor: Actor & { type: 'user' },
  input: z.output<typeof createOrganizationSchema>,
): Promise<Organization> {
  const now = system.clock.now()
  const shard = await chooseShard(system.env, system.config.closedShards)
  const { organization, membership } = newOrganization(input, { ownerId: actor.id, shard, now })
  const target = { type: 'organization', id: organization.id, label: organization.name }
  const event = systemEvent(
    system,
    organization.id,
    auditEvent({ action: 'organization.created', actor, target, at: now }),
  )
  await insertOrganization(system, organization, membership, event.statement)
  await announceEvents(system, [event.row])
  return toOrganization({
    ...organization,
    shard,
    agentVisibility: 'all',
    defaultCountry: null,
    consentKeywords: null,
    retentionDays: null,
  })
}

export async function changeOrganization(
  system: SystemContext,
  { organization, actor, changes }: { organization: OrganizationRow; actor: Actor; changes: Changes },
): Promise<Organization> {
  const target = { type: 'organization', id: organization.id, label: changes.name ?? organization.name }
  const happened: DomainEvent[] = [
    auditEvent({ action: 'organization.updated', actor, target, at: system.clock.now() }),
    ...(changes.agentVisibility ? [visibilityChanged] : []),
  ]
  const events = happened.map((event) => systemEvent(system, organization.id, event))
  await updateOrganization(
    system,
    organization.id,
    // Only what was named: somebody may be changing the rest.
    given(changes),
    events.map(({ statement }) => statement),
  )
  if (changes.agentVisibility) await closeAgentsSockets(system, organization.id)
  await announceEvents(
    system,
    events.map(({ row }) => row),
  )
  return toOrganization({ ...organization, ...given(changes) })
}

const given = ({ name, timeZone, agentVisibility, defaultCountry, consentKeywords, retentionDays }: Changes) => ({
  ...(name === undefined ? {} : { name }),
  ...(timeZone === undefined ? {} : { timeZone }),
  ...(agentVisibility === undefined ? {} : { agentVisibility }),
  ...(defaultCountry === undefined ? {} : { defaultCountry }),
  ...(consentKeywords === undefined ? {} : { consentKeywords }),
  ...(retentionDays === undefined ? {} : { retentionDays }),
})

export { listRetentions } from './organizations.repository'

/** For the realtime module's subscriber, which makes sure of what `closeAgentsSockets` does at once. */
const visibilityChanged: DomainEvent = { type: 'organization.visibility_changed' }

async function closeAgentsSockets(system: SystemContext, organizationId: string): Promise<void> {
  try {
    await reconnectAgents(system, organizationId)
  } catch (error) {
    system.log.warn('agents’ sockets wait for the event', { organizationId, error })
  }
}
