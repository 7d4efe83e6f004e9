import { MINUTE, SECOND } from '../../shared/clock'
import { loadConfig } from '../../shared/config'
import { createSystemContext, type SystemDependencies } from '../../shared/context'
import { createId } from '../../shared/ids'
import type { Secret } from '../../shared/secret'
import { isEqual } from '../../shared/tokens'
import { verifySignature } from '../../whatsapp/signature'
import { findMetaApp, noteHandshake } from '../phone-numbers/meta-apps.usecases'
import { toInbound } from './dead-changes.usecases'
import { appUnknown, deliveryTooLarge, doorBusy, signatureWrong, verifyTokenWrong } from './ingestion.errors'
import type { RefusalReason } from './ingestion.schemas'

/** What the door needs: less than a request's context, because it is made for every delivery. */
export type Door = SystemDependencies & { env: Env; waitUntil(work: Promise<unknown>): void }
type App = { appSecret: Secret | undefined; verifyToken: Secret | undefined }

/** Meta sends 3 MB at most. */
const MAX_BYTES = 3_500_000
const decoder = new TextDecoder()

/**
 * A delivery: signed by the app that the address names, it is on the queue when this returns. No database is asked.
 * @throws `webhook.signature_wrong`, `webhook.app_unknown`, `webhook.busy`, `webhook.too_large`
 */
export async function receiveDelivery(door: Door, request: Request, appKey: string | null): Promise<void> {
  const { appSecret } = await requireApp(door, appKey)
  const bytes = await readBody(request)
  if (!bytes) throw refuse(door, { appKey, reason: 'too_large' }, deliveryTooLarge())
  const signature = request.headers.get('x-hub-signature-256') ?? undefined
  if (!appSecret || !(await verifySignature(appSecret, bytes, signature))) {
    const reason = signature === undefined ? 'signature_missing' : 'signature_wrong'
    throw refuse(door, { appKey, reason }, signatureWrong())
  }
  const payload = await toInbound(door, decoder.decode(bytes), { appKey, receivedAt: door.clock.now() })
  await door.env.INBOUND.send({ queue: 'inbound', payload })
  tellRefusals(door)
}

/**
 * Meta asks whether the address is ours. @returns what it wants to hear
 * @throws `webhook.verify_token_wrong`, `webhook.app_unknown`, `webhook.busy`
 */
export async function shakeHands(
  door: Door,
  query: { mode: string | undefined; token: string | undefined; challenge: string | undefined },
  appKey: string | null,
): Promise<string> {
  const { verifyToken } = await requireApp(door, appKey)
  const isRight = query.token !== undefined && verifyToken !== undefined && isEqual(query.token, verifyToken.reveal())
  if (query.mode !== 'subscribe' || query.challenge === undefined || !isRight)
    throw refuse(door, { appKey, reason: 'verify_token_wrong' }, verifyTokenWrong())
  door.log.info('webhook verified', { appKey })
  await noteHandshake(systemOf(door), appKey)
  return query.challenge
}

/** Null when it is too large. A length that is announced is believed: the runtime holds the sender to it. */
async function readBody(request: Request): Promise<ArrayBuffer | null> {
  const announced = request.headers.get('content-length')
  if (announced !== null) return Number(announced) > MAX_BYTES ? null : request.arrayBuffer()
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of request.body ?? []) {
    length += part.byteLength
    if (length > MAX_BYTES) return null
    parts.push(part)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole.buffer
}

// ── Apps: a tenant's secret is read once a minute and isolate, and so is that there is no such app. ──
type Remembered = { at: number; app: App | null }
const apps = new Map<string, Remembered>()
const MAX_APPS = 2000
/**
 * Keys that nobody has, asked for in this minute. Whoever guesses asks the database no more than this often; until it is
 * over, a key that is not known here may be a real one as well, and Meta comes again when it is told to.
 */
const MAX_GUESSES = 20
let guesses = { since: 0, count: 0 }

async function requireApp(door: Door, appKey: string | null): Promise<App> {
  if (appKey === null) return loadConfig(door.env).meta
  const now = door.clock.now()
  const known = apps.get(appKey)
  if (known && isFresh(known.at, now)) return known.app ?? fail(door)
  if (!isFresh(guesses.since, now)) guesses = { since: now, count: 0 }
  if (!known?.app && guesses.count >= MAX_GUESSES)
    throw refuse(
      door,
      { appKey: null, reason: 'busy' },
      doorBusy({ headers: { 'retry-after': String(MINUTE / SECOND) } }),
    )
  const app = (await findMetaApp(systemOf(door), appKey)) ?? null
  if (apps.size >= MAX_APPS) apps.clear()
  apps.set(appKey, { at: now, app })
  if (!app) guesses.count++
  return app ?? fail(door)
}

const fail = (door: Door): never => {
  throw refuse(door, { appKey: null, reason: 'unknown_app' }, appUnknown())
}
const isFresh = (since: number, now: number): boolean => now >= since && now - since < MINUTE

// ── Refusals: counted here, and told once a minute, so that a flood of them costs one message. ──
type Count = { appKey: string | null; reason: RefusalReason; count: number; lastAt: number }
const counts = new Map<string, Count>()
let toldAt = 0

function refuse<E extends Error>(door: Door, { appKey, reason }: Pick<Count, 'appKey' | 'reason'>, error: E): E {
  const now = door.clock.now()
  const key = `${appKey}|${reason}`
  counts.set(key, { appKey, reason, count: (counts.get(key)?.count ?? 0) + 1, lastAt: now })
  tellRefusals(door)
  return error
}

/** Also asked where nothing was refused: the last of a flood would be told of with the next one only. */
function tellRefusals(door: Door): void {
  const now = door.clock.now()
  if (counts.size === 0 || isFresh(toldAt, now)) return
  toldAt = now
  door.waitUntil(tell(door))
}

async function tell({ env, log }: Door): Promise<void> {
  const refusals = [...counts.values()]
  counts.clear()
  log.warn('deliveries refused', { refusals })
  try {
    await env.INBOUND.send({ queue: 'inbound', payload: { type: 'refused', refusals } })
  } catch (error) {
    log.warn('refused deliveries are not counted', { error, refusals })
  }
}

const systemOf = ({ env, waitUntil, ...dependencies }: Door) =>
  createSystemContext(env, loadConfig(env), dependencies, { requestId: createId('req', Date.now()), waitUntil })
