import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { DAY, MINUTE } from '../shared/clock'
import type { OrganizationContext, SystemContext } from '../shared/context'
import { open, seal } from '../shared/sealing'
import { hashToken } from '../shared/tokens'
import { idempotencyInProgress, idempotencyKeyInvalid, idempotencyKeyReused } from './idempotency.errors'
import { type Claim, deleteKeysBefore, findKey, insertClaim, release, settle, takeOver } from './idempotency.repository'
import type { MemberEnv } from './require-member'

/** A request that has not answered by now has died: Workers do not run this long. */
const ABANDONED_AFTER = MINUTE
const KEPT_FOR = DAY
const RETRY_AFTER_SECONDS = 2
const printable = /^[\x20-\x7e]{1,200}$/

/** For the `parameters` of a route that is idempotent. Not in `request.headers`: there it would be an argument of every typed call. */
export const idempotencyParameters = [
  {
    name: 'Idempotency-Key',
    in: 'header' as const,
    required: false,
    description:
      'Makes the request safe to send again: the same key and request within 24 hours answer the same, with `Idempotency-Replayed: true`, and nothing is done twice.',
    schema: { type: 'string' as const, minLength: 1, maxLength: 200, example: '3f1c9a52-7d0e-4b8a-9c55-0f4e1f6f2b10' },
  },
]
/** For the `errors(…)` of the same route. */
export const idempotencyErrors = [idempotencyKeyInvalid, idempotencyKeyReused, idempotencyInProgress] as const

/**
 * Answers a POST that arrives twice with the same `Idempotency-Key` from memory. Costs nothing without the header.
 * Behind `requireMember`; for JSON bodies only, because the body is read to compare it.
 */
export const idempotency = createMiddleware<MemberEnv>(async function idempotency(c, next) {
  const sent = c.req.header('idempotency-key')
  if (sent === undefined || c.req.method !== 'POST') return next()
  if (!printable.test(sent)) throw idempotencyKeyInvalid()
  const { ctx } = c.var
  const { pathname, search } = new URL(c.req.url)
  const claim: Claim = {
    key: `${ctx.actor.type}:${ctx.actor.id}:${sent}`,
    requestHash: hashToken(`${c.req.method}\n${pathname}${search}\n${await c.req.text()}`),
    createdAt: ctx.clock.now(),
  }
  if (!(await insertClaim(ctx, claim))) {
    const earlier = await findKey(ctx, claim.key)
    if (earlier && earlier.requestHash !== claim.requestHash) throw idempotencyKeyReused()
    if (earlier && earlier.status !== null) return replay(c, { ...earlier, status: earlier.status })
    const abandoned = earlier && claim.createdAt - earlier.createdAt >= ABANDONED_AFTER
    if (!abandoned || !(await takeOver(ctx, earlier, claim.createdAt)))
      throw idempotencyInProgress({ headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } })
  }
  await next()
  await remember(ctx, claim, c.res)
})

/**
 * A client id for a message made with a key. The answer of a request that died, or whose transaction was committed without
 * anybody hearing so, is not stored: only the message itself can say that it is there.
 */
export function clientIdOfKey(c: Context<MemberEnv>): string | undefined {
  const sent = c.req.header('idempotency-key')
  return sent === undefined ? undefined : `key-${hashToken(sent)}`
}

const purposeOf = (ctx: OrganizationContext, key: string) => ({
  purpose: 'idempotency',
  organizationId: ctx.organizationId,
  rowId: key,
})

async function replay(
  c: Context<MemberEnv>,
  stored: { key: string; status: number; sealedBody: string | null },
): Promise<Response> {
  const { ctx } = c.var
  const body = stored.sealedBody === null ? null : await open(ctx.config, stored.sealedBody, purposeOf(ctx, stored.key))
  const head = new Response(null, { status: stored.status, headers: { 'idempotency-replayed': 'true' } })
  if (body !== null) head.headers.set('content-type', 'application/json')
  return c.newResponse(body, head)
}

/** Only what was done is kept. A refusal or a failure of ours may turn out differently, and making it again is safe. */
const isDone = (status: number): boolean => status < 400

/** The work is done by now: if its answer cannot be stored, the caller gets it all the same. */
async function remember(ctx: OrganizationContext, claim: Claim, response: Response): Promise<void> {
  try {
    if (!isDone(response.status)) return void (await release(ctx, claim))
    const body = await response.clone().text()
    const sealedBody = body === '' ? null : await seal(ctx.config, body, purposeOf(ctx, claim.key))
    await settle(ctx, claim, { status: response.status, sealedBody })
  } catch (error) {
    ctx.log.error('an idempotent answer was not stored', { error })
  }
}

/** For the daily cron. @returns how many keys were deleted, on all shards */
export const deleteOldIdempotencyKeys = (system: Pick<SystemContext, 'env' | 'clock'>): Promise<number> =>
  deleteKeysBefore(system, system.clock.now() - KEPT_FOR)
