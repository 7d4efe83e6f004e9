import { randomInt } from 'node:crypto'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { Secret } from '../../shared/secret'
import { dueQueue } from '../../tenancy/due'
import type { GraphPhoneNumber } from '../../whatsapp/graph.schemas'
import { createGraphClient, type GraphClient } from '../../whatsapp/graph-client'
import { getAppWebhook, setAppWebhook } from '../../whatsapp/graph-webhooks'
import { auditEvent } from '../audit-log/audit-log.models'
import { ask, askOrThrow } from './asking-meta.usecases'
import { isRegistered } from './credentials.models'
import { inspectCredentials } from './credentials.usecases'
import type { MetaAppRow } from './meta-apps.repository'
import { appOfNumber, keepMetaApp } from './meta-apps.usecases'
import { alreadyConnected, credentialsRejected, metaAppMissing, metaUnreachable } from './phone-numbers.errors'
import { factsOf, webhookUrl } from './phone-numbers.models'
import { findByMetaId, insertNumber, type PhoneNumberRow, reviveNumber } from './phone-numbers.repository'
import type { CheckResult, ConnectInput } from './phone-numbers.schemas'
import { numberEvent, sealOfNumber, withEvents } from './phone-numbers.usecases'

export type Connected = { row: PhoneNumberRow; metaApp: MetaAppRow | null; warnings: string[] }

/**
 * Connects a number by its ids and a token, all of which are looked at first: what is refused changes nothing.
 * @throws `phone_numbers.credentials_rejected` with one entry a field, `phone_numbers.already_connected`, …
 */
export async function connectPhoneNumber(
  ctx: OrganizationContext,
  system: Pick<SystemContext, 'directory'>,
  input: ConnectInput,
): Promise<Connected> {
  const { result, app, token, number, isTaken } = await inspectCredentials(ctx, system, input)
  if (isTaken) throw alreadyConnected()
  if (!result.canConnect || !app || !token || !number) throw refusalOf(result, input)
  const metaApp = input.app === 'own' ? await keepMetaApp(ctx, app) : null
  return finishConnecting(ctx, {
    number,
    metaApp,
    wabaId: input.wabaId,
    accessToken: new Secret(input.accessToken),
    tokenExpiresAt: token.expiresAt,
    pin: input.pin === undefined ? null : new Secret(input.pin),
    name: input.name ?? null,
  })
}

/** Which field, why, and what to do; or that Meta did not answer. */
export function refusalOf({ fields }: CheckResult, { app }: Pick<ConnectInput, 'app'>) {
  if (app === 'own' && fields.appSecret.status === 'unchecked') return metaAppMissing()
  const refused = Object.entries(fields).filter(([, { status }]) => status === 'failed')
  const [first] = refused
  if (!first) return metaUnreachable()
  const [, { message, action }] = first
  return credentialsRejected({
    message: `${message} ${action}`,
    details: refused.map(([path, field]) => ({ path, message: field.message, action: field.action })),
  })
}

export type NewConnection = {
  number: GraphPhoneNumber
  /** Null: the platform's. */
  metaApp: MetaAppRow | null
  wabaId: string
  accessToken: Secret
  tokenExpiresAt: number | null
  /** Given by a person. Null: one is made when the number has none. */
  pin: Secret | null
  name: string | null
}

/** From here on Meta is told. What Meta refuses leaves nothing behind that is not repaired by trying again. */
export async function finishConnecting(ctx: OrganizationContext, connection: NewConnection): Promise<Connected> {
  const { number, metaApp, wabaId, accessToken } = connection
  const graph = createGraphClient(ctx, accessToken)
  const warnings: string[] = []
  // A PIN that a person gave may be wrong: asked first, it leaves nothing behind. One that we make would be lost with what
  // fails after it, and nobody would know it.
  const given = connection.pin && (await register(graph, connection, warnings))
  await askOrThrow(() => graph.subscribeApp(wabaId))
  if (metaApp) warnings.push(...(await pointAppHere(ctx, metaApp)))
  const pin = given ?? (await register(graph, connection, warnings))
  const row = await keepNumber(ctx, connection, pin)
  // After the row is there: what this makes Meta send finds its number.
  if (row.isOnPhoneApp) warnings.push(...(await syncPhoneApp(graph, number.id)))
  await haveLookedAfter(ctx, row.id)
  return { row, metaApp, warnings }
}

