import type { BusinessAccount, LimitTier, PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { deliver } from './deliver'

/** What happens to business accounts and their portfolio: each changes the state and tells the business. */

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)

export function accountOf(world: World, accountId: string): BusinessAccount {
  const account = world.state.accounts[accountId]
  if (!account) throw new Error(`no business account ${accountId}`)
  return account
}

type Event = { accountId: string; event: string; more?: Record<string, unknown>; entryId?: string }

/** Any event of `account_update`, as it is. */
export const sendAccountUpdate = (world: World, { accountId, event, more, entryId }: Event): Promise<void> =>
  deliver(world, {
    accountId,
    field: 'account_update',
    value: { ...more, event },
    summary: `account: ${event}`,
    ...(entryId !== undefined && { entryId }),
  })

const accountInfo = (account: BusinessAccount) => ({ waba_id: account.id, owner_business_id: account.portfolioId })

type PartnerEvent =
  | 'PARTNER_ADDED'
  | 'PARTNER_REMOVED'
  | 'PARTNER_APP_INSTALLED'
  | 'PARTNER_APP_UNINSTALLED'
  | 'PARTNER_CLIENT_CERTIFICATION_NEEDED'
  | 'AD_ACCOUNT_LINKED'
  | 'MM_LITE_TERMS_SIGNED'

/** These come under the id of the customer's portfolio; the account's id is inside. */
export function sendPartnerEvent(
  world: World,
  { accountId, event, info }: { accountId: string; event: PartnerEvent; info?: Record<string, unknown> },
): Promise<void> {
  const account = accountOf(world, accountId)
  const more = { waba_info: { ...accountInfo(account), ...info } }
  return sendAccountUpdate(world, { accountId, event, more, entryId: account.portfolioId })
}

/** A phone app and API number that was disconnected from the phone. */
export function disconnectFromPhone(world: World, number: PhoneNumber): Promise<void> {
  number.status = 'DISCONNECTED'
  number.isOnBizApp = false
  const more = { phone_number: digits(number) }
  return sendAccountUpdate(world, { accountId: number.accountId, event: 'PARTNER_REMOVED', more })
}
const digits = (number: PhoneNumber) => number.displayPhoneNumber.replace(/\D/g, '')

type Ban = { accountId: string; state: 'DISABLE' | 'REINSTATE' | 'SCHEDULE_FOR_DISABLE' }

/** Bans an account, announces it, or takes it back. A banned one sends nothing (131031). */
export function banAccount(world: World, { accountId, state }: Ban): Promise<void> {
  const account = accountOf(world, accountId)
  if (state === 'DISABLE') account.status = 'DISABLED'
  if (state === 'REINSTATE') account.status = 'ACTIVE'
  const date = new Date(world.now()).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })
  const more = { ban_info: { waba_ban_state: state, waba_ban_date: date } }
  return sendAccountUpdate(world, { accountId, event: 'DISABLED_UPDATE', more })
}

export const reportViolation = (
  world: World,
  { accountId, violation }: { accountId: string; violation: string },
): Promise<void> =>
  sendAccountUpdate(world, {
    accountId,
    event: 'ACCOUNT_VIOLATION',
    more: { violation_info: { violation_type: violation } },
  })

type Restriction = {
  accountId: string
  kinds: (
    | 'RESTRICTED_BIZ_INITIATED_MESSAGING'
    | 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING'
    | 'RESTRICTED_ADD_PHONE_NUMBER_ACTION'
  )[]
  until: number
}

export const restrictAccount = (world: World, { accountId, kinds, until }: Restriction): Promise<void> =>
  sendAccountUpdate(world, {
    accountId,
    event: 'ACCOUNT_RESTRICTION',
    more: {
      restriction_info: kinds.map((restriction_type) => ({ restriction_type, expiration: seconds(until) })),
      violation_info: { violation_type: 'SPAM' },
    },
  })

/** The account is gone: nothing of it is answered from now on. */
export async function deleteAccount(world: World, accountId: string): Promise<void> {
  await sendAccountUpdate(world, { accountId, event: 'ACCOUNT_DELETED' })
  const { state } = world
  for (const number of Object.values(state.numbers)) if (number.accountId === accountId) delete state.numbers[number.id]
  for (const one of Object.values(state.templates)) if (one.accountId === accountId) delete state.templates[one.id]
  delete state.accounts[accountId]
}

export type ReviewDecision = 'APPROVED' | 'REJECTED' | 'PENDING' | 'DEFERRED'

export function decideAccountReview(
  world: World,
  { accountId, decision }: { accountId: string; decision: ReviewDecision },
): Promise<void> {
  accountOf(world, accountId).reviewStatus = decision
  const value = { decision }
  return deliver(world, { accountId, field: 'account_review_update', value, summary: `account review: ${decision}` })
}

type Alert = {
  accountId: string
  entity: 'BUSINESS' | 'WABA' | 'PHONE_NUMBER'
  entityId: string
  severity: 'INFORMATIONAL' | 'WARNING' | 'CRITICAL'
  type: string
  description: string
}

export const sendAlert = (world: World, alert: Alert): Promise<void> =>
  deliver(world, {
    accountId: alert.accountId,
    field: 'account_alerts',
    value: {
      entity_type: alert.entity,
      entity_id: alert.entityId,
      alert_info: {
        alert_severity: alert.severity,
        alert_status: 'ACTIVE',
        alert_type: alert.type,
        alert_description: alert.description,
      },
    },
    summary: `alert: ${alert.type}`,
  })

/** Users that may be written to in 24 hours; -1 is no limit. */
export const USERS_OF_TIER: Record<LimitTier, number> = {
  TIER_250: 250,
  TIER_2K: 2000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
  TIER_UNLIMITED: -1,
}

/** The portfolio's limit, told to every account of it. */
export async function setMessagingLimit(
  world: World,
  { portfolioId, tier }: { portfolioId: string; tier: LimitTier },
): Promise<void> {
  const { portfolios, accounts } = world.state
  const portfolio = portfolios[portfolioId]
  if (!portfolio) throw new Error(`no portfolio ${portfolioId}`)
  portfolio.messagingLimit = tier
  const value = {
    max_daily_conversations_per_business: USERS_OF_TIER[tier],
    max_phone_numbers_per_waba: tier === 'TIER_250' && !portfolio.isVerified ? 2 : 25,
  }
  const own = Object.values(accounts).filter((account) => account.portfolioId === portfolioId)
  const field = 'business_capability_update'
  await Promise.all(
    own.map(({ id }) => deliver(world, { accountId: id, field, value, summary: `messaging limit: ${tier}` })),
  )
}

/** Everything else that comes under an account and changes nothing here: flows, payments, partners, tracking events… */
export const sendField = (
  world: World,
  { accountId, field, value }: { accountId: string; field: string; value: Record<string, unknown> },
): Promise<void> => deliver(world, { accountId, field, value, summary: field })
