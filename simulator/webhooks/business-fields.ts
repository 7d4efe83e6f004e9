import type { World } from '../core/world'
import { sendAccountUpdate, sendField } from './account-fields'

/** Fields of payments, flows, partners and prices: Meta's samples with the given parts put in. */

const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)

type Of<More> = { accountId: string } & More

export const sendPaymentConfiguration = (
  world: World,
  { accountId, name, provider, status }: Of<{ name: string; provider: string; status: string }>,
): Promise<void> =>
  sendField(world, {
    accountId,
    field: 'payment_configuration_update',
    value: {
      configuration_name: name,
      provider_name: provider,
      provider_mid: `acc_${world.digits(14)}`,
      status,
      created_timestamp: seconds(world.now()) - 86_400,
      updated_timestamp: seconds(world.now()),
    },
  })

export const sendPartnerSolution = (
  world: World,
  { accountId, event, status }: Of<{ event: 'SOLUTION_CREATED' | 'SOLUTION_UPDATED'; status: string }>,
): Promise<void> =>
  sendField(world, {
    accountId,
    field: 'partner_solutions',
    value: { event, solution_id: world.digits(15), solution_status: status },
  })

export const sendFlowStatus = (
  world: World,
  { accountId, flowId, from, to }: Of<{ flowId: string; from: string; to: string }>,
): Promise<void> =>
  sendField(world, {
    accountId,
    field: 'flows',
    value: {
      event: 'FLOW_STATUS_CHANGE',
      message: `Flow ${flowId} changed status from ${from} to ${to}`,
      flow_id: flowId,
      old_status: from,
      new_status: to,
    },
  })

/** The business' own endpoint answers a flow with errors. */
export const sendFlowErrors = (
  world: World,
  { accountId, flowId, rate }: Of<{ flowId: string; rate: number }>,
): Promise<void> =>
  sendField(world, {
    accountId,
    field: 'flows',
    value: {
      event: 'ENDPOINT_ERROR_RATE',
      message: `The endpoint error rate has reached the 10% threshold in the last 30 minutes.`,
      flow_id: flowId,
      error_rate: rate,
      threshold: 10,
      alert_state: 'ACTIVATED',
      errors: [{ error_type: 'TIMEOUT', error_rate: rate, error_count: Math.round(rate * 10) }],
    },
  })

/** A conversion that WhatsApp saw by itself, for the ad it came from. */
export const sendTrackingEvent = (
  world: World,
  { accountId, numberId, event, wamid }: Of<{ numberId: string; event: 'LeadSubmitted' | 'Purchase'; wamid: string }>,
): Promise<void> =>
  sendField(world, {
    accountId,
    field: 'automatic_events',
    value: {
      messaging_product: 'whatsapp',
      metadata: {
        display_phone_number: world.state.numbers[numberId]?.displayPhoneNumber.replace(/\D/g, '') ?? '',
        phone_number_id: numberId,
      },
      automatic_events: [
        { id: wamid, event_name: event, timestamp: seconds(world.now()), ctwa_clid: world.digits(20) },
      ],
    },
  })

export function changeCountry(world: World, { accountId, country }: Of<{ country: string }>): Promise<void> {
  const account = world.state.accounts[accountId]
  if (account) account.country = country
  return sendAccountUpdate(world, {
    accountId,
    event: 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
    more: { country },
  })
}

export const sendVolumeTier = (
  world: World,
  { accountId, category, tier, region }: Of<{ category: string; tier: string; region: string }>,
): Promise<void> =>
  sendAccountUpdate(world, {
    accountId,
    event: 'VOLUME_BASED_PRICING_TIER_UPDATE',
    more: {
      volume_tier_info: {
        tier_update_time: seconds(world.now()),
        pricing_category: category,
        tier,
        effective_month: new Date(world.now()).toISOString().slice(0, 7),
        region,
      },
    },
  })

export const sendInternationalRates = (
  world: World,
  { accountId, countries }: Of<{ countries: string[] }>,
): Promise<void> =>
  sendAccountUpdate(world, {
    accountId,
    event: 'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
    more: {
      auth_international_rate_eligibility: {
        start_time: seconds(world.now()),
        exception_countries: countries.map((country_code) => ({ country_code, start_time: seconds(world.now()) })),
      },
    },
  })