/** @returns the PIN that the number has now, when we know it */
async function register(
  graph: GraphClient,
  { number, pin }: NewConnection,
  warnings: string[],
): Promise<Secret | null> {
  // In the phone app it is registered there, and registering it here would take it away.
  if (number.isOnPhoneApp) return null
  if (pin) {
    await askOrThrow(() => graph.registerPhoneNumber(number.id, pin))
    return pin
  }
  if (isRegistered(number)) return null
  if (number.isPinEnabled) {
    warnings.push('The number is not registered yet: give the PIN of its two-step verification.')
    return null
  }
  const made = makePin()
  const answered = await ask(() => graph.registerPhoneNumber(number.id, made))
  if ('value' in answered) return made
  warnings.push(`The number is not registered yet: ${answered.reason}`)
  return null
}

export const makePin = (): Secret => new Secret(String(randomInt(1_000_000)).padStart(6, '0'))

/** A new app delivers nowhere: it is pointed here. One that delivers elsewhere is somebody's decision, and stays. */
async function pointAppHere(ctx: OrganizationContext, metaApp: MetaAppRow): Promise<string[]> {
  const app = await appOfNumber(ctx, metaApp)
  if (!app) return []
  const callbackUrl = webhookUrl(ctx.config.publicUrl, metaApp.appKey)
  const current = await ask(() => getAppWebhook(ctx, app))
  if (!('value' in current)) return [`We could not see where your app’s webhooks go: ${current.reason}`]
  if (current.value?.callbackUrl === callbackUrl) return []
  if (current.value)
    return [
      `Your app’s webhooks go to another address. Change it to ${callbackUrl} at Meta, or have this account’s messages sent here.`,
    ]
  const answered = await ask(() => setAppWebhook(ctx, app, { callbackUrl, verifyToken: app.verifyToken }))
  return 'value' in answered ? [] : [`Your app’s webhooks do not come here yet: ${answered.reason}`]
}

/** Stores the connection. @throws `phone_numbers.already_connected`: the index knows, whoever was faster */
async function keepNumber(
  ctx: OrganizationContext,
  { number, metaApp, wabaId, accessToken, tokenExpiresAt, name }: NewConnection,
  pin: Secret | null,
): Promise<PhoneNumberRow> {
  const now = ctx.clock.now()
  const known = await findByMetaId(ctx, number.id)
  const id = known?.id ?? createId('num', now)
  const facts = factsOf(number)
  const changes = {
    ...facts,
    wabaId,
    appKey: metaApp?.appKey ?? null,
    name: name ?? known?.name ?? (facts.verifiedName || facts.displayPhoneNumber),
    status: 'connected' as const,
    pausedReason: null,
    accessToken: await sealOfNumber(ctx, { id, what: 'token', value: accessToken }),
    tokenExpiresAt,
    pin: pin && (await sealOfNumber(ctx, { id, what: 'pin', value: pin })),
    checkedAt: now,
    disconnectedAt: null,
  }
  const row: PhoneNumberRow = {
    id,
    organizationId: ctx.organizationId,
    metaPhoneNumberId: number.id,
    webhookVerifiedAt: known?.webhookVerifiedAt ?? null,
    lastMessageAt: known?.lastMessageAt ?? null,
    createdAt: known?.createdAt ?? now,
    ...changes,
  }
  const target = { type: 'phone-number', id, label: facts.displayPhoneNumber }
  const events = [
    auditEvent({ action: 'phone_number.connected', actor: ctx.actor, target, at: now }),
    numberEvent(ctx, 'phone_number.connected', { phoneNumberId: id }),
    // What could not be sent when it was disconnected waits.
    ...(known ? [numberEvent(ctx, 'phone_number.resumed', { phoneNumberId: id })] : []),
  ]
  const { organizationId, ...values } = row
  void organizationId
  const isKept = await withEvents(ctx, events, (statements) =>
    known ? reviveNumber(ctx, { id, changes, events: statements }) : insertNumber(ctx, values, statements),
  )
  if (!isKept) throw alreadyConnected()
  return row
}

/** Contacts first, then the history: each once, and within a day of the sign-up. */
async function syncPhoneApp(graph: GraphClient, metaPhoneNumberId: string): Promise<string[]> {
  for (const what of ['contacts', 'history'] as const) {
    const answered = await ask(() => graph.startPhoneAppSync(metaPhoneNumberId, what))
    if (!('value' in answered))
      return [
        `The ${what === 'contacts' ? 'contacts' : 'conversations'} of the phone app do not come along: ${answered.reason}`,
      ]
  }
  return []
}

/** Its templates are fetched in the background. If the queue does not take it, the hourly job does it. */
async function haveLookedAfter(ctx: OrganizationContext, id: string): Promise<void> {
  try {
    await dueQueue.send(ctx, [{ organizationId: ctx.organizationId, kind: 'templates', ids: [id] }])
  } catch (error) {
    ctx.log.warn('templates wait for the hourly job', { error })
  }
}
