import type { Customer, LimitTier, PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { USERS_OF_TIER } from './account-fields'
import { deliver } from './deliver'
import { identityOf } from './identity'

/** What happens to a phone number: each changes the state and tells the business. */

const displayOf = (number: PhoneNumber) => number.displayPhoneNumber.replace(/\D/g, '')

function send(
  world: World,
  {
    number,
    field,
    value,
    summary,
  }: { number: PhoneNumber; field: string; value: Record<string, unknown>; summary: string },
): Promise<void> {
  // Without the number's id: these fields carry no metadata, and its chaos is about messages.
  const body = { display_phone_number: displayOf(number), ...value }
  return deliver(world, { accountId: number.accountId, field, value: body, summary })
}

type QualityEvent = 'ONBOARDING' | 'THROUGHPUT_UPGRADE' | 'FLAGGED' | 'UNFLAGGED' | 'UPGRADE' | 'DOWNGRADE'

/** Both the old key (`current_limit`) and the one that replaces it are there, as in the year of change. */
export function sendNumberQuality(
  world: World,
  { number, event, from }: { number: PhoneNumber; event: QualityEvent; from?: LimitTier },
): Promise<void> {
  const account = world.state.accounts[number.accountId]
  const tier = world.state.portfolios[account?.portfolioId ?? '']?.messagingLimit ?? 'TIER_250'
  const value = {
    event,
    ...(from !== undefined && { old_limit: from }),
    current_limit: tier,
    max_daily_conversations_per_business: USERS_OF_TIER[tier],
  }
  return send(world, { number, field: 'phone_number_quality_update', value, summary: `number: ${event}` })
}

/** Red flags the number, and better than red takes the flag away; other changes are not told, only read. */
export async function setNumberQuality(
  world: World,
  { number, quality }: { number: PhoneNumber; quality: PhoneNumber['qualityRating'] },
): Promise<void> {
  const before = number.qualityRating
  number.qualityRating = quality
  if (before === quality) return
  if (quality === 'RED') {
    number.status = 'FLAGGED'
    await sendNumberQuality(world, { number, event: 'FLAGGED' })
  } else if (before === 'RED') {
    number.status = 'CONNECTED'
    await sendNumberQuality(world, { number, event: 'UNFLAGGED' })
  }
}

export function upgradeThroughput(world: World, number: PhoneNumber): Promise<void> {
  number.throughput = 'HIGH'
  return sendNumberQuality(world, { number, event: 'THROUGHPUT_UPGRADE' })
}

type NameDecision = { number: PhoneNumber; decision: 'APPROVED' | 'REJECTED' | 'DEFERRED'; reason?: string }

/** Decides the name that was asked for, or the current one again. */
export function decideName(world: World, { number, decision, reason }: NameDecision): Promise<void> {
  const name = number.newDisplayName ?? number.verifiedName
  if (decision === 'APPROVED') {
    number.verifiedName = name
    number.nameStatus = 'APPROVED'
  }
  if (decision === 'REJECTED' && number.newDisplayName === null) number.nameStatus = 'DECLINED'
  if (decision !== 'DEFERRED') number.newDisplayName = null
  const rejection_reason = decision === 'REJECTED' ? (reason ?? 'NAME_NOT_CONSISTENT') : null
  const value = { decision, requested_verified_name: name, rejection_reason }
  return send(world, { number, field: 'phone_number_name_update', value, summary: `name “${name}”: ${decision}` })
}

type SecurityEvent = {
  number: PhoneNumber
  event: 'PIN_CHANGED' | 'PIN_RESET_REQUEST' | 'PIN_REQUEST_SUCCESS'
  requester?: string
}

export function sendSecurity(world: World, { number, event, requester }: SecurityEvent): Promise<void> {
  // Asked for by a person in WhatsApp Manager: the only way to lose a forgotten PIN.
  if (event === 'PIN_REQUEST_SUCCESS') number.pin = null
  const value = { event, ...(requester !== undefined && { requester }) }
  return send(world, { number, field: 'security', value, summary: `security: ${event}` })
}

type Preference = { number: PhoneNumber; customer: Customer; value: 'stop' | 'resume' }

/** A customer stops or resumes marketing messages. After `stop` a marketing template fails with 131050. */
export function setUserPreference(world: World, { number, customer, value }: Preference): Promise<void> {
  customer.optedOutOfMarketing = value === 'stop'
  const { waId, userId } = identityOf(world, { number, customer })
  const who = { ...(waId !== undefined && { wa_id: waId }), ...(userId !== undefined && { user_id: userId }) }
  const detail = `User requested to ${value} marketing messages`
  const timestamp = Math.floor(world.now() / 1000)
  return deliver(world, {
    accountId: number.accountId,
    numberId: number.id,
    customerId: customer.id,
    field: 'user_preferences',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: displayOf(number), phone_number_id: number.id },
      contacts: [who],
      user_preferences: [{ ...who, detail, category: 'marketing_messages', value, timestamp }],
    },
    summary: `${customer.name}: ${value} marketing`,
  })
}

/** The username of the business was decided. */
export function decideUsername(
  world: World,
  { number, status }: { number: PhoneNumber; status: 'approved' | 'reserved' },
): Promise<void> {
  if (number.username) number.username.status = status
  const value = { username: number.username?.name ?? null, status }
  return send(world, { number, field: 'business_username_updates', value, summary: `username: ${status}` })
}
