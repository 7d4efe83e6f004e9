import { toIso } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { announceEvents, eventsIfChanged } from '../../tenancy/events'
import { memberRoleSchema } from '../../tenancy/permissions.schemas'
import { auditEvent } from '../audit-log/audit-log.models'
import type { AuditAction } from '../audit-log/audit-log.schemas'
import { disconnectMember, reconnectMember } from '../realtime/realtime.usecases'
import { lastAdmin, memberNotFound, ownMembership } from './team.errors'
import { isOwnMembership, losesAccess, type Standing, takesAdminAway } from './team.models'
import { changeMembership, findMembership, findPeople, listMemberships, type Person } from './team.repository'
import type { Member } from './team.schemas'

type MembershipRow = Awaited<ReturnType<typeof listMemberships>>[number]

const toMember = (membership: Omit<MembershipRow, 'organizationId'>, person: Person | undefined): Member => ({
  userId: membership.userId,
  name: person?.name ?? '',
  email: person?.email ?? '',
  role: memberRoleSchema.parse(membership.role),
  isActive: membership.isActive,
  totpEnabled: (person?.totpEnabledAt ?? null) !== null,
  lastLoginAt: toIso(person?.lastLoginAt ?? null),
  joinedAt: toIso(membership.createdAt),
})

export async function listMembers(
  system: SystemContext,
  ctx: OrganizationContext,
  page: { after: string | undefined; limit: number },
): Promise<Member[]> {
  const rows = await listMemberships(ctx, page)
  const people = await findPeople(
    system,
    rows.map(({ userId }) => userId),
  )
  return rows.map((row) => toMember(row, people.get(row.userId)))
}

/** Somebody who can sign in to this organization, by any role; undefined for everybody else. */
export async function findActiveMember(system: SystemContext, ctx: OrganizationContext, userId: string) {
  const membership = await findMembership(ctx, userId)
  if (!membership?.isActive) return undefined
  const person = (await findPeople(system, [userId])).get(userId)
  return person?.isActive ? { userId, name: person.name, role: membership.role } : undefined
}

type MemberChange = { userId: string; action: AuditAction; to(current: Standing): Standing | null }

/** @throws `team.last_admin`, `team.own_membership`, `team.member_not_found` */
export const changeRole = (
  system: SystemContext,
  ctx: OrganizationContext,
  { userId, role }: { userId: string; role: Standing['role'] },
) => changeMember(system, ctx, { userId, action: 'member.role_changed', to: ({ isActive }) => ({ role, isActive }) })

/** Off: out at once, and their history stays. @throws as `changeRole` */
export const setMemberActive = (
  system: SystemContext,
  ctx: OrganizationContext,
  { userId, isActive }: { userId: string; isActive: boolean },
) =>
  changeMember(system, ctx, {
    userId,
    action: isActive ? 'member.reactivated' : 'member.deactivated',
    to: ({ role }) => ({ role, isActive }),
  })

/** @throws as `changeRole` */
export const removeMember = (system: SystemContext, ctx: OrganizationContext, userId: string) =>
  changeMember(system, ctx, { userId, action: 'member.removed', to: () => null })

async function changeMember(system: SystemContext, ctx: OrganizationContext, change: MemberChange): Promise<Member> {
  const { userId, action } = change
  if (isOwnMembership(ctx.actor, userId)) throw ownMembership()
  const membership = await findMembership(ctx, userId)
  if (!membership) throw memberNotFound()
  const person = (await findPeople(system, [userId])).get(userId)
  const from = { role: memberRoleSchema.parse(membership.role), isActive: membership.isActive }
  const to = change.to(from)
  if (to && to.role === from.role && to.isActive === from.isActive) return toMember(membership, person)

  const leaves = losesAccess(from, to)
  const target = { type: 'member', id: userId, label: person?.name ?? null }
  const events: DomainEvent[] = [auditEvent({ action, actor: ctx.actor, target, at: ctx.clock.now() })]
  if (leaves) events.push(memberLeft(userId))
  const changesRole = !leaves && to !== null && to.role !== from.role
  if (changesRole) events.push(roleChanged(userId))
  const { rows, statements } = eventsIfChanged(ctx, events)
  const needsAnotherAdmin = takesAdminAway(from, to)
  const changed = await changeMembership(ctx, { userId, from, to, needsAnotherAdmin, events: statements })
  // Somebody was faster: their change may be the one that is wanted, or the one that forbids it.
  if (!changed) return retryOrRefuse(system, ctx, { ...change, from })
  if (leaves) await closeSockets(ctx, () => disconnectMember(ctx, userId))
  if (changesRole) await closeSockets(ctx, () => reconnectMember(ctx, userId))
  await announceEvents(ctx, rows)
  return toMember({ ...membership, ...to }, person)
}

/** A change that met another standing than it saw starts over; one that met the same was refused by the rule. */
async function retryOrRefuse(
  system: SystemContext,
  ctx: OrganizationContext,
  { from, ...change }: MemberChange & { from: Standing },
) {
  const current = await findMembership(ctx, change.userId)
  const isUnchanged = current?.role === from.role && current.isActive === from.isActive
  if (isUnchanged && takesAdminAway(from, change.to(from))) throw lastAdmin()
  return changeMember(system, ctx, change)
}

/** For the realtime module's subscriber, which makes sure of what `closeSockets` does at once. */
const memberLeft = (userId: string): DomainEvent & { userId: string } => ({ type: 'member.left', userId })
/** What they see may be another thing now: their sockets are opened again in the new role. */
const roleChanged = (userId: string): DomainEvent & { userId: string } => ({ type: 'member.role_changed', userId })

async function closeSockets(ctx: OrganizationContext, close: () => Promise<void>): Promise<void> {
  try {
    await close()
  } catch (error) {
    ctx.log.warn('sockets of a member who changed wait for the event', { error })
  }
}
