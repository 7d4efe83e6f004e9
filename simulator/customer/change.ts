import type { Action, ActionOf } from '../control/action.schemas'
import { changePhone, renewUserIds } from '../core/customers'
import type { Customer, PhoneNumber, StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { setUserPreference } from '../webhooks/number-fields'
import { ActionError } from './action-error'
import type { Actor } from './actions'
import { tellCall } from './call'
import { comeOnline, openChat, playVoice } from './lifecycle'
import { receive } from './receive'
import { tellUserId } from './user-id'

const CHANGES = [
  ...(['change-number', 'change-user-id', 'username', 'identity', 'new-phone', 'block', 'unblock'] as const),
  ...(['marketing', 'online', 'offline', 'open', 'listen', 'call'] as const),
] as const
export type Change = ActionOf<(typeof CHANGES)[number]>
export const isChange = (action: Action): action is Change => (CHANGES as readonly string[]).includes(action.type)

/** What a customer does to themselves, their phone, or what is between them and the business. */
export function changeSelf(world: World, { customer, number }: Actor, action: Change): StoredMessage | null {
  switch (action.type) {
    case 'change-number':
      return changeNumber(world, customer, action.phone.replace(/\D/g, ''))
    case 'change-user-id':
      return changeUserId(world, customer)
    case 'username':
      customer.username = action.username?.replace(/^@/, '') ?? null
      return null
    case 'identity':
      customer.identityMode = action.mode
      return null
    case 'new-phone':
      return changeIdentityKey(world, customer)
    case 'block':
      if (!customer.blockedNumbers.includes(number.id)) customer.blockedNumbers.push(number.id)
      return null
    case 'unblock':
      customer.blockedNumbers = customer.blockedNumbers.filter((id) => id !== number.id)
      return null
    case 'marketing':
      void setUserPreference(world, { number, customer, value: action.value })
      return null
    case 'online':
      comeOnline(world, customer.id)
      return null
    case 'offline':
      customer.isOnline = false
      return null
    case 'open':
      return open(world, { customer, number }, action.listen)
    case 'listen':
      playVoice(world, action.messageId)
      return null
    case 'call':
      if (!customer.isOnline) throw new ActionError(`${customer.name} is offline. Go online first.`)
      tellCall(world, { customer, number, ...action })
      return null
  }
}

function open(world: World, { customer, number }: Actor, listen: boolean): null {
  if (!customer.isOnline) throw new ActionError(`${customer.name} is offline. Go online first.`)
  const thread = { customerId: customer.id, numberId: number.id }
  openChat(world, thread)
  if (listen) {
    const ids = world.state.threads[`${number.id}:${customer.id}`]?.messageIds ?? []
    for (const id of ids) playVoice(world, id)
  }
  return null
}

/** The numbers that this customer has a thread with: those hear of changes. */
const acquaintances = ({ state }: World, customer: Customer): PhoneNumber[] =>
  Object.values(state.threads).flatMap(({ customerId, numberId }) => {
    const number = customerId === customer.id ? state.numbers[numberId] : undefined
    return number ? [number] : []
  })

const portfolioOf = ({ state }: World, number: PhoneNumber): string =>
  state.accounts[number.accountId]?.portfolioId ?? ''

function changeNumber(world: World, customer: Customer, phone: string): StoredMessage | null {
  const taken = Object.values(world.state.customers).find((one) => one.id !== customer.id && one.phone === phone)
  if (taken) throw new ActionError(`+${phone} is the number of ${taken.name}.`)
  const before = changePhone(world, { customer, phone })
  let last: StoredMessage | null = null
  for (const number of acquaintances(world, customer)) {
    const portfolioId = portfolioOf(world, number)
    const previousId = before.userIds[portfolioId]
    const userId = customer.userIds[portfolioId]
    last = receive(world, {
      customerId: customer.id,
      numberId: number.id,
      content: {
        type: 'system',
        system: {
          body: `User ${customer.name} changed from ${before.waId} to ${customer.waId}`,
          wa_id: customer.waId,
          ...(customer.identityMode !== 'phone-only' && userId !== undefined && { user_id: userId }),
          type: 'user_changed_number',
        },
      },
      // Said in the name of the old number: that is the one the business knows.
      extra: {
        ...(customer.identityMode !== 'id-only' && { from: before.waId }),
        ...(customer.identityMode !== 'phone-only' && previousId !== undefined && { from_user_id: previousId }),
      },
    })
    tellUserId(world, { customer, number, previous: previousId, current: userId })
  }
  return last
}

function changeUserId(world: World, customer: Customer): StoredMessage | null {
  const before = renewUserIds(world, customer)
  let last: StoredMessage | null = null
  for (const number of acquaintances(world, customer)) {
    const portfolioId = portfolioOf(world, number)
    const previous = before[portfolioId]
    const current = customer.userIds[portfolioId]
    if (previous === undefined || current === undefined) continue
    last = receive(world, {
      customerId: customer.id,
      numberId: number.id,
      content: {
        type: 'system',
        system: {
          body: `User ${customer.name} changed from ${previous} to ${current}`,
          previous_user_id: previous,
          user_id: current,
          type: 'user_changed_user_id',
        },
      },
      extra: { from_user_id: previous },
    })
    tellUserId(world, { customer, number, previous, current })
  }
  return last
}

/** Another phone with the same number: businesses that check identities are told. */
function changeIdentityKey(world: World, customer: Customer): StoredMessage | null {
  customer.identityHash = world.digits(12)
  let last: StoredMessage | null = null
  for (const number of acquaintances(world, customer)) {
    const body = `User ${customer.name} changed phones`
    const identity = {
      acknowledged: false,
      created_timestamp: Math.floor(world.now() / 1000),
      hash: customer.identityHash,
    }
    last = receive(world, {
      customerId: customer.id,
      numberId: number.id,
      content: { type: 'system', system: { body, type: 'customer_identity_changed' }, identity },
    })
  }
  return last
}
