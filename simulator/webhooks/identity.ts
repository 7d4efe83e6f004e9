import { userIdOf } from '../core/customers'
import { digitsOf } from '../core/phone-numbers'
import type { Customer, PhoneNumber } from '../core/state'
import type { World } from '../core/world'

export type Between = { number: PhoneNumber; customer: Customer }

/** What a webhook may say of a customer: the number, the business-scoped id, or both. */
export function identityOf(world: World, { number, customer }: Between): { waId?: string; userId?: string } {
  const portfolioId = world.state.accounts[number.accountId]?.portfolioId ?? ''
  const userId = customer.identityMode === 'phone-only' ? undefined : userIdOf(world, { customer, portfolioId })
  return {
    ...(customer.identityMode !== 'id-only' && { waId: customer.waId }),
    ...(userId !== undefined && { userId }),
  }
}

const checksIdentity = ({ settings }: PhoneNumber): boolean => {
  const change = settings.user_identity_change
  return typeof change === 'object' && change !== null && 'enable_identity_key_check' in change
    ? change.enable_identity_key_check === true
    : false
}

/** `{[key]: hash}` where the number has the identity check switched on. */
export const identityHash = ({ number, customer }: Between, key: string): Record<string, string> =>
  checksIdentity(number) ? { [key]: customer.identityHash } : {}

/** An entry of `contacts[]`. */
export function contactOf(world: World, between: Between): Record<string, unknown> {
  const { waId, userId } = identityOf(world, between)
  const { name, username } = between.customer
  return {
    profile: { name, ...(username !== null && userId !== undefined && { username: `@${username.replace(/^@/, '')}` }) },
    ...(waId !== undefined && { wa_id: waId }),
    ...(userId !== undefined && { user_id: userId }),
    ...identityHash(between, 'identity_key_hash'),
  }
}

/** What every value of a number begins with. */
export const metadataOf = (number: PhoneNumber): Record<string, unknown> => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: digitsOf(number.displayPhoneNumber), phone_number_id: number.id },
})

export const seconds = (milliseconds: number): string => String(Math.floor(milliseconds / 1000))
