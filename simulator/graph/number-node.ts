import type { PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import type { Node } from './fields'
import { healthOf } from './health'

const QUALITY_NEUTRAL = 'NA'

/** A phone number as the Graph shows it. */
export function numberNode(world: World, { number, appId }: { number: PhoneNumber; appId: string }): Node {
  const account = world.state.accounts[number.accountId]
  const limit = () => world.state.portfolios[account?.portfolioId ?? '']?.messagingLimit
  const onboardedAt = () => (number.onboardedAt === null ? null : isoTime(number.onboardedAt))
  return {
    id: number.id,
    type: 'WhatsAppBusinessPhoneNumber',
    defaults: ['verified_name', 'code_verification_status', 'display_phone_number', 'quality_rating'],
    readers: {
      display_phone_number: () => number.displayPhoneNumber,
      verified_name: () => number.verifiedName,
      quality_rating: () => qualityOf(number),
      quality_score: () => ({ score: number.qualityRating }),
      code_verification_status: () => number.codeVerificationStatus,
      name_status: () => number.nameStatus,
      new_display_name: () => number.newDisplayName,
      new_name_status: () => (number.newDisplayName === null ? 'NONE' : 'PENDING_REVIEW'),
      status: () => number.status,
      platform_type: () => number.platformType,
      throughput: () => ({ level: number.platformType === 'CLOUD_API' ? number.throughput : 'NOT_APPLICABLE' }),
      account_mode: () => number.accountMode,
      is_official_business_account: () => number.officialStatus === 'APPROVED',
      official_business_account: () => ({ oba_status: number.officialStatus }),
      is_pin_enabled: () => number.pin !== null,
      last_onboarded_time: onboardedAt,
      webhook_configuration: () => configurationOf(world, { number, appId }),
      whatsapp_business_manager_messaging_limit: limit,
      messaging_limit_tier: limit,
      host_platform: () => (number.platformType === 'CLOUD_API' ? 'CLOUD' : 'NOT_APPLICABLE'),
      is_on_biz_app: () => number.isOnBizApp,
      is_preverified_number: () => false,
      health_status: () => healthOf(world, { kind: 'PHONE_NUMBER', id: number.id, appId }),
      conversational_automation: () => automationOf(number),
      username: () => number.username?.name,
      search_visibility: () => 'VISIBLE',
      certificate: () => Buffer.from(`certificate of ${number.id}`).toString('base64'),
      eligibility_for_api_business_global_search: () => 'NON_ELIGIBLE_UNDEFINED_COUNTRY',
      whatsapp_business_account: () => ({ id: number.accountId, name: account?.name }),
      ...Object.fromEntries(Object.keys(number.settings).map((key) => [key, () => number.settings[key]])),
    },
  }
}

const isoTime = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, '+0000')

/** A number that nobody has rated yet has no colour in lists. */
const qualityOf = ({ qualityRating }: PhoneNumber) => (qualityRating === 'UNKNOWN' ? QUALITY_NEUTRAL : qualityRating)

export const automationOf = (number: PhoneNumber): Record<string, unknown> => ({
  enable_welcome_message: false,
  prompts: [],
  commands: [],
  ...number.automation,
  id: number.id,
})

/** Where updates go: the number's own callback before the account's before the app's. */
function configurationOf({ state }: World, { number, appId }: { number: PhoneNumber; appId: string }) {
  const account = state.accounts[number.accountId]?.subscribedApps[appId]?.overrideCallbackUrl
  const application = state.apps[appId]?.callbackUrl
  return {
    ...(number.overrideCallbackUrl && { phone_number: number.overrideCallbackUrl }),
    ...(account && { whatsapp_business_account: account }),
    ...(application && { application }),
  }
}
