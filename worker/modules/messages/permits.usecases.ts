import type { OrganizationContext } from '../../shared/context'
import { organizationObjectName } from '../../shared/names'
import type { PhoneNumberRow } from '../phone-numbers/phone-numbers.usecases'
import { type PaceRequest, type Permits, perSecondOf, START_MS } from './number-pacer.models'
import type { Lane } from './outbound-queue.usecases'

/** How often a call asks whose permits come too late each time. Then it begins, and Meta says when it is too much. */
const MOST_QUESTIONS = 3
/** It waits no longer for the time of its permit, whatever the clocks say. */
const MOST_AHEAD_MS = 1000

type Place = { waitMs: number } | { at: number }
type Stock = {
  lane: Lane
  /** Times of permits that nobody has used yet. */
  times: number[]
  unused: number[]
  /** Calls that wait for the answer of the next question. */
  asking: ((place: Place | null) => void)[]
  isAsked: boolean
  /** How far ahead permits are asked for, where the pacer is far away. */
  aheadMs: number
}
type Options = {
  /** Of the calls that will begin soon, and of all that wait: how many are this number's. */
  waitingFor: (numberId: string, lane: Lane) => { soon: number; all: number }
  /** There is no room for so many of those that wait: the last ones come back after these times. */
  turnAway: (numberId: string, lane: Lane, waitsMs: readonly number[]) => void
}

/**
 * Permits of the pacers, asked for when calls are about to begin: one question for all calls of a number that begin at the
 * same moment, and for those behind them. A permit that was not used in time goes back with the next question.
 */
export function createPermits(ctx: OrganizationContext, { waitingFor, turnAway }: Options) {
  const stocks = new Map<string, Stock>()

  function stockOf({ id }: PhoneNumberRow, lane: Lane): Stock {
    const key = `${id} ${lane}`
    const stock = stocks.get(key) ?? { lane, times: [], unused: [], asking: [], isAsked: false, aheadMs: 0 }
    stocks.set(key, stock)
    return stock
  }

  const isOver = (at: number) => ctx.clock.now() > at + START_MS

  /** What was kept too long goes back. */
  function lookThrough(stock: Stock): void {
    stock.unused.push(...stock.times.filter(isOver))
    stock.times = stock.times.filter((at) => !isOver(at))
  }

  /** A call may begin now. @returns null, or how long it has to wait, which is too long to wait here */
  async function take(number: PhoneNumberRow, lane: Lane): Promise<number | null> {
    const stock = stockOf(number, lane)
    for (let question = 0; question < MOST_QUESTIONS; question++) {
      lookThrough(stock)
      const kept = stock.times.shift()
      const place = kept === undefined ? await ask(number, stock) : { at: kept }
      // Nobody knows; Meta will say.
      if (place === null) return null
      if ('waitMs' in place) return place.waitMs
      const aheadMs = place.at - ctx.clock.now()
      if (aheadMs > 0) await scheduler.wait(Math.min(aheadMs, MOST_AHEAD_MS))
      if (aheadMs > 0 || !isOver(place.at)) return null
      // The last one is used, late as it is.
      if (question < MOST_QUESTIONS - 1) stock.unused.push(place.at)
    }
    ctx.log.warn('the pacer answers too late, Meta will say when it is too much', { phoneNumberId: number.id })
    return null
  }

  async function ask(number: PhoneNumberRow, stock: Stock): Promise<Place | null> {
    const answer = new Promise<Place | null>((resolve) => stock.asking.push(resolve))
    if (!stock.isAsked) {
      stock.isAsked = true
      // Those that begin in this same moment come along.
      queueMicrotask(() => void question(number, stock))
    }
    return answer
  }

  async function question(number: PhoneNumberRow, stock: Stock): Promise<void> {
    const asking = stock.asking.splice(0)
    stock.isAsked = false
    lookThrough(stock)
    const waiting = waitingFor(number.id, stock.lane)
    const kept = stock.times.length
    const permits = await askPacer(number, stock, {
      count: asking.length + Math.max(0, waiting.all - kept),
      soon: asking.length + Math.max(0, waiting.soon - kept),
      unused: stock.unused.splice(0),
      ...{ lane: stock.lane, perSecond: perSecondOf(number) },
    })
    if (!permits) {
      for (const resolve of asking) resolve(null)
      return
    }
    const { at, granted, waitsMs } = permits
    const first = Math.min(granted, asking.length)
    for (const resolve of asking.slice(0, first)) resolve({ at })
    for (let more = first; more < granted; more++) stock.times.push(at)
    const refused = asking.slice(first)
    for (const [place, resolve] of refused.entries()) resolve({ waitMs: waitsMs[place] ?? 0 })
    if (waitsMs.length > refused.length) turnAway(number.id, stock.lane, waitsMs.slice(refused.length))
  }

  async function askPacer(number: PhoneNumberRow, stock: Stock, request: PaceRequest): Promise<Permits | null> {
    const now = ctx.clock.now()
    try {
      const permits = await pacerOf(ctx, number.id).take(request, now + stock.aheadMs)
      // If it is far away, the next ones are asked for the time at which they will be here.
      const tookMs = ctx.clock.now() - now
      stock.aheadMs = tookMs > START_MS ? Math.min(tookMs, MOST_AHEAD_MS) : 0
      return permits
    } catch (error) {
      ctx.log.warn('the pacer did not answer, Meta will say when it is too much', { error, phoneNumberId: number.id })
      return null
    }
  }

  /** Meta said that it is too much: nobody sends from this number for so long. */
  async function hold(phoneNumberId: string, ms: number): Promise<void> {
    try {
      await pacerOf(ctx, phoneNumberId).hold(ctx.clock.now() + ms)
    } catch (error) {
      ctx.log.warn('the pacer was not told to wait', { error, phoneNumberId })
    }
  }

  return { take, hold }
}

const pacerOf = ({ env, organizationId }: OrganizationContext, phoneNumberId: string) =>
  env.NUMBER_PACER.getByName(organizationObjectName(organizationId, phoneNumberId))
