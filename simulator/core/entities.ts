import { calmChaos } from './chaos'
import type { App, BusinessAccount, PhoneNumber, Portfolio, Template, Token } from './state'
import type { World } from './world'

/** Everything Meta can send, so that a new app misses nothing. */
export const ALL_FIELDS = [
  ...['messages', 'standby', 'messaging_handovers', 'message_echoes', 'smb_message_echoes', 'smb_app_state_sync'],
  ...['history', 'user_preferences', 'user_id_update', 'calls', 'flows', 'group_lifecycle_update'],
  ...['group_participants_update', 'group_settings_update', 'group_status_update', 'account_alerts'],
  ...['account_review_update', 'account_update', 'account_settings_update', 'automatic_events'],
  ...['business_capability_update', 'business_status_update', 'business_username_updates', 'consumer_profile'],
  ...['message_template_components_update', 'message_template_quality_update', 'message_template_status_update'],
  ...['partner_solutions', 'payment_configuration_update', 'phone_number_name_update', 'phone_number_quality_update'],
  ...['security', 'template_category_update', 'template_correct_category_detection'],
]

export function addApp(world: World, values: Partial<App> = {}): App {
  const app: App = {
    id: world.digits(15),
    name: 'Lucky Shrub',
    secret: '00112233445566778899aabbccddeeff',
    callbackUrl: null,
    verifyToken: null,
    fields: [...ALL_FIELDS],
    calls: { hour: 0, count: 0 },
    ...values,
  }
  world.state.apps[app.id] = app
  return app
}

export function addPortfolio(world: World, values: Partial<Portfolio> = {}): Portfolio {
  const portfolio: Portfolio = {
    id: world.digits(15),
    name: 'Lucky Shrub',
    messagingLimit: 'TIER_2K',
    isVerified: true,
    reached: {},
    ...values,
  }
  world.state.portfolios[portfolio.id] = portfolio
  return portfolio
}

export function addAccount(
  world: World,
  values: Partial<BusinessAccount> & Pick<BusinessAccount, 'portfolioId'>,
): BusinessAccount {
  const account: BusinessAccount = {
    id: world.digits(15),
    name: 'Lucky Shrub',
    currency: 'USD',
    country: 'US',
    timezoneId: '1',
    status: 'ACTIVE',
    reviewStatus: 'APPROVED',
    subscribedApps: {},
    calls: {},
    hasTemplateInsights: false,
    deletedTemplates: {},
    assignedUsers: {},
    ...values,
  }
  world.state.accounts[account.id] = account
  return account
}

export function addNumber(
  world: World,
  values: Partial<PhoneNumber> & Pick<PhoneNumber, 'accountId' | 'displayPhoneNumber'>,
): PhoneNumber {
  const number: PhoneNumber = {
    id: world.digits(15),
    verifiedName: 'Lucky Shrub',
    nameStatus: 'APPROVED',
    newDisplayName: null,
    qualityRating: 'GREEN',
    status: 'CONNECTED',
    codeVerificationStatus: 'VERIFIED',
    platformType: 'CLOUD_API',
    accountMode: 'LIVE',
    throughput: 'STANDARD',
    isOnBizApp: false,
    pin: null,
    pendingCode: null,
    registrations: [],
    pinFailures: [],
    blockedUntil: null,
    onboardedAt: world.now(),
    profile: {},
    officialStatus: 'NOT_STARTED',
    automation: {},
    commerce: { isCartEnabled: true, isCatalogVisible: false },
    username: null,
    blocked: [],
    overrideCallbackUrl: null,
    overrideVerifyToken: null,
    allowedRecipients: null,
    sentAt: [],
    pairPaidAt: {},
    service: { month: '', count: 0 },
    settings: {},
    synced: { contacts: null, history: null },
    isEscalationPartner: true,
    chaos: calmChaos(Math.floor(world.random() * 2 ** 31)),
    ...values,
  }
  world.state.numbers[number.id] = number
  return number
}

export function addToken(world: World, values: Partial<Token> & Pick<Token, 'appId'>): Token {
  const token: Token = {
    token: `EAAS${world.digits(40)}`,
    userId: world.digits(15),
    scopes: ['whatsapp_business_management', 'whatsapp_business_messaging', 'business_management'],
    accountIds: null,
    issuedAt: world.now(),
    expiresAt: null,
    isValid: true,
    ...values,
  }
  world.state.tokens[token.token] = token
  return token
}

export function addTemplate(
  world: World,
  values: Partial<Template> & Pick<Template, 'accountId' | 'name' | 'components'>,
): Template {
  const template: Template = {
    // Meta's are JSON numbers in webhooks: 15 digits stay exact there.
    id: world.digits(15),
    language: 'en_US',
    category: 'UTILITY',
    previousCategory: null,
    correctCategory: null,
    subCategory: null,
    status: 'APPROVED',
    quality: 'UNKNOWN',
    rejectedReason: null,
    parameterFormat: 'POSITIONAL',
    ttlSeconds: null,
    pauses: 0,
    pausedUntil: null,
    categoryChangeAt: null,
    libraryName: null,
    createdAt: world.now(),
    editedAt: [],
    review: null,
    ...values,
  }
  world.state.templates[template.id] = template
  return template
}
