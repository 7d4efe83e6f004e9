import type { OrganizationContext } from '../../shared/context'
import { findPhoneNumber, type PhoneNumberRow, pauseRefusedNumber } from '../phone-numbers/phone-numbers.usecases'
import type { Thread } from './messages.models'
import { PAUSED_FOR, toDelaySeconds } from './outbound.models'
import type { Waiting } from './outbound.repository'
import { type Called, type Claimed, callGraph } from './outbound-call.usecases'
import { announceOutbound, handOver, type Lane, laneOf } from './outbound-queue.usecases'
import { CONNECTIONS, type OutboundRun, QUERIES } from './outbound-run.usecases'
import { claimNext, type Held, type PreparedClaim, persist, prepareClaim, settle } from './outbound-settle.usecases'
import { createPermits } from './permits.usecases'

/**
 * Outcomes are gathered so long, and as long as the last transaction took, unless nothing else is under way: the busier the
 * database, the more at a time.
 */
const GATHER_MS = 30
const GATHER_MOST = 100
/** So many calls begin in the time that a permit holds. */
const SOON = 2 * CONNECTIONS
/** A number that could not be read is looked at again after so long. */
const LOOK_AGAIN_MS = 10_000

/** Which conversations the queue is told of, among whose messages, and when. */
type Wait = { id: string; lane: Lane; waitMs: number }
/** `lane`: of the queue that it began with. What is claimed has its own. */
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
  const waitingFor = (numberId: string, of: Lane) => {
    const isIts = (claimed: Claimed) => claimed.number?.id === numberId && claimed.lane === of
    return { soon: pending.slice(0, SOON).filter(isIts).length, all: pending.filter(isIts).length }
  }
  const permits = createPermits(ctx, { waitingFor, turnAway })

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
    const claims = messages.map(({ isAwaited, ...message }) => ({
      ...{ message, token, until },
      // The order of a conversation holds whoever wrote: an older message of a program goes before a person's reply. So it
      // takes a person's turn, too, or the reply would wait as long as the bulk does.
      lane: isAwaited ? ('agent' as const) : laneOf(message.sentBy),
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
    pending.sort((a, b) => Number(a.lane === 'bulk') - Number(b.lane === 'bulk'))
    start()
  }

  function release(claims: readonly Claimed[], waitMs: number): void {
    for (const claimed of claims) note({ claimed, outcome: { kind: 'released', waitMs } })
  }

  /** There is no room for the last ones that wait for this number. */
  function turnAway(numberId: string, of: Lane, waitsMs: readonly number[]): void {
    const isIts = (claimed: Claimed) => claimed.number?.id === numberId && claimed.lane === of
    const away = pending.filter(isIts).slice(-waitsMs.length)
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
    const later = batch.filter((one) => !isPaused(one) && 'waitMs' in one.outcome && one.outcome.waitMs > 0)
    const goesOn = !isStuck && run.mayGoOn(ctx.clock.now())
    if (goesOn) run.queries += QUERIES.settlement
    const claim = prepareClaim(ctx, goesOn ? next : [])
    const onFailure = () => {
      isStuck = true
    }
    try {
      // Telling the event queue is a connection, too.
      const leave = [...(goesOn ? [] : next), ...later.filter(isBulk).map(conversationOf)]
      const held = await run.slots(() => settle(ctx, batch, { claim, leave }, onFailure))
      isStuck = false
      // Before anything else can go wrong: these are claimed.
      await take(held)
      await sendBack(batch, later, held.left)
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
      ...claim.conversationIds.map((conversationId) => ({ message: { conversationId }, token: claim.token, lane })),
    ]
    for (const [of, its] of Map.groupBy(uncalled, (one) => one.lane)) {
      const pointers = its.map(({ message: { conversationId }, token }) => ({ conversationId, uncalled: [token] }))
      await run.slots(() => handOver(ctx, pointers, { lane: of, error }))
    }
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
    const number = await persist(ctx, () => run.slots(() => findPhoneNumber(ctx, id))).catch((error: unknown) => {
      ctx.log.warn('a number that may be repaired could not be read, others look again', { error, phoneNumberId: id })
      return null
    })
    if (number !== null && number?.status !== 'connected') return
    const isIts = ({ claimed }: Called) => claimed.number?.id === id
    const heldBack = called.filter((one) => isIts(one) && isHeldBack(one))
    const waitMs = number === null ? LOOK_AGAIN_MS : 0
    for (const one of heldBack) one.outcome = { kind: 'released', waitMs }
    if (number !== null) {
      numberById.set(id, number)
      paused.delete(id)
    }
    // What was held back is gone on with here, if the number is known; else whoever is told reads it anew.
    const told = [...batch.filter(isIts), ...(number === null ? heldBack : [])]
    await announce(told.map((one) => ({ id: conversationOf(one), lane: one.claimed.lane, waitMs })))
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

  /** Tells the queues of conversations that go on later, or elsewhere. */
  async function sendBack(batch: Called[], later: Called[], left: readonly Waiting[]): Promise<void> {
    for (const { claimed, holdMs } of batch)
      if (holdMs !== undefined && claimed.number) await permits.hold(claimed.number.id, holdMs)
    const awaited = new Set(left.filter(({ sentBy }) => laneOf(sentBy) === 'agent').map((one) => one.conversationId))
    const laneIn = (id: string): Lane => (awaited.has(id) ? 'agent' : 'bulk')
    const comingBack = new Set(later.map(conversationOf))
    await announce([
      ...later.map((one): Wait => {
        const { outcome } = one
        const [id, waitMs] = [conversationOf(one), 'waitMs' in outcome ? outcome.waitMs : 0]
        if (!isBulk(one) || !awaited.has(id)) return { id, lane: one.claimed.lane, waitMs }
        // A person has written behind it meanwhile, and asks for their own turn; a later try keeps its time.
        return {
          id,
          lane: 'agent',
          waitMs: outcome.kind === 'released' && one.claimed.message.attempts === 1 ? 0 : waitMs,
        }
      }),
      ...left
        .filter(({ conversationId }) => !comingBack.has(conversationId))
        .map(({ conversationId: id }): Wait => ({ id, lane: laneIn(id), waitMs: 0 })),
    ])
  }

  async function announce(waits: readonly Wait[]): Promise<void> {
    const places = Map.groupBy(waits, ({ lane: of, waitMs }) => `${of} ${toDelaySeconds(waitMs)}`)
    for (const [first, ...rest] of places.values()) {
      if (!first) continue
      const ids = [...new Set([first, ...rest].map(({ id }) => id))]
      const where = { lane: first.lane, delaySeconds: toDelaySeconds(first.waitMs) }
      await run.slots(() => announceOutbound(ctx, ids, where))
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

const isBulk = ({ claimed }: Called): boolean => claimed.lane === 'bulk'

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
