import { and, eq, gt, isNotNull } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { memberships, organizations } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'

export type NewOrganization = typeof organizations.$inferInsert
export type NewMembership = typeof memberships.$inferInsert

export const insertOrganization = (
  { directory }: SystemContext,
  organization: NewOrganization,
  membership: NewMembership,
  event: Statement,
) =>
  directory.batch([
    directory.insert(organizations).values(organization),
    directory.insert(memberships).values(membership),
    event,
  ])

/** @param id of the caller's own organization; the organization's row is its own tenant, so there is no handle for it */
export const updateOrganization = (
  { directory }: SystemContext,
  id: string,
  changes: Partial<
    Pick<
      NewOrganization,
      'name' | 'timeZone' | 'agentVisibility' | 'defaultCountry' | 'consentKeywords' | 'retentionDays'
    >
  >,
  events: Statement[],
) => directory.batch([directory.update(organizations).set(changes).where(eq(organizations.id, id)), ...events])

/** For the daily cron: who keeps messages for so many days only. */
export const listRetentions = ({ directory }: SystemContext, { after, limit }: { after: string; limit: number }) =>
  directory
    .select({ organizationId: organizations.id, days: organizations.retentionDays })
    .from(organizations)
    .where(and(isNotNull(organizations.retentionDays), gt(organizations.id, after)))
    .orderBy(organizations.id)
    .limit(limit)
