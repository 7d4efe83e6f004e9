import { toIso } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { isSealedWithNewest, open, openIfReadable, seal } from '../../shared/sealing'
import { Secret } from '../../shared/secret'
import { randomToken } from '../../shared/tokens'
import { announceEvents, eventsIfChanged } from '../../tenancy/events'
import { createGraphClient } from '../../whatsapp/graph-client'
import { auditEvent } from '../audit-log/audit-log.models'
import { type Answered, ask } from './asking-meta.usecases'
import { appRefused } from './credentials.models'
import {
  findAppByKey,
  findAppByMetaId,
  findOwnAppByKey,
  insertApp,
  listApps,
  type MetaAppRow,
  noteVerified,
  resealApp,
  updateAppSecrets,
} from './meta-apps.repository'
import { credentialsRejected, metaUnreachable, platformAppMissing } from './phone-numbers.errors'
import { webhookUrl } from './phone-numbers.models'
import type { MetaApp } from './phone-numbers.schemas'

/** A Meta app, opened. */
export type OpenedMetaApp = {
  metaAppId: string
  /** Signs its deliveries. */
  appSecret: Secret
  /** Its handshake brings this along. */
  verifyToken: Secret
}

/**
 * A tenant's own app, by the key in the address of a delivery. One directory query; undefined when no app has this key.
 * Keep the answer for a minute, the missing one too.
 */
export async function findMetaApp(
  system: Pick<SystemContext, 'config' | 'directory'>,
  appKey: string,
): Promise<(OpenedMetaApp & { organizationId: string; appKey: string }) | undefined> {
  const row = await findAppByKey(system, appKey)
  return row && { organizationId: row.organizationId, appKey, ...(await openApp(system, row)) }
}

/** Meta shook hands with our address. Without a key it is the platform's app, of which nothing is noted. */
export async function noteHandshake(
  system: Pick<SystemContext, 'clock' | 'directory'>,
  appKey: string | null,
): Promise<void> {
  if (appKey !== null) await noteVerified(system, { appKey, at: system.clock.now() })
}

type Of = Pick<MetaAppRow, 'id' | 'organizationId'>
const purposeOf = ({ id: rowId, organizationId }: Of, what: 'secret' | 'verify-token') => ({
  purpose: `meta-app-${what}`,
  organizationId,
  rowId,
})

async function openApp({ config }: Pick<SystemContext, 'config'>, row: MetaAppRow): Promise<OpenedMetaApp> {
  const [appSecret, verifyToken] = await Promise.all([
    open(config, row.appSecret, purposeOf(row, 'secret')),
    open(config, row.verifyToken, purposeOf(row, 'verify-token')),
  ])
  return { metaAppId: row.metaAppId, appSecret: new Secret(appSecret), verifyToken: new Secret(verifyToken) }
}

/** What of it can still be read. A verify token is ours: one that cannot is made anew, and goes into Meta's form again. */
async function readApp({ config }: Pick<SystemContext, 'config'>, row: MetaAppRow) {
  const [appSecret, verifyToken] = await Promise.all([
    openIfReadable(config, row.appSecret, purposeOf(row, 'secret')),
    openIfReadable(config, row.verifyToken, purposeOf(row, 'verify-token')),
  ])
  return { appSecret, verifyToken }
}

async function sealApp(
  { config }: Pick<SystemContext, 'config'>,
  of: Of,
  { appSecret, verifyToken }: { appSecret: string; verifyToken: string },
) {
  return {
    appSecret: await seal(config, appSecret, purposeOf(of, 'secret')),
    verifyToken: await seal(config, verifyToken, purposeOf(of, 'verify-token')),
  }
}

const isOfNewest = ({ config }: Pick<SystemContext, 'config'>, { appSecret, verifyToken }: MetaAppRow): boolean =>
  isSealedWithNewest(config, appSecret) && isSealedWithNewest(config, verifyToken)

