import { toIso } from '../../shared/clock'
import { createOrganizationContext, type OrganizationContext, type SystemContext } from '../../shared/context'
import { announceEvents, systemEvent } from '../../tenancy/events'
import { announceWaiting } from '../../tenancy/inbox-events'
import { openOrganization } from '../../tenancy/organization-context'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'
import { organizationNotFound } from '../organizations/organizations.errors'
import { planSchema } from '../organizations/organizations.schemas'
import { disconnectMember, disconnectUser } from '../realtime/realtime.usecases'
import { ownAccount, ownOrganization, userNotFound } from './platform.errors'
import {
  deactivateUser,
  findOrganization,
  findUser,
  findUserByEmail,
  listMemberIds,
  listMembershipsOf,
  type OrganizationRow,
  reactivateUser,
  type UserRow,
  updateOrganization,
} from './platform.repository'
import type { PlatformOrganization, PlatformUser } from './platform.schemas'

/** The session that asks: nobody can lock themselves out. */
type Operator = { userId: string; organizationId: string }

export const toPlatformOrganization = (row: OrganizationRow): PlatformOrganization => ({
  id: row.id,
  name: row.name,
  plan: planSchema.parse(row.plan),
  shard: row.shard,
  isActive: row.isActive,
  members: row.members,
  createdAt: toIso(row.createdAt),
})

/**
 * Switches an organization off or on. Off: its sessions and API keys are refused, its background work rests, nothing is
 * deleted. On: what happened before goes on, however long ago.
 */
export async function setOrganizationActive(
  system: SystemContext,
  { id, isActive, operator }: { id: string; isActive: boolean; operator: Operator },
): Promise<PlatformOrganization> {
  if (!isActive && id === operator.organizationId) throw ownOrganization()
  // Opened first: afterwards there is no way in.
  const ctx = await openOrganization(system, id)
  const organization = await findOrganization(system, id)
  if (!organization) throw organizationNotFound()
  await updateOrganization(system, id, { isActive })
  system.log.warn('organization switched by the operator', {
    organizationId: id,
    isActive,
    operatorId: operator.userId,
  })
  if (!isActive && ctx) await disconnectEveryone(system, ctx)
  // What waits longer than a day is swept no more: its messages are in the dead letters, or found nobody.
  if (isActive)
    await announceWaiting(createOrganizationContext(system, organization, { type: 'system', id: null, name: null }))
  return toPlatformOrganization({ ...organization, isActive })
}

const AT_A_TIME = 20

/** A socket that is missed cannot renew its token, and closes when it runs out. */
async function disconnectEveryone(system: SystemContext, ctx: OrganizationContext): Promise<void> {
  const userIds = await listMemberIds(system, ctx.organizationId)
  for (let at = 0; at < userIds.length; at += AT_A_TIME) {
    const closed = await Promise.allSettled(
      userIds.slice(at, at + AT_A_TIME).map((userId) => disconnectMember(ctx, userId)),
    )
    for (const result of closed)
      if (result.status === 'rejected')
        ctx.log.warn('sockets stay open until their token runs out', { error: result.reason })
  }
}

async function toPlatformUser(system: SystemContext, user: UserRow): Promise<PlatformUser> {
  const memberships = await listMembershipsOf(system, user.id)
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    emailVerified: user.emailVerifiedAt !== null,
    isActive: user.isActive,
    lastLoginAt: toIso(user.lastLoginAt),
    createdAt: toIso(user.createdAt),
    organizations: memberships.map(({ id, name, role, isActive }) => ({
      id,
      name,
      role: memberRoleSchema.parse(role),
      isActive,
    })),
  }
}

export async function searchUsers(system: SystemContext, email: string): Promise<PlatformUser[]> {
  const user = await findUserByEmail(system, email)
  return user ? [await toPlatformUser(system, user)] : []
}

/** Off: signed out on every device and in every organization, at once. */
export async function setUserActive(
  system: SystemContext,
  { id, isActive, operator }: { id: string; isActive: boolean; operator: Operator },
): Promise<PlatformUser> {
  if (!isActive && id === operator.userId) throw ownAccount()
  const user = await findUser(system, id)
  if (!user) throw userNotFound()
  if (isActive) await reactivateUser(system, id)
  else await shutOut(system, id)
  system.log.warn('account switched by the operator', { subjectId: id, isActive, operatorId: operator.userId })
  return toPlatformUser(system, { ...user, isActive })
}

async function shutOut(system: SystemContext, userId: string): Promise<void> {
  const memberships = await listMembershipsOf(system, userId)
  const left = { type: 'member.left', userId }
  const events = memberships.map(({ id }) => systemEvent(system, id, left))
  await deactivateUser(system, {
    id: userId,
    now: system.clock.now(),
    events: events.map(({ statement }) => statement),
  })
  await disconnectUser(system, userId)
  await announceEvents(
    system,
    events.map(({ row }) => row),
  )
}
