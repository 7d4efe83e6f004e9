import { and, eq, gt, sql } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { memberships, users } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'

type MembershipRow = typeof memberships.$inferSelect
export type Standing = Pick<MembershipRow, 'role' | 'isActive'>
export type Person = Pick<
  typeof users.$inferSelect,
  'id' | 'name' | 'email' | 'isActive' | 'totpEnabledAt' | 'lastLoginAt'
>

/** In the order of the people's ids, which is the order in which they signed up. */
export const listMemberships = (
  { directory }: OrganizationContext,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<MembershipRow[]> =>
  directory
    .select(memberships, after === undefined ? undefined : gt(memberships.userId, after))
    .orderBy(memberships.userId)
    .limit(limit)

export const findMembership = async (
  { directory }: OrganizationContext,
  userId: string,
): Promise<MembershipRow | undefined> => (await directory.select(memberships, eq(memberships.userId, userId)))[0]

/** People are the platform's, not an organization's: ask only for ids that a membership of the organization has given. */
export async function findPeople(
  { directory }: Pick<SystemContext, 'directory'>,
  ids: string[],
): Promise<Map<string, Person>> {
  const rows = await directory
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      isActive: users.isActive,
      totpEnabledAt: users.totpEnabledAt,
      lastLoginAt: users.lastLoginAt,
    })
    .from(users)
    .where(sql`${users.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** True while somebody else is an admin who can sign in. */
const anotherAdminIsLeft = ({ organizationId }: OrganizationContext, userId: string) => sql`EXISTS (
  SELECT 1 FROM memberships AS other JOIN users AS person ON person.id = other.user_id
  WHERE other.organization_id = ${organizationId} AND other.user_id <> ${userId}
    AND other.role = 'admin' AND other.is_active = 1 AND person.is_active = 1)`

type Change = {
  userId: string
  /** What the caller saw: nothing happens if it is not so any more. */
  from: Standing
  /** Null removes the membership. */
  to: Standing | null
  needsAnotherAdmin: boolean
  /** Written only if the change happened. */
  events: Statement[]
}

/** One statement decides and changes. @returns false when nothing changed */
export async function changeMembership(
  ctx: OrganizationContext,
  { userId, from, to, needsAnotherAdmin, events }: Change,
): Promise<boolean> {
  const { directory } = ctx
  const condition = and(
    eq(memberships.userId, userId),
    eq(memberships.role, from.role),
    eq(memberships.isActive, from.isActive),
    needsAnotherAdmin ? anotherAdminIsLeft(ctx, userId) : undefined,
  )
  const returned = { userId: memberships.userId }
  const change = to
    ? directory.update(memberships, to, condition).returning(returned)
    : directory.delete(memberships, condition).returning(returned)
  const [changed] = await directory.batch([change, ...events])
  return changed.length > 0
}
