import { afterEach, expect, it } from 'vitest'
import { at, createBusiness } from '../test/business'
import {
  banAccount,
  decideAccountReview,
  deleteAccount,
  disconnectFromPhone,
  reportViolation,
  restrictAccount,
  sendAlert,
  sendField,
  sendPartnerEvent,
  setMessagingLimit,
} from './account-fields'
import {
  changeCountry,
  sendFlowErrors,
  sendFlowStatus,
  sendInternationalRates,
  sendPartnerSolution,
  sendPaymentConfiguration,
  sendTrackingEvent,
  sendVolumeTier,
} from './business-fields'
import {
  decideName,
  decideUsername,
  sendSecurity,
  setNumberQuality,
  setUserPreference,
  upgradeThroughput,
} from './number-fields'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return { ...business, accountId: business.account.id }
}
afterEach(() => business.simulator.close())

const last = () => at(business.received.at(-1)?.json, 'entry', 0)
const change = () => at(last(), 'changes', 0)

it('account_update: partners under the portfolio’s id, bans, violations, restrictions, prices', async () => {
  const { world, accountId, account, portfolio, number } = start()
  await sendPartnerEvent(world, { accountId, event: 'PARTNER_ADDED' })
  expect(last()).toMatchObject({
    id: portfolio.id,
    time: expect.any(Number),
    changes: [
      {
        field: 'account_update',
        value: { event: 'PARTNER_ADDED', waba_info: { waba_id: accountId, owner_business_id: portfolio.id } },
      },
    ],
  })
  await sendPartnerEvent(world, { accountId, event: 'PARTNER_APP_INSTALLED', info: { partner_app_id: '1' } })
  expect(at(change(), 'value', 'waba_info')).toMatchObject({ partner_app_id: '1' })

  await banAccount(world, { accountId, state: 'DISABLE' })
  expect(last()).toMatchObject({
    id: accountId,
    changes: [{ value: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } } }],
  })
  expect(account.status).toBe('DISABLED')
  await banAccount(world, { accountId, state: 'REINSTATE' })
  expect(account.status).toBe('ACTIVE')
  await reportViolation(world, { accountId, violation: 'SCAM' })
  expect(change()).toMatchObject({ value: { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } } })
  const until = world.now() + 1000
  await restrictAccount(world, { accountId, kinds: ['RESTRICTED_BIZ_INITIATED_MESSAGING'], until })
  expect(at(change(), 'value', 'restriction_info')).toEqual([
    { restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: Math.floor(until / 1000) },
  ])
  await changeCountry(world, { accountId, country: 'BR' })
  expect(change()).toMatchObject({ value: { event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE', country: 'BR' } })
  await sendVolumeTier(world, { accountId, category: 'UTILITY', tier: '1:2', region: 'India' })
  expect(change()).toMatchObject({ value: { volume_tier_info: { tier: '1:2', region: 'India' } } })
  await sendInternationalRates(world, { accountId, countries: ['IN'] })
  expect(change()).toMatchObject({
    value: { auth_international_rate_eligibility: { exception_countries: [{ country_code: 'IN' }] } },
  })
  await disconnectFromPhone(world, number)
  expect(change()).toMatchObject({ value: { event: 'PARTNER_REMOVED', phone_number: '16505551111' } })
  await deleteAccount(world, accountId)
  expect(change()).toMatchObject({ value: { event: 'ACCOUNT_DELETED' } })
  expect(world.state.accounts[accountId]).toBeUndefined()
})

it('reviews, alerts, limits', async () => {
  const { world, accountId, portfolio } = start()
  await decideAccountReview(world, { accountId, decision: 'REJECTED' })
  expect(change()).toEqual({ field: 'account_review_update', value: { decision: 'REJECTED' } })
  await sendAlert(world, {
    accountId,
    entity: 'BUSINESS',
    entityId: portfolio.id,
    severity: 'WARNING',
    type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
    description: 'Limits cannot be increased.',
  })
  expect(change()).toMatchObject({
    field: 'account_alerts',
    value: { entity_type: 'BUSINESS', alert_info: { alert_severity: 'WARNING', alert_status: 'ACTIVE' } },
  })
  await setMessagingLimit(world, { portfolioId: portfolio.id, tier: 'TIER_10K' })
  expect(change()).toEqual({
    field: 'business_capability_update',
    value: { max_daily_conversations_per_business: 10_000, max_phone_numbers_per_waba: 25 },
  })
})

it('a number: quality, throughput, name, security, username', async () => {
  const { world, number } = start()
  const display_phone_number = '16505551111'
  await setNumberQuality(world, { number, quality: 'YELLOW' })
  expect(business.received).toHaveLength(0)
  await setNumberQuality(world, { number, quality: 'RED' })
  expect(change()).toMatchObject({
    field: 'phone_number_quality_update',
    value: { display_phone_number, event: 'FLAGGED' },
  })
  await setNumberQuality(world, { number, quality: 'GREEN' })
  expect(change()).toMatchObject({ value: { event: 'UNFLAGGED' } })
  await upgradeThroughput(world, number)
  expect([number.throughput, change()]).toMatchObject(['HIGH', { value: { event: 'THROUGHPUT_UPGRADE' } }])
  number.newDisplayName = 'Lucky Succulents'
  await decideName(world, { number, decision: 'APPROVED' })
  expect(change()).toEqual({
    field: 'phone_number_name_update',
    value: {
      display_phone_number,
      decision: 'APPROVED',
      requested_verified_name: 'Lucky Succulents',
      rejection_reason: null,
    },
  })
  expect(number.verifiedName).toBe('Lucky Succulents')
  await decideName(world, { number, decision: 'REJECTED' })
  expect(number.nameStatus).toBe('DECLINED')
  await sendSecurity(world, { number, event: 'PIN_RESET_REQUEST', requester: '61555822107539' })
  expect(change()).toEqual({
    field: 'security',
    value: { display_phone_number, event: 'PIN_RESET_REQUEST', requester: '61555822107539' },
  })
  number.username = { name: 'lucky', status: 'reserved' }
  await decideUsername(world, { number, status: 'approved' })
  expect(change()).toMatchObject({
    field: 'business_username_updates',
    value: { username: 'lucky', status: 'approved' },
  })
})

it('a customer stops marketing, and resumes it, in all three modes of identity', async () => {
  const { world, number, customer } = start()
  await setUserPreference(world, { number, customer, value: 'stop' })
  expect(change()).toMatchObject({
    field: 'user_preferences',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '16505551111', phone_number_id: number.id },
      contacts: [{ wa_id: customer.waId }],
      user_preferences: [
        {
          wa_id: customer.waId,
          detail: 'User requested to stop marketing messages',
          category: 'marketing_messages',
          value: 'stop',
          timestamp: expect.any(Number),
        },
      ],
    },
  })
  expect(customer.optedOutOfMarketing).toBe(true)
  customer.identityMode = 'id-only'
  await setUserPreference(world, { number, customer, value: 'resume' })
  expect(at(change(), 'value', 'contacts', 0)).toEqual({ user_id: expect.stringMatching(/^US\./) })
  expect(customer.optedOutOfMarketing).toBe(false)
})

