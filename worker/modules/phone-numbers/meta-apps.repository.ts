import { desc, eq, isNull } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { metaApps, phoneNumbers } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'

export type MetaAppRow = typeof metaApps.$inferSelect
export type NewMetaApp = Omit<typeof metaApps.$inferInsert, 'organizationId'>

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

/** The organization's own apps, newest first. */
export const listApps = ({ directory }: OrganizationContext): Promise<MetaAppRow[]> =>
  directory.select(metaApps).orderBy(desc(metaApps.id))

export const findAppByMetaId = async (
  { directory }: OrganizationContext,
  metaAppId: string,
): Promise<MetaAppRow | undefined> => (await directory.select(metaApps, eq(metaApps.metaAppId, metaAppId)))[0]

export const findOwnAppByKey = async (
  { directory }: OrganizationContext,
  appKey: string,
): Promise<MetaAppRow | undefined> => (await directory.select(metaApps, eq(metaApps.appKey, appKey)))[0]

/** Left as it is when the organization has this app already. @param events are written only if it is new */
export const insertApp = ({ directory }: OrganizationContext, row: NewMetaApp, events: Statement[]) =>
  directory.batch([
    directory.insert(metaApps, row).onConflictDoNothing({ target: [metaApps.organizationId, metaApps.metaAppId] }),
    ...events,
  ])

export const updateAppSecrets = (
  { directory }: OrganizationContext,
  id: string,
  sealed: Partial<Pick<MetaAppRow, 'appSecret' | 'verifyToken'>>,
) => directory.update(metaApps, sealed, eq(metaApps.id, id))

/** Instead of what was there, unless that was replaced meanwhile. */
export const resealApp = (
  { directory }: OrganizationContext,
  { id, appSecret, verifyToken }: MetaAppRow,
  sealed: Pick<MetaAppRow, 'appSecret' | 'verifyToken'>,
) =>
  directory.update(
    metaApps,
    sealed,
    eq(metaApps.id, id),
    eq(metaApps.appSecret, appSecret),
    eq(metaApps.verifyToken, verifyToken),
  )

/** Numbers of the organization that are connected through the app. */
export const listNumbersOfApp = ({ directory }: OrganizationContext, appKey: string) =>
  directory.select(phoneNumbers, eq(phoneNumbers.appKey, appKey), isNull(phoneNumbers.disconnectedAt))
