import { createHash } from 'node:crypto'
import type { PhoneNumber, StoredMessage, Thread } from '../core/state'
import type { World } from '../core/world'
import { seconds } from '../webhooks/identity'

const FREE_HOURS = 72 * 3600_000

/** Whether an answer within a day of an ad's click has made everything free, as of now. */
export const isFreeEntry = (world: World, thread: Thread): boolean =>
  thread.freeEntryUntil !== null && thread.freeEntryUntil > world.now()

/** An answer to somebody who came from an ad starts the 72 free hours. */
export function startFreeEntry(world: World, thread: Thread): void {
  if (thread.freeEntryOfferUntil === null || thread.freeEntryOfferUntil <= world.now() || isFreeEntry(world, thread))
    return
  thread.freeEntryUntil = world.now() + FREE_HOURS
  thread.freeEntryOfferUntil = null
}

type Priced = { number: PhoneNumber; thread: Thread; category: string }

/**
 * The `pricing` object: by message since July 2025; free-form messages too since October 2026, after the month's free
 * thousand of a number.
 */
export function pricingOf(world: World, { number, thread, category }: Priced): Record<string, unknown> {
  const model = { pricing_model: 'PMP' }
  if (isFreeEntry(world, thread)) {
    return { billable: false, ...model, type: 'free_entry_point', category: 'referral_conversion' }
  }
  if (category !== 'service') return { billable: true, ...model, type: 'regular', category }
  const month = new Date(world.now()).toISOString().slice(0, 7)
  if (number.service.month !== month) number.service = { month, count: 0 }
  number.service.count++
  const isFree = number.service.count <= world.state.settings.freeServicePerMonth
  return { billable: !isFree, ...model, type: isFree ? 'free_customer_service' : 'regular', category }
}

/** The `conversation` object: since v24 only in free entry point conversations; the expiry only with `sent`. */
export function conversationOf({
  thread,
  message,
  status,
}: {
  thread: Thread
  message: StoredMessage
  status: string
}): Record<string, unknown> | undefined {
  if (message.pricing?.type !== 'free_entry_point' || thread.freeEntryUntil === null) return
  return {
    id: createHash('md5').update(`${thread.numberId}:${thread.customerId}:${thread.freeEntryUntil}`).digest('hex'),
    ...(status === 'sent' && { expiration_timestamp: seconds(thread.freeEntryUntil) }),
    origin: { type: 'referral_conversion' },
  }
}
