import { eq } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { memberships } from '../../shared/db/directory.tables'

/** Every organization whose hub can hold a socket of this person. */
export const listOrganizationIdsOf = ({ directory }: Pick<SystemContext, 'directory'>, userId: string) =>
  directory.select({ id: memberships.organizationId }).from(memberships).where(eq(memberships.userId, userId))
