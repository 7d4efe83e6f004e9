import type { BusinessAccount, PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { conversationAnalytics, messageAnalytics, pricingAnalytics } from './analytics'
import { answerNode, type Field, type Node } from './fields'
import { healthOf } from './health'
import { numberNode } from './number-node'
import { wholeNumberOf } from './parameters'

type About = { account: BusinessAccount; appId: string }

/** A business account as the Graph shows it. */
export function accountNode(world: World, { account, appId }: About): Node {
  const portfolio = world.state.portfolios[account.portfolioId]
  const owner = () => ({ id: account.portfolioId, name: portfolio?.name })
  return {
    id: account.id,
    type: 'WhatsAppBusinessAccount',
    defaults: ['name', 'currency', 'timezone_id', 'message_template_namespace'],
    readers: {
      name: () => account.name,
      status: () => account.status,
      currency: () => account.currency,
      country: () => account.country,
      timezone_id: () => account.timezoneId,
      business_verification_status: () => (portfolio?.isVerified ? 'verified' : 'not_verified'),
      account_review_status: () => account.reviewStatus,
      message_template_namespace: () => namespaceOf(account),
      ownership_type: () => 'CLIENT_OWNED',
      primary_business_location: () => account.country,
      on_behalf_of_business_info: () => ({ ...owner(), status: 'APPROVED', type: 'SELF' }),
      owner_business: owner,
      owner_business_info: owner,
      is_enabled_for_insights: () => account.hasTemplateInsights,
      marketing_messages_lite_api_status: () => 'ELIGIBLE',
      marketing_messages_onboarding_status: () => 'ELIGIBLE',
      whatsapp_business_manager_messaging_limit: () => portfolio?.messagingLimit,
      primary_funding_id: () => `${account.portfolioId.slice(0, -1)}7`,
      purchase_order_number: () => null,
      health_status: () => healthOf(world, { kind: 'WABA', id: account.id, appId }),
      phone_numbers: (field) => numbersOf(world, { account, appId, field }),
      analytics: (field) => messageAnalytics(world, { accountId: account.id, asked: field.arguments }),
      conversation_analytics: (field) =>
        conversationAnalytics(world, { accountId: account.id, asked: field.arguments }),
      pricing_analytics: (field) => pricingAnalytics(world, { accountId: account.id, asked: field.arguments }),
    },
  }
}

const namespaceOf = ({ id }: BusinessAccount) => `${id.slice(0, 8)}_${id.slice(-8)}`

/** The edge inside a node: `phone_numbers.limit(5){id,status}`. */
function numbersOf(world: World, { account, appId, field }: About & { field: Field }) {
  const own = Object.values(world.state.numbers).filter(({ accountId }) => accountId === account.id)
  const limit = wholeNumberOf(field.arguments.limit) ?? own.length
  const answer = (number: PhoneNumber) => answerNode(numberNode(world, { number, appId }), field.fields)
  return { data: own.slice(0, limit).map(answer) }
}
