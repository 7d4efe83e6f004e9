import type { OrganizationContext } from '../../shared/context'
import { findPhoneNumber, type PhoneNumberRow, pauseRefusedNumber } from '../phone-numbers/phone-numbers.usecases'
import type { Thread } from './messages.models'
import { PAUSED_FOR, toDelaySeconds } from './outbound.models'
import { type Called, type Claimed, callGraph } from './outbound-call.usecases'
import { announceOutbound, handOver, type Lane } from './outbound-queue.usecases'
import { CONNECTIONS, type OutboundRun, QUERIES } from './outbound-run.usecases'
import { claimNext, type Held, type PreparedClaim, prepareClaim, settle } from './outbound-settle.usecases'
import { createPermits } from './permits.usecases'

/**
 * Outcomes are gathered so long, and as long as the last transaction took, unless nothing else is under way: the busier the
 * database, the more at a time.
 */
const GATHER_MS = 30
const GATHER_MOST = 100
/** So many calls begin in the time that a permit holds. */
const SOON = 2 * CONNECTIONS

type DrainInput = { lane: Lane; run: OutboundRun; threads: Map<string, Thread>; numbers: PhoneNumberRow[] }

/** Works on claimed messages, and on those that are claimed behind them, until there are none. */
export function createDrain(ctx: OrganizationContext, { lane, run, threads, numbers }: DrainInput) {
  const numberById = new Map(numbers.map((number) => [number.id, number]))
  const paused = new Set(numbers.filter(({ status }) => status === 'paused').map(({ id }) => id))
  const pending: Claimed[] = []
  const called: Called[] = []
  let active = 0
  let gatheringSince = 0
  let lastFlushMs = 0
  let wake = () => {}
  // While the database does not answer nobody calls: what became of it might never be written.
  let isStuck = false
  let failure: unknown
  const waitingFor = (numberId: string) => {
    const isIts = ({ number }: Claimed) => number?.id === numberId
    return { soon: pending.slice(0, SOON).filter(isIts).length, all: pending.filter(isIts).length }
  }
  const permits = createPermits(ctx, { lane, waitingFor, turnAway })

  function note(one: Called): void {
    if (called.length === 0) gatheringSince = ctx.clock.now()
    called.push(one)
    wake()
  }

  function start(): void {
    while (active < CONNECTIONS && !isStuck) {
      const claimed = pending.shift()
      if (!claimed) return
      active++
      const openGraph = (number: PhoneNumberRow) => run.openGraph(ctx, number)
      callGraph(ctx, claimed, { slots: run.slots, openGraph, permit: permits.take })
        .catch((error: unknown): Called => {
          // It never throws; if it did, the drain would wait for ever.
          ctx.log.error('a call ended in a way that was not foreseen', { error, messageId: claimed.message.id })
          return { claimed, outcome: { kind: 'unconfirmed' } }
        })
        .then((one) => {
          active--
          note(one)
          start()
        })
    }
  }

  /** Claimed messages: those that may go now are started, the others go back. */
  async function take({ token, until, messages, conversations }: Held): Promise<void> {
    for (const conversation of conversations) refresh(threads.get(conversation.id), conversation)
    const claims = messages.map((message) => ({
      ...{ message, token, until },
      thread: threads.get(message.conversationId),
      number: numberById.get(message.phoneNumberId),
    }))
    // Number by number, so that one question to its pacer is about many calls.
    for (const number of new Set(claims.map((claimed) => claimed.number))) {
      const its = claims.filter((claimed) => claimed.number === number)
      if (number && paused.has(number.id)) release(its, PAUSED_FOR)
      else pending.push(...its)
      // The token is opened meanwhile; whoever calls sees if that fails.
      if (number && !paused.has(number.id)) run.openGraph(ctx, number).catch(() => undefined)
    }
    start()
  }

  function release(claims: readonly Claimed[], waitMs: number): void {
    for (const claimed of claims) note({ claimed, outcome: { kind: 'released', waitMs } })
  }

  /** There is no room for the last ones that wait for this number. */
  function turnAway(numberId: string, waitsMs: readonly number[]): void {
    const away = pending.filter(({ number }) => number?.id === numberId).slice(-waitsMs.length)
    for (const [at, claimed] of away.entries()) release([claimed], waitsMs[at] ?? 0)
    pending.splice(0, pending.length, ...pending.filter((claimed) => !away.includes(claimed)))
  }

  /** Writes the outcomes that are here, and claims what comes next in their conversations. */
  async function flush(): Promise<void> {
    const startedAt = ctx.clock.now()
    const batch = called.splice(0)
    // What was refused with a token that has been replaced since is simply tried again.
    const isCurrent = (number: PhoneNumberRow) => numberById.get(number.id) === number
    const pauses = new Map(
      batch.flatMap(({ claimed: { number }, pause }) =>
        pause && number && isCurrent(number) ? [[number, pause]] : [],
      ),
    )
    for (const { id } of pauses.keys()) pauseNumber(id)
    const next = [...new Set(batch.filter((one) => isOver(one) && !isPaused(one)).map(conversationOf))]
    const goesOn = !isStuck && run.mayGoOn(ctx.clock.now())
    if (goesOn) run.queries += QUERIES.settlement
    const claim = prepareClaim(ctx, goesOn ? next : [])
    const onFailure = () => {
      isStuck = true
    }
    try {
      // Telling the event queue is a connection, too.
      const held = await run.slots(() => settle(ctx, batch, { claim, leave: goesOn ? [] : next }, onFailure))
      isStuck = false
      // Before anything else can go wrong: these are claimed.
      await take(held)
      await sendBack(batch, held.left)
    } catch (error) {
      isStuck = true
      await abandon(batch, claim, error)
    }
    for (const [number, reason] of pauses) if (!(await pause(number, reason))) await goOn(number.id, batch)
    lastFlushMs = ctx.clock.now() - startedAt
  }

  /** It cannot be written. What has certainly not been sent must not look as if it had: others give it back. */
  async function abandon(batch: Called[], claim: PreparedClaim, error: unknown): Promise<void> {
    const uncalled = [
      ...pending.splice(0),
      ...batch.filter(isUncalled).map(({ claimed }) => claimed),
      // Perhaps it was written, and only the answer is missing.
      ...claim.conversationIds.map((conversationId) => ({ message: { conversationId }, token: claim.token })),
    ]
    const pointers = uncalled.map(({ message: { conversationId }, token }) => ({ conversationId, uncalled: [token] }))
    if (pointers.length > 0) await run.slots(() => handOver(ctx, pointers, { lane, error }))
    failure ??= error
  }

  /** @returns false when it was paused already, or has another token by now */
  async function pause(number: PhoneNumberRow, reason: string): Promise<boolean> {
    try {
      return await run.slots(() => pauseRefusedNumber(ctx, number, reason))
    } catch (error) {
      // The next message that it refuses says so again.
      ctx.log.warn('that a number is paused could not be written', { error, phoneNumberId: number.id })
      return true
    }
  }

  /** Somebody repaired it while calls were under way: what waits goes out with what it has now. */
  async function goOn(id: string, batch: Called[]): Promise<void> {
    const number = await run.slots(() => findPhoneNumber(ctx, id)).catch(() => undefined)
    if (number?.status !== 'connected') return
    numberById.set(id, number)
    paused.delete(id)
    const isIts = ({ claimed }: Called) => claimed.number?.id === id
    for (const one of called) if (isIts(one) && isHeldBack(one)) one.outcome = { kind: 'released', waitMs: 0 }
    const ids = [...new Set(batch.filter((one) => isIts(one)).map(conversationOf))]
    await run.slots(() => announceOutbound(ctx, ids, { lane }))
  }

  const isPaused = ({ claimed: { number } }: Called) => number !== undefined && paused.has(number.id)

  function pauseNumber(id: string): void {
    paused.add(id)
    release(
      pending.filter(({ number }) => number?.id === id),
      PAUSED_FOR,
    )
    pending.splice(0, pending.length, ...pending.filter(({ number }) => number?.id !== id))
  }

  /** Tells the queue of conversations that go on later. */
  async function sendBack(batch: Called[], atOnce: readonly string[]): Promise<void> {
    const later = batch.flatMap((one) => {
      if (isPaused(one) || !('waitMs' in one.outcome) || one.outcome.waitMs === 0) return []
      return [{ id: conversationOf(one), delaySeconds: toDelaySeconds(one.outcome.waitMs) }]
    })
    for (const { claimed, holdMs } of batch)
      if (holdMs !== undefined && claimed.number) await permits.hold(claimed.number.id, holdMs)
    const waits = [...later, ...atOnce.map((id) => ({ id, delaySeconds: 0 }))]
    for (const delaySeconds of new Set(waits.map((wait) => wait.delaySeconds))) {
      const ids = waits.filter((wait) => wait.delaySeconds === delaySeconds).map(({ id }) => id)
      await run.slots(() => announceOutbound(ctx, ids, { lane, delaySeconds }))
    }
  }

  /** Claims what has become free meanwhile. */
  async function claim(conversationIds: readonly string[]): Promise<void> {
    const prepared = prepareClaim(ctx, conversationIds)
    try {
      await take(await claimNext(ctx, prepared))
    } catch (error) {
      await abandon([], prepared, error)
    }
  }

  /** Until all is written. */
  async function finish(): Promise<void> {
    while (active > 0 || pending.length > 0 || called.length > 0) {
      const left = Math.max(GATHER_MS, Math.min(lastFlushMs, 10 * GATHER_MS)) - (ctx.clock.now() - gatheringSince)
      const isIdle = active === 0 && pending.length === 0
      if (called.length > 0 && (isIdle || called.length >= GATHER_MOST || left <= 0)) await flush()
      else
        await new Promise<void>((resolve) => {
          wake = resolve
          if (called.length > 0) scheduler.wait(left).then(resolve)
        })
    }
    if (failure !== undefined) throw failure
  }

  return { take, claim, finish }
}

