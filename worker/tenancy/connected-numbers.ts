import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { SystemContext } from '../shared/context'
import { metaApps, phoneNumbers } from '../shared/db/directory.tables'

// What one organization has to know of all others before it connects or disconnects a number: yes or no, never whose.

type Directory = Pick<SystemContext, 'directory'>

/** Whether anybody has this number connected. The unique index decides in the end; this asks before anything is changed at Meta. */
export async function isNumberConnected({ directory }: Directory, metaPhoneNumberId: string): Promise<boolean> {
  const found = await directory
    .select({ id: phoneNumbers.id })
    .from(phoneNumbers)
    .where(and(eq(phoneNumbers.metaPhoneNumberId, metaPhoneNumberId), isNull(phoneNumbers.disconnectedAt)))
    .limit(1)
  return found.length > 0
}

/**
 * Whether a connected number of anybody's lives on this business account and this Meta app: the account's webhooks are
 * one subscription for all of them.
 * @param metaAppId null: the platform's app
 */
export async function isAccountInUse(
  { directory }: Directory,
  { wabaId, metaAppId }: { wabaId: string; metaAppId: string | null },
): Promise<boolean> {
  const ofApp =
    metaAppId === null
      ? isNull(phoneNumbers.appKey)
      : inArray(
          phoneNumbers.appKey,
          directory.select({ appKey: metaApps.appKey }).from(metaApps).where(eq(metaApps.metaAppId, metaAppId)),
        )
  const found = await directory
    .select({ id: phoneNumbers.id })
    .from(phoneNumbers)
    .where(and(eq(phoneNumbers.wabaId, wabaId), isNull(phoneNumbers.disconnectedAt), ofApp))
    .limit(1)
  return found.length > 0
}

/** For the cron that has them all looked at: where to find each connected number, and nothing of it. In the order of ids. */
export const listConnectedNumberIds = (
  { directory }: Directory,
  { after, limit }: { after: string; limit: number },
): Promise<{ id: string; organizationId: string; wabaId: string }[]> =>
  directory
    .select({ id: phoneNumbers.id, organizationId: phoneNumbers.organizationId, wabaId: phoneNumbers.wabaId })
    .from(phoneNumbers)
    .where(and(isNull(phoneNumbers.disconnectedAt), gt(phoneNumbers.id, after)))
    .orderBy(phoneNumbers.id)
    .limit(limit)