/** Null when its secret is sealed with a key that is gone: whoever has it gives it again. */
async function openIfPossible(ctx: OrganizationContext, row: MetaAppRow | undefined): Promise<OpenedMetaApp | null> {
  if (!row) return null
  const { appSecret, verifyToken } = await readApp(ctx, row)
  if (appSecret === null) {
    ctx.log.error('an app secret is sealed with a key that ENCRYPTION_KEYS lacks', { appKey: row.appKey })
    return null
  }
  return { metaAppId: row.metaAppId, appSecret: new Secret(appSecret), verifyToken: new Secret(verifyToken ?? '') }
}

/** The app of these numbers under the newest key, if it can still be read. */
export async function sealAppAnew(ctx: OrganizationContext, appKey: string): Promise<void> {
  const row = await findOwnAppByKey(ctx, appKey)
  if (!row || isOfNewest(ctx, row)) return
  const { appSecret, verifyToken } = await readApp(ctx, row)
  if (appSecret === null) return
  await resealApp(ctx, row, await sealApp(ctx, row, { appSecret, verifyToken: verifyToken ?? randomToken() }))
}

/** The platform's own app, when its id and secret are configured. */
export function platformApp({ config }: Pick<OrganizationContext, 'config'>): OpenedMetaApp | null {
  const { appId, appSecret, verifyToken } = config.meta
  if (appId === undefined || appSecret === undefined) return null
  return { metaAppId: appId, appSecret, verifyToken: verifyToken ?? new Secret('') }
}

/** The app that a number is connected through. Null: the platform's is not configured any more, or one's own cannot be read. */
export async function appOfNumber(
  ctx: OrganizationContext,
  { appKey }: { appKey: string | null },
): Promise<OpenedMetaApp | null> {
  if (appKey === null) return platformApp(ctx)
  return openIfPossible(ctx, await findOwnAppByKey(ctx, appKey))
}

/** Meta's id of the app that a number is connected through. Null: the platform's. */
export async function metaAppIdOf(
  ctx: OrganizationContext,
  { appKey }: { appKey: string | null },
): Promise<string | null> {
  return appKey === null ? null : ((await findOwnAppByKey(ctx, appKey))?.metaAppId ?? '')
}

/** An app of the organization, by Meta's id. Null when there is none, or its secret cannot be read any more. */
export async function findOwnApp(ctx: OrganizationContext, metaAppId: string): Promise<OpenedMetaApp | null> {
  return openIfPossible(ctx, await findAppByMetaId(ctx, metaAppId))
}

/** The Graph API as the app itself: what a token is, where the app's webhooks go. */
export const openAppGraph = (
  ctx: Pick<OrganizationContext, 'config' | 'fetch'>,
  app: Pick<OpenedMetaApp, 'metaAppId' | 'appSecret'>,
) => createGraphClient(ctx, appToken(app))
const appToken = ({ metaAppId, appSecret }: Pick<OpenedMetaApp, 'metaAppId' | 'appSecret'>) =>
  new Secret(`${metaAppId}|${appSecret.reveal()}`)

/** Whether id and secret belong together: the app looks at its own token. @returns its name */
export async function checkApp(
  ctx: OrganizationContext,
  app: Pick<OpenedMetaApp, 'metaAppId' | 'appSecret'>,
): Promise<Answered<string | null>> {
  const answered = await ask(() => openAppGraph(ctx, app).debugToken(appToken(app)))
  if (!('value' in answered)) return answered
  const { isValid, appId, application } = answered.value
  if (isValid && (appId === null || appId === app.metaAppId)) return { value: application }
  return { code: 190, reason: 'the secret is another app’s', isOpen: false }
}

/**
 * The organization's own app, made when it is new, its secret renewed when it differs. The webhook address and the
 * verify token of an app never change, because they stand in Meta's form; but one that nobody can read any more is made anew.
 */