it('flows, payments, partners, tracking events, and any field at all', async () => {
  const { world, accountId, number, app } = start()
  await sendFlowStatus(world, { accountId, flowId: '1', from: 'DRAFT', to: 'PUBLISHED' })
  expect(change()).toMatchObject({ field: 'flows', value: { event: 'FLOW_STATUS_CHANGE', new_status: 'PUBLISHED' } })
  await sendFlowErrors(world, { accountId, flowId: '1', rate: 14.28 })
  expect(change()).toMatchObject({ value: { event: 'ENDPOINT_ERROR_RATE', error_rate: 14.28 } })
  await sendPaymentConfiguration(world, {
    accountId,
    name: 'razorpay-prod',
    provider: 'razorpay',
    status: 'Needs Testing',
  })
  expect(change()).toMatchObject({
    field: 'payment_configuration_update',
    value: { configuration_name: 'razorpay-prod' },
  })
  await sendPartnerSolution(world, { accountId, event: 'SOLUTION_CREATED', status: 'INITIATED' })
  expect(change()).toMatchObject({ field: 'partner_solutions', value: { event: 'SOLUTION_CREATED' } })
  await sendTrackingEvent(world, { accountId, numberId: number.id, event: 'Purchase', wamid: 'wamid.x' })
  expect(change()).toMatchObject({
    field: 'automatic_events',
    value: { automatic_events: [{ event_name: 'Purchase' }] },
  })
  app.fields.push('something_new')
  await sendField(world, { accountId, field: 'something_new', value: { any: 'thing' } })
  expect(change()).toEqual({ field: 'something_new', value: { any: 'thing' } })
})
