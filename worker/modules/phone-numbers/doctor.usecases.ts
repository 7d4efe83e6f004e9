import { SECOND, toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Secret } from '../../shared/secret'
import { createGraphClient } from '../../whatsapp/graph-client'
import { getAppWebhook, neededWebhookFields, webhookFields } from '../../whatsapp/graph-webhooks'
import { type Answered, ask, valueIn } from './asking-meta.usecases'
import { missingScopes } from './credentials.models'
import { connectionChecks, type Facts, type Handshake } from './doctor.models'
import type { ConnectionCheck, DoctorReport } from './doctor.schemas'
import { appOfNumber, type OpenedMetaApp, openAppGraph } from './meta-apps.usecases'
import { numberChecks } from './number-checks.models'
import { factsOf, webhookUrl } from './phone-numbers.models'
import type { PhoneNumberRow } from './phone-numbers.repository'
import { keepFacts, openToken, requireConnectedNumber } from './phone-numbers.usecases'

const HANDSHAKE_MS = 10 * SECOND

/** The connection doctor: asks Meta and our own address everything that decides whether messages flow. */
export async function verifyPhoneNumber(ctx: OrganizationContext, id: string): Promise<DoctorReport> {
  const row = await requireConnectedNumber(ctx, id)
  const facts = await gatherFacts(ctx, row)
  const now = ctx.clock.now()
  const number = valueIn(facts.number)
  const token = valueIn(facts.token)
  await keepFacts(ctx, row, {
    ...(number && factsOf(number, row)),
    ...(token?.isValid && { tokenExpiresAt: token.expiresAt }),
    ...(facts.handshake.kind === 'answered' && { webhookVerifiedAt: now }),
    checkedAt: now,
  })
  const checks = [...connectionChecks(facts), ...numberChecks(facts)]
  return { status: worstOf(checks), checks, checkedAt: toIso(now) }
}

/** What Meta did not tell is only bad when it told nothing at all. */
function worstOf(checks: ConnectionCheck[]): DoctorReport['status'] {
  const has = (status: ConnectionCheck['status']) => checks.some((check) => check.status === status)
  if (has('failed')) return 'failed'
  if (has('warning')) return 'warning'
  return checks.some(({ id, status }) => id === 'phone_number' && status === 'unknown') ? 'unknown' : 'ok'
}

async function gatherFacts(ctx: OrganizationContext, row: PhoneNumberRow): Promise<Facts> {
  const [app, accessToken] = await Promise.all([appOfNumber(ctx, row), openToken(ctx, row)])
  const graph = createGraphClient(ctx, accessToken)
  const url = webhookUrl(ctx.config.publicUrl, row.appKey)
  // Five of the six connections that a Worker has.
  const [token, number, account, subscribedApps, appWebhook] = await Promise.all([
    inspectToken(ctx, app, accessToken),
    ask(() => graph.getPhoneNumber(row.metaPhoneNumberId)),
    ask(() => graph.getBusinessAccount(row.wabaId)),
    ask(() => graph.listSubscribedApps(row.wabaId)),
    app && ask(() => getAppWebhook(ctx, app)),
  ])
  return {
    row,
    metaAppId: app?.metaAppId ?? null,
    isOwnApp: row.appKey !== null,
    webhookUrl: url,
    isProduction: ctx.config.environment === 'production',
    token,
    number,
    account,
    subscribedApps,
    appWebhook,
    neededFields: neededWebhookFields,
    understoodFields: webhookFields,
    missingScopes: 'value' in token ? missingScopes(token.value) : [],
    handshake: await shakeHands(ctx, { url, verifyToken: app?.verifyToken }),
    now: ctx.clock.now(),
  }
}

/** The app is asked about the token: only it is told when the token is another app's. */
export const inspectToken = (
  ctx: OrganizationContext,
  app: OpenedMetaApp | null,
  accessToken: Secret,
): Promise<Answered<Awaited<ReturnType<ReturnType<typeof createGraphClient>['debugToken']>>>> =>
  ask(() => (app ? openAppGraph(ctx, app) : createGraphClient(ctx, accessToken)).debugToken(accessToken))

/** What Meta does when the address is saved: asks our own public address, with the verify token, for a challenge. */
async function shakeHands(
  ctx: OrganizationContext,
  { url, verifyToken }: { url: string; verifyToken: Secret | undefined },
): Promise<Handshake> {
  const token = verifyToken?.reveal() ?? ''
  if (token === '') return { kind: 'no_verify_token' }
  const challenge = String(ctx.clock.now())
  const address = new URL(url)
  address.searchParams.set('hub.mode', 'subscribe')
  address.searchParams.set('hub.challenge', challenge)
  address.searchParams.set('hub.verify_token', token)
  try {
    const response = await ctx.fetch(address.href, {
      redirect: 'manual',
      signal: AbortSignal.timeout(HANDSHAKE_MS),
    })
    const text = await response.text()
    return response.status === 200 && text === challenge
      ? { kind: 'answered' }
      : { kind: 'wrong_answer', status: response.status }
  } catch (error) {
    // The address of the request carries the token: only the kind of failure is told.
    return {
      kind: 'unreachable',
      reason:
        error instanceof Error && error.name === 'TimeoutError'
          ? 'it did not answer within ten seconds.'
          : 'no connection came about.',
    }
  }
}
