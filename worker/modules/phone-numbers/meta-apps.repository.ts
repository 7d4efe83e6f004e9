import { eq } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { metaApps, phoneNumbers } from '../../shared/db/directory.tables'

export type MetaAppRow = typeof metaApps.$inferSelect

/** A delivery names its app by the key in the address, before anything else is known. */
export const findAppByKey = async (
  { directory }: Pick<SystemContext, 'directory'>,
  appKey: string,
): Promise<MetaAppRow | undefined> => (await directory.select().from(metaApps).where(eq(metaApps.appKey, appKey)))[0]

/** The app's address answered Meta: so do its numbers. */
export async function noteVerified(
  { directory }: Pick<SystemContext, 'directory'>,
  { appKey, at }: { appKey: string; at: number },
): Promise<void> {
  await directory.batch([
    directory.update(metaApps).set({ webhookVerifiedAt: at }).where(eq(metaApps.appKey, appKey)),
    directory.update(phoneNumbers).set({ webhookVerifiedAt: at }).where(eq(phoneNumbers.appKey, appKey)),
  ])
}
