import { strikes } from '../core/chaos'
import type { Failure } from '../core/pending'
import { digitsOf } from '../core/phone-numbers'
import type { Customer, LimitTier, PhoneNumber, Portfolio, Template, Thread } from '../core/state'
import { isWindowOpen } from '../core/threads'
import type { World } from '../core/world'
import { isBlocked } from '../customer/receive'
import { graphError } from './errors'

const DAY = 24 * 3600_000
/** One message per 6 seconds and pair, up to 45 borrowed from the future. */
const PAIR_INTERVAL_MS = 6000
const PAIR_BURST = 45

const LIMITS: Record<LimitTier, number> = {
  TIER_250: 250,
  TIER_2K: 2000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: Number.POSITIVE_INFINITY,
}

/** Whether this number may send at all. @throws 133010, 131031, 131037 */
export function refuseNumber({ state }: World, number: PhoneNumber): void {
  if (state.accounts[number.accountId]?.status !== 'ACTIVE' || number.status === 'RESTRICTED') throw graphError(131031)
  const isRegistered = number.platformType === 'CLOUD_API' && ['CONNECTED', 'FLAGGED'].includes(number.status)
  if (!isRegistered) throw graphError(133010)
  const isGiven = digitsOf(number.displayPhoneNumber).startsWith('1555')
  if (isGiven && ['DECLINED', 'EXPIRED', 'NONE'].includes(number.nameStatus)) throw graphError(131037)
}

/** Messages of the last second, and the chaos that says there were too many. @throws 130429 */
export function takeThroughput(world: World, number: PhoneNumber): void {
  const perSecond = number.isOnBizApp ? 20 : number.throughput === 'HIGH' ? 1000 : 80
  const now = world.now()
  const { sentAt } = number
  while (sentAt[0] !== undefined && sentAt[0] <= now - 1000) sentAt.shift()
  if (sentAt.length >= perSecond || strikes(number.chaos, 'throttle')) {
    throw graphError(130429, { details: 'Cloud API message throughput has been reached.' })
  }
  sentAt.push(now)
}

/** @throws 131056 */
export function takePairRate(world: World, { number, customer }: { number: PhoneNumber; customer: Customer }): void {
  const now = world.now()
  const paidAt = Math.max(number.pairPaidAt[customer.id] ?? 0, now) + PAIR_INTERVAL_MS
  if (paidAt - now > PAIR_BURST * PAIR_INTERVAL_MS) {
    throw graphError(131056, {
      details:
        'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
    })
  }
  number.pairPaidAt[customer.id] = paidAt
}

type Send = { number: PhoneNumber; customer: Customer; thread: Thread; template: Template | null }

/**
 * What will become of an accepted message: the code of its `failed` status, or null.
 * @throws 131047 when the tester wants it at once
 */
export function judge(world: World, send: Send): Failure | null {
  const { number, customer, thread, template } = send
  if (customer.isUnknown || customer.blockedNumbers.includes(number.id)) return { code: 131026 }
  if (isBlocked(number, customer)) return { code: 130403 }
  const isOpen = isWindowOpen(world, thread)
  if (!template) {
    if (isOpen) return null
    if (world.state.settings.windowFailure === 'async') return { code: 131047 }
    throw graphError(131047, {
      details:
        'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
    })
  }
  if (template.category === 'MARKETING') {
    if (customer.optedOutOfMarketing) return { code: 131050 }
    if (!isOpen && isOverMarketingCap(world, customer)) return { code: 131049 }
  }
  if (isOpen) return null
  return reach(world, { number, customer })
}

function isOverMarketingCap(world: World, customer: Customer): boolean {
  customer.marketingAt = customer.marketingAt.filter((at) => at > world.now() - DAY)
  return customer.marketingAt.length >= world.state.settings.marketingPerDay
}

/** How many a portfolio has reached: counted once, then kept along. */
const counts = new WeakMap<Portfolio['reached'], { count: number; countedAt: number }>()
const RECOUNT_MS = 1000

/** Business-initiated: one more customer of the rolling 24 hours, over all numbers of the portfolio (131064). */
function reach(world: World, { number, customer }: { number: PhoneNumber; customer: Customer }): Failure | null {
  const portfolio = world.state.portfolios[world.state.accounts[number.accountId]?.portfolioId ?? '']
  if (!portfolio) return null
  const { reached } = portfolio
  const now = world.now()
  const before = reached[customer.id]
  if (before === undefined || before <= now - DAY) {
    if (countReached(portfolio, now) >= LIMITS[portfolio.messagingLimit]) return { code: 131064 }
    if (before === undefined) counts.set(reached, { count: countReached(portfolio, now) + 1, countedAt: now })
    reached[customer.id] = now
  }
  return null
}

function countReached({ reached, messagingLimit }: Portfolio, now: number): number {
  const known = counts.get(reached)
  // Entries that ran out only matter where the limit is near; looking at all of them for each message would not do.
  if (known && (known.count < LIMITS[messagingLimit] || Math.abs(now - known.countedAt) < RECOUNT_MS))
    return known.count
  for (const [id, at] of Object.entries(reached)) if (at <= now - DAY) delete reached[id]
  const count = Object.keys(reached).length
  counts.set(reached, { count, countedAt: now })
  return count
}
