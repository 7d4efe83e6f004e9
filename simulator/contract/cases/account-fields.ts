import {
  banAccount,
  decideAccountReview,
  disconnectFromPhone,
  reportViolation,
  restrictAccount,
  sendAccountUpdate,
  sendAlert,
  sendField,
  sendPartnerEvent,
  setMessagingLimit,
} from '../../webhooks/account-fields'
import {
  changeCountry,
  sendFlowErrors,
  sendInternationalRates,
  sendPartnerSolution,
  sendPaymentConfiguration,
  sendVolumeTier,
} from '../../webhooks/business-fields'
import { decideName, sendSecurity, setNumberQuality, upgradeThroughput } from '../../webhooks/number-fields'
import { timed, type WebhookCase } from '../run-webhooks'
import { anything, either, exactly, optional } from '../shape'
import type { Business } from '../target'

const QUALITY = {
  ...{ display_phone_number: '15550783881', current_limit: optional(/^TIER_\w+$/), old_limit: optional(/^TIER_\w+$/) },
  max_daily_conversations_per_business: optional(2000),
}
/** §6.9. */
export const numberUpdates: WebhookCase[] = [
  timed(
    'more messages a second',
    'phone_number_quality_update',
    ({ world, number }) => upgradeThroughput(world, number),
    {
      ...QUALITY,
      event: exactly('THROUGHPUT_UPGRADE'),
    },
  ),
  timed(
    'a flag',
    'phone_number_quality_update',
    ({ world, number }) => setNumberQuality(world, { number, quality: 'RED' }),
    {
      ...QUALITY,
      event: exactly('FLAGGED'),
    },
  ),
  timed(
    'its name',
    'phone_number_name_update',
    ({ world, number }) => {
      number.newDisplayName = 'Lucky Shrub'
      return decideName(world, { number, decision: 'APPROVED' })
    },
    {
      ...{ display_phone_number: '15550783881', decision: exactly('APPROVED'), requested_verified_name: 'Lucky Shrub' },
      rejection_reason: either(null, 'text'),
    },
  ),
  timed(
    'a question for its PIN',
    'security',
    ({ world, number }) => sendSecurity(world, { number, event: 'PIN_RESET_REQUEST', requester: '61555822107539' }),
    {
      display_phone_number: '15550783881',
      event: exactly('PIN_RESET_REQUEST'),
      requester: '61555822107539',
    },
  ),
]

const update = (name: string, when: WebhookCase['when'], sample: object, more: Partial<WebhookCase> = {}) =>
  timed(name, 'account_update', when, { event: exactly(name), ...sample }, more)
const portfolioId = ({ portfolio }: Business) => portfolio.id
const info = { waba_id: '102290129340398', owner_business_id: '506914307656634' }
const violation = { violation_info: { violation_type: /^[A-Z_]+$/ } }

