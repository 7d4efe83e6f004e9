import type { OrganizationContext } from '../../shared/context'
import { Secret } from '../../shared/secret'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import { getAppWebhook, removeNumberCallback, setAppWebhook } from '../../whatsapp/graph-webhooks'
import { auditEvent } from '../audit-log/audit-log.models'
import { ask, askOrThrow, valueIn } from './asking-meta.usecases'
import { makePin } from './connecting.usecases'
import type { DoctorReport, FixRequest } from './doctor.schemas'
import { verifyPhoneNumber } from './doctor.usecases'
import { appOfNumber } from './meta-apps.usecases'
import { nothingToFix, pinNeeded, platformAppMissing } from './phone-numbers.errors'
import { webhookUrl } from './phone-numbers.models'
import type { PhoneNumberRow } from './phone-numbers.repository'
import {
  changeNumber,
  openPin,
  openToken,
  requireConnectedNumber,
  resumePhoneNumber,
  sealOfNumber,
} from './phone-numbers.usecases'

/** Repairs what the doctor found, as far as we can, and looks again. */
export async function fixPhoneNumber(
  ctx: OrganizationContext,
  id: string,
  { check, pin }: FixRequest,
): Promise<DoctorReport> {
  const number = await requireConnectedNumber(ctx, id)
  await repair(ctx, number, { check, pin: pin === undefined ? null : new Secret(pin) })
  const target = { type: 'phone-number', id, label: number.displayPhoneNumber }
  await changeNumber(ctx, {
    id,
    // Nothing of the row itself: the entry goes into the log with it.
    changes: { checkedAt: ctx.clock.now() },
    events: [auditEvent({ action: 'phone_number.repaired', actor: ctx.actor, target, at: ctx.clock.now() })],
  })
  return verifyPhoneNumber(ctx, id)
}

type Repair = { check: FixRequest['check']; pin: Secret | null }
async function repair(ctx: OrganizationContext, number: PhoneNumberRow, { check, pin }: Repair): Promise<void> {
  const graph = createGraphClient(ctx, await openToken(ctx, number))
  switch (check) {
    case 'sending':
      if (!(await resumePhoneNumber(ctx, number.id))) throw nothingToFix()
      return
    case 'subscription':
      return subscribeHere(ctx, number, graph)
    case 'callback':
      await clearNumberCallback(ctx, number, graph)
      return subscribeHere(ctx, number, graph)
    case 'webhook_fields':
      return subscribeToFields(ctx, number)
    case 'registration':
      return register(ctx, number, { graph, pin })
    case 'pin':
      return setPin(ctx, number, { graph, pin })
  }
}

/**
 * Our app listens to the account, and what it hears comes here: to the app's address where that is ours, and otherwise to
 * an address of this account's own. An app of the tenant's that delivers nowhere yet is pointed here.
 */
export async function subscribeHere(
  ctx: OrganizationContext,
  number: PhoneNumberRow,
  graph: GraphClient,
): Promise<void> {
  const app = await appOfNumber(ctx, number)
  if (!app) throw platformAppMissing()
  const callbackUrl = webhookUrl(ctx.config.publicUrl, number.appKey)
  const current = await ask(() => getAppWebhook(ctx, app))
  const isUnset = 'value' in current && current.value === null
  if (isUnset && number.appKey !== null)
    await askOrThrow(() => setAppWebhook(ctx, app, { callbackUrl, verifyToken: app.verifyToken }))
  const isElsewhere = 'value' in current && current.value?.callbackUrl !== callbackUrl
  const needsOwnAddress = isElsewhere && !(isUnset && number.appKey !== null)
  await askOrThrow(() =>
    graph.subscribeApp(number.wabaId, needsOwnAddress ? { callbackUrl, verifyToken: app.verifyToken } : undefined),
  )
}

/** An address of the number's own goes before the account's. */
async function clearNumberCallback(ctx: OrganizationContext, number: PhoneNumberRow, graph: GraphClient) {
  const { callbacks } = await askOrThrow(() => graph.getPhoneNumber(number.metaPhoneNumberId))
  if (callbacks.phoneNumber === null || callbacks.phoneNumber === webhookUrl(ctx.config.publicUrl, number.appKey))
    return
  const accessToken = await openToken(ctx, number)
  await askOrThrow(() => removeNumberCallback(ctx, { accessToken, metaPhoneNumberId: number.metaPhoneNumberId }))
}

/** Of the tenant's own app only, and only where it delivers here: the rest is somebody else's to decide. */
async function subscribeToFields(ctx: OrganizationContext, number: PhoneNumberRow): Promise<void> {
  const app = number.appKey === null ? null : await appOfNumber(ctx, number)
  if (!app) throw nothingToFix()
  const callbackUrl = webhookUrl(ctx.config.publicUrl, number.appKey)
  const current = valueIn(await ask(() => getAppWebhook(ctx, app)))
  if (current?.callbackUrl !== callbackUrl) throw nothingToFix()
  await askOrThrow(() => setAppWebhook(ctx, app, { callbackUrl, verifyToken: app.verifyToken }))
}

type WithPin = { graph: GraphClient; pin: Secret | null }

async function register(ctx: OrganizationContext, number: PhoneNumberRow, { graph, pin }: WithPin): Promise<void> {
  const { isPinEnabled, isOnPhoneApp } = await askOrThrow(() => graph.getPhoneNumber(number.metaPhoneNumberId))
  if (isOnPhoneApp) throw nothingToFix()
  const used = pin ?? (await openPin(ctx, number)) ?? (isPinEnabled === false ? makePin() : null)
  if (!used) throw pinNeeded()
  await askOrThrow(() => graph.registerPhoneNumber(number.metaPhoneNumberId, used))
  await keepPin(ctx, number, used)
}

async function setPin(ctx: OrganizationContext, number: PhoneNumberRow, { graph, pin }: WithPin): Promise<void> {
  const { isPinEnabled, isOnPhoneApp } = await askOrThrow(() => graph.getPhoneNumber(number.metaPhoneNumberId))
  if (isOnPhoneApp) throw nothingToFix()
  const used = pin ?? (isPinEnabled === false ? makePin() : null)
  if (!used) throw pinNeeded()
  await askOrThrow(() => graph.setPin(number.metaPhoneNumberId, used))
  await keepPin(ctx, number, used)
}

async function keepPin(ctx: OrganizationContext, { id }: PhoneNumberRow, pin: Secret): Promise<void> {
  const sealed = await sealOfNumber(ctx, { id, what: 'pin', value: pin })
  await changeNumber(ctx, { id, changes: { pin: sealed }, events: [] })
}
