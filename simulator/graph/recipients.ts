import { addCustomer, customerByPhone, customerByUserId } from '../core/customers'
import { dialledNumber, digitsOf, waIdOf } from '../core/phone-numbers'
import type { Customer, PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { graphError, parameterRequired } from './errors'

type Asked = { number: PhoneNumber; body: Record<string, unknown> }
export type Recipient = { customer: Customer; input: string; isByUserId: boolean }

const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

/** Whom `to` or `recipient` means; with both, the phone number wins. */
export function findRecipient(world: World, { number, body }: Asked): Recipient {
  if (body.recipient_type === 'group') throw graphError(131020, { details: 'The group does not exist.' })
  const { to, recipient } = body
  if (to !== undefined && to !== null && to !== '') return byPhone(world, { number, to: String(to) })
  if (recipient === undefined || recipient === null) throw parameterRequired('to')
  return byUserId(world, { number, userId: String(recipient) })
}

function byPhone(world: World, { number, to }: { number: PhoneNumber; to: string }): Recipient {
  const digits = customerByPhone(world, digitsOf(to)) ? digitsOf(to) : dialledNumber(to, number.displayPhoneNumber)
  if (!/^[\d\s()+.-]+$/.test(to) || digits.length < 7 || digits.length > 15) {
    throw graphError(131009, { details: `The parameter to is not a valid phone number: ${to}` })
  }
  const waId = waIdOf(digits)
  if (waId === waIdOf(digitsOf(number.displayPhoneNumber))) throw graphError(131021)
  const { allowedRecipients: allowed } = number
  if (allowed && !allowed.some((one) => waIdOf(digitsOf(one)) === waId)) throw graphError(131030)
  const customer = customerByPhone(world, digits) ?? stranger(world, { digits, waId })
  return { customer, input: to, isByUserId: false }
}

/** A number that no customer has: Meta accepts the message all the same. */
function stranger(world: World, { digits, waId }: { digits: string; waId: string }): Customer {
  const isUnknown = world.state.settings.strangers === 'unknown'
  return addCustomer(world, { phone: digits, waId, isUnknown })
}

function byUserId(world: World, { number, userId }: { number: PhoneNumber; userId: string }): Recipient {
  if (!USER_ID.test(userId)) {
    throw graphError(131009, { details: `The parameter recipient is not a business-scoped user id: ${userId}` })
  }
  const portfolioId = world.state.accounts[number.accountId]?.portfolioId ?? ''
  const customer = customerByUserId(world, userId)
  // The id of another portfolio is nobody here.
  if (customer?.userIds[portfolioId] !== userId) throw graphError(131026)
  return { customer, input: userId, isByUserId: true }
}