/** §6.10, §6.11, §6.16. */
export const accountUpdates: WebhookCase[] = [
  update(
    'PARTNER_ADDED',
    ({ world, account }) => sendPartnerEvent(world, { accountId: account.id, event: 'PARTNER_ADDED' }),
    { waba_info: info },
    { entryId: portfolioId },
  ),
  update('PARTNER_REMOVED', ({ world, number }) => disconnectFromPhone(world, number), { phone_number: '15550783881' }),
  update(
    'PARTNER_APP_INSTALLED',
    ({ world, account }) =>
      sendPartnerEvent(world, {
        ...{ accountId: account.id, event: 'PARTNER_APP_INSTALLED' },
        info: { partner_app_id: '634974688087057' },
      }),
    { waba_info: { ...info, partner_app_id: '634974688087057' } },
    { entryId: portfolioId },
  ),
  update('DISABLED_UPDATE', ({ world, account }) => banAccount(world, { accountId: account.id, state: 'DISABLE' }), {
    ban_info: { waba_ban_state: exactly('DISABLE'), waba_ban_date: 'October 1, 2026' },
  }),
  update(
    'ACCOUNT_VIOLATION',
    ({ world, account }) => reportViolation(world, { accountId: account.id, violation: 'SPAM' }),
    violation,
  ),
  update(
    'ACCOUNT_RESTRICTION',
    ({ world, account }) =>
      restrictAccount(world, {
        ...{ accountId: account.id, until: world.now() + 3600_000 },
        kinds: ['RESTRICTED_BIZ_INITIATED_MESSAGING'],
      }),
    {
      restriction_info: [{ restriction_type: exactly('RESTRICTED_BIZ_INITIATED_MESSAGING'), expiration: 1641330498 }],
      ...violation,
    },
  ),
  update(
    'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
    ({ world, account }) => changeCountry(world, { accountId: account.id, country: 'PT' }),
    { country: exactly('PT') },
  ),
  update(
    'VOLUME_BASED_PRICING_TIER_UPDATE',
    ({ world, account }) =>
      sendVolumeTier(world, { accountId: account.id, category: 'UTILITY', tier: '25000001:50000000', region: 'India' }),
    {
      volume_tier_info: {
        ...{ tier_update_time: 1743451903, pricing_category: exactly('UTILITY'), tier: /^\d+:(\d+|MAX)$/ },
        ...{ effective_month: /^\d{4}-\d{2}$/, region: 'India' },
      },
    },
  ),
  update(
    'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
    ({ world, account }) => sendInternationalRates(world, { accountId: account.id, countries: ['IN'] }),
    {
      auth_international_rate_eligibility: {
        exception_countries: [{ country_code: exactly('IN'), start_time: 1 }],
        start_time: 1,
      },
    },
  ),
  update(
    'VERIFIED_ACCOUNT',
    ({ world, account }) => sendAccountUpdate(world, { accountId: account.id, event: 'VERIFIED_ACCOUNT' }),
    {},
  ),
  timed(
    'an alert',
    'account_alerts',
    ({ world, account, portfolio }) =>
      sendAlert(world, {
        ...{ accountId: account.id, entity: 'BUSINESS', entityId: portfolio.id, severity: 'WARNING' },
        ...{ type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED', description: 'Limits cannot be increased.' },
      }),
    {
      ...{ entity_type: exactly('BUSINESS'), entity_id: '506914307656634' },
      alert_info: {
        ...{ alert_severity: exactly('WARNING'), alert_status: exactly('ACTIVE'), alert_type: /^[A-Z_]+$/ },
        alert_description: 'text',
      },
    },
  ),
  timed(
    'a review',
    'account_review_update',
    ({ world, account }) => decideAccountReview(world, { accountId: account.id, decision: 'APPROVED' }),
    {
      decision: exactly('APPROVED'),
    },
  ),
  timed(
    'another messaging limit',
    'business_capability_update',
    ({ world, portfolio }) => setMessagingLimit(world, { portfolioId: portfolio.id, tier: 'TIER_10K' }),
    { max_daily_conversations_per_business: exactly(10_000), max_phone_numbers_per_waba: 25 },
  ),
  timed(
    'payments',
    'payment_configuration_update',
    ({ world, account }) =>
      sendPaymentConfiguration(world, {
        accountId: account.id,
        name: 'razorpay-prod',
        provider: 'razorpay',
        status: 'Needs Testing',
      }),
    {
      ...{ configuration_name: 'razorpay-prod', provider_name: 'razorpay', provider_mid: 'acc_GP4lfNA0iIMn5B' },
      ...{ status: 'Needs Testing', created_timestamp: 1748827100, updated_timestamp: 1749320300 },
    },
  ),
  timed(
    'partners',
    'partner_solutions',
    ({ world, account }) =>
      sendPartnerSolution(world, { accountId: account.id, event: 'SOLUTION_CREATED', status: 'INITIATED' }),
    { event: exactly('SOLUTION_CREATED'), solution_id: '774485461512159', solution_status: exactly('INITIATED') },
  ),
  timed(
    'errors of a flow',
    'flows',
    ({ world, account }) => sendFlowErrors(world, { accountId: account.id, flowId: '1198735452343512', rate: 14.28 }),
    {
      ...{ event: exactly('ENDPOINT_ERROR_RATE'), message: 'text', flow_id: '1198735452343512', error_rate: 14.28 },
      ...{ threshold: 10, alert_state: exactly('ACTIVATED'), errors: [anything] },
    },
  ),
  timed(
    'a field that nobody knows yet',
    'hologram_update',
    ({ world, account, app }) => {
      app.fields.push('hologram_update')
      return sendField(world, { accountId: account.id, field: 'hologram_update', value: { hologram: 'new' } })
    },
    { hologram: 'new' },
  ),
]
