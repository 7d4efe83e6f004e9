import { desc, eq, isNull, lt } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { apiKeys } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'

export type ApiKeyRow = typeof apiKeys.$inferSelect
type NewApiKey = Omit<typeof apiKeys.$inferInsert, 'organizationId'>

/** Keys that work, newest first: ids are time-ordered. */
export const listApiKeys = (
  { directory }: OrganizationContext,
  { before, limit }: { before: string | undefined; limit: number },
) =>
  directory
    .select(apiKeys, isNull(apiKeys.revokedAt), before === undefined ? undefined : lt(apiKeys.id, before))
    .orderBy(desc(apiKeys.id))
    .limit(limit)

export const findApiKey = async ({ directory }: OrganizationContext, id: string): Promise<ApiKeyRow | undefined> =>
  (await directory.select(apiKeys, eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))[0]

export const insertApiKey = ({ directory }: OrganizationContext, key: NewApiKey, event: Statement) =>
  directory.batch([directory.insert(apiKeys, key), event])

/** @param events are written only if the key was still good @returns whether it was */
export async function revokeApiKey(
  { directory }: OrganizationContext,
  { id, now, events }: { id: string; now: number; events: Statement[] },
): Promise<boolean> {
  const revoke = directory
    .update(apiKeys, { revokedAt: now }, eq(apiKeys.id, id), isNull(apiKeys.revokedAt))
    .returning({ id: apiKeys.id })
  const [revoked] = await directory.batch([revoke, ...events])
  return revoked.length > 0
}
