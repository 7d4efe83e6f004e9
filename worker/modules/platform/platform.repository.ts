import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { jobRuns, memberships, organizations, sessions, users } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'

type Directory = Pick<SystemContext, 'directory'>

const organizationColumns = {
  id: organizations.id,
  name: organizations.name,
  plan: organizations.plan,
  shard: organizations.shard,
  isActive: organizations.isActive,
  // Drizzle leaves table names out here, and `id` alone would be the inner table's.
  members: sql<number>`(SELECT count(*) FROM memberships WHERE memberships.organization_id = organizations.id AND memberships.is_active = 1)`,
  createdAt: organizations.createdAt,
}
export type OrganizationRow = Awaited<ReturnType<typeof listOrganizations>>[number]

/** Newest first: ids are time-ordered. */
export const listOrganizations = (
  { directory }: Directory,
  { before, limit }: { before: string | undefined; limit: number },
) =>
  directory
    .select(organizationColumns)
    .from(organizations)
    .where(before === undefined ? undefined : lt(organizations.id, before))
    .orderBy(desc(organizations.id))
    .limit(limit)

export const findOrganization = async ({ directory }: Directory, id: string): Promise<OrganizationRow | undefined> =>
  (await directory.select(organizationColumns).from(organizations).where(eq(organizations.id, id)))[0]

export const updateOrganization = ({ directory }: Directory, id: string, changes: { isActive: boolean }) =>
  directory.update(organizations).set(changes).where(eq(organizations.id, id))

export const listMemberIds = async ({ directory }: Directory, organizationId: string): Promise<string[]> => {
  const rows = await directory
    .select({ id: memberships.userId })
    .from(memberships)
    .where(eq(memberships.organizationId, organizationId))
  return rows.map(({ id }) => id)
}

export type UserRow = typeof users.$inferSelect
export const findUserByEmail = async ({ directory }: Directory, email: string): Promise<UserRow | undefined> =>
  (await directory.select().from(users).where(eq(users.email, email)))[0]

export const findUser = async ({ directory }: Directory, id: string): Promise<UserRow | undefined> =>
  (await directory.select().from(users).where(eq(users.id, id)))[0]

export const listMembershipsOf = ({ directory }: Directory, userId: string) =>
  directory
    .select({ id: organizations.id, name: organizations.name, role: memberships.role, isActive: memberships.isActive })
    .from(memberships)
    .innerJoin(organizations, eq(organizations.id, memberships.organizationId))
    .where(eq(memberships.userId, userId))
    .orderBy(organizations.id)

export const reactivateUser = ({ directory }: Directory, id: string) =>
  directory.update(users).set({ isActive: true }).where(eq(users.id, id))

/** Off, signed out everywhere, and every organization will hear of it: one transaction. */
export const deactivateUser = (
  { directory }: Directory,
  { id, now, events }: { id: string; now: number; events: Statement[] },
) =>
  directory.batch([
    directory.update(users).set({ isActive: false }).where(eq(users.id, id)),
    directory
      .update(sessions)
      .set({ revokedAt: now })
      .where(and(eq(sessions.userId, id), isNull(sessions.revokedAt))),
    ...events,
  ])

export const listJobRuns = ({ directory }: Directory) => directory.select().from(jobRuns).orderBy(jobRuns.job)
