import { eq } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { memberships } from '../../shared/db/directory.tables'

/** Every organization whose hub can hold a socket of this person. */
export const listOrganizationIdsOf = ({ directory }: Pick<SystemContext, 'directory'>, userId: string) =>
  directory.select({ id: memberships.organizationId }).from(memberships).where(eq(memberships.userId, userId))

export const findMembership = async ({ directory }: OrganizationContext, userId: string) =>
  (await directory.select(memberships, eq(memberships.userId, userId)))[0]