export async function keepMetaApp(
  ctx: OrganizationContext,
  { metaAppId, appSecret }: { metaAppId: string; appSecret: Secret },
): Promise<MetaAppRow> {
  const known = await findAppByMetaId(ctx, metaAppId)
  if (known) return renewSecret(ctx, known, appSecret)
  const now = ctx.clock.now()
  const id = createId('app', now)
  const { organizationId } = ctx
  const row = {
    id,
    appKey: randomToken(),
    metaAppId,
    ...(await sealApp(ctx, { id, organizationId }, { appSecret: appSecret.reveal(), verifyToken: randomToken() })),
    webhookVerifiedAt: null,
    createdAt: now,
  }
  const target = { type: 'meta-app', id, label: metaAppId }
  const { rows, statements } = eventsIfChanged(ctx, [
    auditEvent({ action: 'meta_app.created', actor: ctx.actor, target, at: now }),
  ])
  const [inserted] = await insertApp(ctx, row, statements)
  if (inserted.meta.changes > 0) {
    await announceEvents(ctx, rows)
    return { ...row, organizationId }
  }
  // Two requests at once: the other one's address counts.
  const theirs = await findAppByMetaId(ctx, metaAppId)
  return theirs ? renewSecret(ctx, theirs, appSecret) : { ...row, organizationId }
}

async function renewSecret(ctx: OrganizationContext, row: MetaAppRow, appSecret: Secret): Promise<MetaAppRow> {
  const kept = await readApp(ctx, row)
  const given = appSecret.reveal()
  if (kept.appSecret === given && kept.verifyToken !== null && isOfNewest(ctx, row)) return row
  const sealed = await sealApp(ctx, row, { appSecret: given, verifyToken: kept.verifyToken ?? randomToken() })
  await updateAppSecrets(ctx, row.id, sealed)
  return { ...row, ...sealed }
}

/** One that nobody can read any more is replaced by a new one. */
async function showVerifyToken(ctx: OrganizationContext, row: MetaAppRow): Promise<string> {
  const { verifyToken } = await readApp(ctx, row)
  if (verifyToken !== null) return verifyToken
  const made = await seal(ctx.config, randomToken(), purposeOf(row, 'verify-token'))
  await resealApp(ctx, row, { appSecret: row.appSecret, verifyToken: made })
  // Two may look at once: what was kept counts.
  const kept = (await findOwnAppByKey(ctx, row.appKey))?.verifyToken ?? made
  return open(ctx.config, kept, purposeOf(row, 'verify-token'))
}

/** Makes the app known before any number is connected through it: its address and token go into Meta's form. */
export async function addMetaApp(
  ctx: OrganizationContext,
  { metaAppId, appSecret }: { metaAppId: string; appSecret: string },
): Promise<MetaApp> {
  const app = { metaAppId, appSecret: new Secret(appSecret) }
  const answered = await checkApp(ctx, app)
  if (!('value' in answered)) {
    if (answered.isOpen) throw metaUnreachable()
    const { message, action } = appRefused(answered)
    throw credentialsRejected({ message: `${message} ${action}`, details: [{ path: 'appSecret', message }] })
  }
  return toMetaApp(ctx, await keepMetaApp(ctx, app))
}

export async function toMetaApp(ctx: OrganizationContext, row: MetaAppRow): Promise<MetaApp> {
  return {
    id: row.id,
    metaAppId: row.metaAppId,
    webhookUrl: webhookUrl(ctx.config.publicUrl, row.appKey),
    verifyToken: await showVerifyToken(ctx, row),
    webhookVerifiedAt: toIso(row.webhookVerifiedAt),
    createdAt: toIso(row.createdAt),
  }
}

export const listMetaApps = async (ctx: OrganizationContext): Promise<MetaApp[]> =>
  Promise.all((await listApps(ctx)).map((row) => toMetaApp(ctx, row)))

/** @throws `phone_numbers.platform_app_missing` */
export function requirePlatformApp(ctx: OrganizationContext): OpenedMetaApp {
  const app = platformApp(ctx)
  if (!app) throw platformAppMissing()
  return app
}
