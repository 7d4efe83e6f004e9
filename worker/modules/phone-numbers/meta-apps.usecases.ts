import type { SystemContext } from '../../shared/context'
import { open } from '../../shared/sealing'
import { Secret } from '../../shared/secret'
import { findAppByKey, noteVerified } from './meta-apps.repository'

/** A tenant's own Meta app, opened. */
export type OpenedMetaApp = {
  organizationId: string
  appKey: string
  metaAppId: string
  /** Signs its deliveries. */
  appSecret: Secret
  /** Its handshake brings this along. */
  verifyToken: Secret
}

/** One directory query; undefined when no app has this key. Keep the answer for a minute, the missing one too. */
export async function findMetaApp(
  system: Pick<SystemContext, 'config' | 'directory'>,
  appKey: string,
): Promise<OpenedMetaApp | undefined> {
  const row = await findAppByKey(system, appKey)
  if (!row) return undefined
  const { id: rowId, organizationId } = row
  const [appSecret, verifyToken] = await Promise.all([
    open(system.config, row.appSecret, { purpose: 'meta-app-secret', organizationId, rowId }),
    open(system.config, row.verifyToken, { purpose: 'meta-app-verify-token', organizationId, rowId }),
  ])
  return {
    organizationId,
    appKey,
    metaAppId: row.metaAppId,
    appSecret: new Secret(appSecret),
    verifyToken: new Secret(verifyToken),
  }
}

/** Meta shook hands with our address. Without a key it is the platform's app, of which nothing is noted. */
export async function noteHandshake(
  system: Pick<SystemContext, 'clock' | 'directory'>,
  appKey: string | null,
): Promise<void> {
  if (appKey !== null) await noteVerified(system, { appKey, at: system.clock.now() })
}
