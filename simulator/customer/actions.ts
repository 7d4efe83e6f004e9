import type { Action } from '../control/action.schemas'
import type { Customer, PhoneNumber, StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { ActionError } from './action-error'
import { answerMessage, isAnswer } from './answer'
import { changeSelf, isChange } from './change'
import { write } from './write'

export type Actor = { customer: Customer; number: PhoneNumber }
type Request = { customerId: string; numberId?: string | undefined; action: Action }

/**
 * A customer does something: the state changes and the business hears of it as WhatsApp would tell.
 * @returns the message that came of it, if one did
 * @throws ActionError for what a customer couldn't do
 */
export async function act(world: World, { customerId, numberId, action }: Request): Promise<StoredMessage | null> {
  const actor = actorOf(world, { customerId, numberId })
  if (isChange(action)) return changeSelf(world, actor, action)
  mustReach(actor)
  if (isAnswer(action)) return answerMessage(world, actor, action)
  return write(world, actor, action)
}

function actorOf(
  { state }: World,
  { customerId, numberId }: { customerId: string; numberId?: string | undefined },
): Actor {
  const customer = state.customers[customerId]
  if (!customer) throw new ActionError(`There is no customer ${customerId}.`)
  const number = numberId === undefined ? Object.values(state.numbers)[0] : state.numbers[numberId]
  if (!number) {
    throw new ActionError(
      numberId === undefined
        ? 'There is no business to write to yet: create one with POST /_simulator/businesses.'
        : `There is no phone number ${numberId}.`,
    )
  }
  return { customer, number }
}

/** What a phone without a connection, or one that has blocked the business, cannot do. */
function mustReach({ customer, number }: Actor): void {
  if (customer.isUnknown) throw new ActionError(`${customer.name} is not on WhatsApp.`)
  if (!customer.isOnline) throw new ActionError(`${customer.name} is offline. Go online first.`)
  if (customer.blockedNumbers.includes(number.id)) {
    throw new ActionError(`${customer.name} has blocked ${number.verifiedName}. Unblock it first.`)
  }
}
