import type { OrganizationContext, SystemContext } from '../../shared/context'
import { Secret } from '../../shared/secret'
import { isAccountInUse } from '../../tenancy/connected-numbers'
import { auditEvent } from '../audit-log/audit-log.models'
import { ask } from './asking-meta.usecases'
import { refusalOf } from './connecting.usecases'
import { inspectCredentials } from './credentials.usecases'
import { keepMetaApp, metaAppIdOf } from './meta-apps.usecases'
import { credentialsRejected, phoneNumberDisconnected } from './phone-numbers.errors'
import { changedKeys, factsOf } from './phone-numbers.models'
import type { PhoneNumberChanges, PhoneNumberRow } from './phone-numbers.repository'
import type { CredentialsInput } from './phone-numbers.schemas'
import {
  changeNumber,
  numberEvent,
  openGraph,
  openToken,
  requireConnectedNumber,
  requirePhoneNumber,
  sealOfNumber,
} from './phone-numbers.usecases'

type Update = { name?: string | undefined; accessToken?: string | undefined; appSecret?: string | undefined }

/**
 * A new name, or new credentials for the same number, which are looked at before they are kept. A number that was paused
 * goes on with them.
 */
export async function updatePhoneNumber(
  ctx: OrganizationContext,
  system: Pick<SystemContext, 'directory'>,
  { id, name, accessToken, appSecret }: Update & { id: string },
): Promise<PhoneNumberRow> {
  const number = await requireConnectedNumber(ctx, id)
  const changes: PhoneNumberChanges = { ...(name !== undefined && { name }) }
  if (accessToken !== undefined || appSecret !== undefined)
    Object.assign(changes, await renewCredentials(ctx, system, { number, accessToken, appSecret }))
  const changed = changedKeys(number, changes).filter((key) => key !== 'accessToken' && key !== 'checkedAt')
  const target = { type: 'phone-number', id, label: number.displayPhoneNumber }
  // Also where it was connected when it was read: it may have been paused since, and to be told once too often does no harm.
  const isResumed = changes.status === 'connected'
  const isChanged = await changeNumber(ctx, {
    id,
    changes,
    events: [
      auditEvent({ action: 'phone_number.updated', actor: ctx.actor, target, at: ctx.clock.now() }),
      numberEvent(ctx, 'phone_number.updated', { phoneNumberId: id, changes: changed }),
      ...(isResumed ? [numberEvent(ctx, 'phone_number.resumed', { phoneNumberId: id })] : []),
    ],
  })
  // Somebody disconnected it in the meantime.
  if (!isChanged) throw phoneNumberDisconnected()
  return { ...number, ...changes }
}

async function renewCredentials(
  ctx: OrganizationContext,
  system: Pick<SystemContext, 'directory'>,
  { number, accessToken, appSecret }: Omit<Update, 'name'> & { number: PhoneNumberRow },
): Promise<PhoneNumberChanges> {
  const metaAppId = await metaAppIdOf(ctx, number)
  if (appSecret !== undefined && metaAppId === null)
    throw credentialsRejected({
      message: 'This number is connected through the Meta app of this installation, whose secret its operator keeps.',
    })
  const token = accessToken === undefined ? await openToken(ctx, number) : new Secret(accessToken)
  const input: CredentialsInput = {
    app: metaAppId === null ? 'platform' : 'own',
    ...(metaAppId !== null && { metaAppId, ...(appSecret !== undefined && { appSecret }) }),
    accessToken: token.reveal(),
    wabaId: number.wabaId,
    metaPhoneNumberId: number.metaPhoneNumberId,
  }
  const inspection = await inspectCredentials(ctx, system, input, number)
  if (!inspection.result.canConnect || !inspection.app || !inspection.number || !inspection.token)
    throw refusalOf(inspection.result, input)
  if (metaAppId !== null) await keepMetaApp(ctx, inspection.app)
  return {
    ...factsOf(inspection.number, number),
    accessToken: await sealOfNumber(ctx, { id: number.id, what: 'token', value: token }),
    tokenExpiresAt: inspection.token.expiresAt,
    checkedAt: ctx.clock.now(),
    status: 'connected',
    pausedReason: null,
  }
}

/**
 * Nothing comes in or goes out any more, and the token and PIN are gone; the history stays, and the same organization can
 * connect the number again. Meta is told when nobody else's number needs the account's webhooks.
 */
export async function disconnectPhoneNumber(
  ctx: OrganizationContext,
  system: Pick<SystemContext, 'directory'>,
  id: string,
): Promise<void> {
  const number = await requirePhoneNumber(ctx, id)
  if (number.disconnectedAt !== null) return
  const now = ctx.clock.now()
  const target = { type: 'phone-number', id, label: number.displayPhoneNumber }
  const [graph, metaAppId] = await Promise.all([openGraph(ctx, number), metaAppIdOf(ctx, number)])
  const isDone = await changeNumber(ctx, {
    id,
    changes: {
      status: 'disconnected',
      pausedReason: null,
      accessToken: '',
      tokenExpiresAt: null,
      pin: null,
      disconnectedAt: now,
    },
    events: [
      auditEvent({ action: 'phone_number.disconnected', actor: ctx.actor, target, at: now }),
      numberEvent(ctx, 'phone_number.disconnected', { phoneNumberId: id }),
    ],
  })
  if (!isDone) return
  const { wabaId } = number
  if (await isAccountInUse(system, { wabaId, metaAppId })) return
  // A token that is dead already cannot unsubscribe; what comes then is for a number that nobody has.
  const answered = await ask(() => graph.unsubscribeApp(wabaId))
  if (!('value' in answered)) ctx.log.warn('the account stays subscribed at Meta', { code: answered.code })
}