const conversationOf = ({ claimed: { message } }: Called): string => message.conversationId

/** Nothing more to do about it here, or it may be claimed again at once. */
const isOver = ({ outcome }: Called): boolean =>
  outcome.kind === 'released' ? outcome.waitMs === 0 : outcome.kind !== 'retry'

/** Its number is paused. */
const isHeldBack = ({ outcome }: Called): boolean => outcome.kind === 'released' && outcome.waitMs === PAUSED_FOR

/** Meta has not got it: it was not tried, or refused for now. */
const isUncalled = ({ outcome: { kind } }: Called): boolean => kind === 'released' || kind === 'retry'

/** How the conversation is now: it may have been blocked, or have opted out, since it was read. */
function refresh(
  thread: Thread | undefined,
  conversation: { contact: { id: string; isBlocked: boolean; consent: string }; lastInboundAt: string | null },
): void {
  if (!thread) return
  const { contact, lastInboundAt } = conversation
  const inboundAt = lastInboundAt === null ? null : Date.parse(lastInboundAt)
  thread.lastInboundAt = inboundAt === null ? thread.lastInboundAt : Math.max(inboundAt, thread.lastInboundAt ?? 0)
  if (contact.id !== thread.contact.id) return
  thread.contact = {
    ...thread.contact,
    consent: contact.consent,
    blockedAt: contact.isBlocked ? (thread.contact.blockedAt ?? 0) : null,
  }
}
