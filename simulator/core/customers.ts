import { countryOf, waIdOf } from './phone-numbers'
import type { Customer, State } from './state'
import type { World } from './world'

type Index = { byWaId: Map<string, string>; byUserId: Map<string, string> }
/** Found by number with every send: made once for the customers of a state, kept by the functions below. */
const indexes = new WeakMap<State['customers'], Index>()

function indexOf({ state }: World): Index {
  const known = indexes.get(state.customers)
  if (known) return known
  const index: Index = { byWaId: new Map(), byUserId: new Map() }
  indexes.set(state.customers, index)
  for (const customer of Object.values(state.customers)) addTo(index, customer)
  return index
}
function addTo(index: Index, customer: Customer): void {
  index.byWaId.set(customer.waId, customer.id)
  for (const userId of Object.values(customer.userIds)) index.byUserId.set(userId, customer.id)
}

/** A customer with sensible values for all that isn't given; `phone` as it is dialled, or `waId` as WhatsApp has it. */
export function addCustomer(
  world: World,
  values: Partial<Customer> & ({ phone: string } | { waId: string }),
): Customer {
  const phone = values.phone ?? values.waId ?? ''
  const waId = values.waId ?? waIdOf(phone)
  const known = customerByPhone(world, waId)
  const customer: Customer = {
    userIds: {},
    username: null,
    name: `Customer ${waId.slice(-4)}`,
    identityMode: 'phone-and-id',
    isOnline: true,
    readsMessages: false,
    optedOutOfMarketing: false,
    blockedNumbers: [],
    marketingAt: [],
    language: 'en',
    identityHash: world.digits(12),
    ...known,
    isUnknown: false,
    ...values,
    // Whoever was written to before keeps their id, and with it their threads.
    id: known?.id ?? values.id ?? world.digits(15),
    phone,
    waId,
  }
  world.state.customers[customer.id] = customer
  addTo(indexOf(world), customer)
  return customer
}

/** By `wa_id`, or by the number as it is dialled. */
export function customerByPhone(world: World, digits: string): Customer | undefined {
  const { byWaId } = indexOf(world)
  const id = byWaId.get(digits) ?? byWaId.get(waIdOf(digits))
  return id === undefined ? undefined : world.state.customers[id]
}

export function customerByUserId(world: World, userId: string): Customer | undefined {
  const id = indexOf(world).byUserId.get(userId)
  return id === undefined ? undefined : world.state.customers[id]
}

/** The business-scoped user id: one for each customer and portfolio, made when first asked for. */
export function userIdOf(world: World, { customer, portfolioId }: { customer: Customer; portfolioId: string }): string {
  const known = customer.userIds[portfolioId]
  if (known) return known
  const userId = `${countryOf(customer.waId)}.${world.digits(17)}`
  customer.userIds[portfolioId] = userId
  indexOf(world).byUserId.set(userId, customer.id)
  return userId
}

/** A new number: new user ids too, as Meta does. @returns what was before */
export function changePhone(
  world: World,
  { customer, phone }: { customer: Customer; phone: string },
): { waId: string; userIds: Record<string, string> } {
  const previous = { waId: customer.waId, userIds: customer.userIds }
  indexOf(world).byWaId.delete(customer.waId)
  customer.phone = phone
  customer.waId = waIdOf(phone)
  indexOf(world).byWaId.set(customer.waId, customer.id)
  renewUserIds(world, customer)
  return previous
}

/** New ids with the same number (`user_changed_user_id`). @returns the ids before */
export function renewUserIds(world: World, customer: Customer): Record<string, string> {
  const previous = customer.userIds
  for (const userId of Object.values(previous)) indexOf(world).byUserId.delete(userId)
  customer.userIds = {}
  for (const portfolioId of Object.keys(previous)) userIdOf(world, { customer, portfolioId })
  return previous
}
