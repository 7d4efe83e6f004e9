import type { Chaos } from './chaos'
import type { Coexistence, Sending } from './number-state'
import type { Fate, HeldUpdate } from './pending'
import type { Settings } from './settings'

/**
 * Everything the simulator knows, as plain JSON: it can be written to disk, read back, and compared in a test.
 * Meta's side of the world. Times are milliseconds since 1970 on the simulator's clock; ids are strings as Meta's are.
 */
export type State = {
  /** Added to the system's time: time travel. */
  clockOffsetMs: number
  /** Where the pseudo-random numbers are: the same seed gives the same ids, delays and chaos. */
  seed: number
  /** Grows with every id that is made. */
  counter: number
  settings: Settings
  apps: Record<string, App>
  tokens: Record<string, Token>
  /** Codes of Embedded Signup: each works once, for 30 seconds. */
  codes: Record<string, { token: string; expiresAt: number; usedAt: number | null }>
  portfolios: Record<string, Portfolio>
  accounts: Record<string, BusinessAccount>
  numbers: Record<string, PhoneNumber>
  customers: Record<string, Customer>
  threads: Record<string, Thread>
  /** By wamid, both directions. */
  messages: Record<string, StoredMessage>
  templates: Record<string, Template>
  media: Record<string, Media>
  uploads: Record<string, Upload>
  qrCodes: Record<string, QrCode>
  held: Record<string, HeldUpdate>
  deliveries: Delivery[]
  /** What happened, newest last, with the real payloads. Bounded. */
  events: LogEvent[]
}

/** A Meta app: where webhooks go and what signs them. */
export type App = {
  id: string
  name: string
  secret: string
  callbackUrl: string | null
  verifyToken: string | null
  fields: string[]
  /** Calls of the running hour, for code 4. */
  calls: { hour: number; count: number }
}

export type Token = {
  token: string
  appId: string
  userId: string
  scopes: string[]
  /** Business accounts it may touch; null for all of its app. */
  accountIds: string[] | null
  issuedAt: number
  /** Null never expires. */
  expiresAt: number | null
  isValid: boolean
}

export type LimitTier = 'TIER_250' | 'TIER_2K' | 'TIER_10K' | 'TIER_100K' | 'TIER_UNLIMITED'
export type Portfolio = {
  id: string
  name: string
  messagingLimit: LimitTier
  /** Business verification raises limits: numbers, templates, messages. */
  isVerified: boolean
  /** Business-initiated conversations: customer → when, for the rolling 24 hours. */
  reached: Record<string, number>
}

export type BusinessAccount = {
  id: string
  portfolioId: string
  name: string
  currency: string
  country: string
  timezoneId: string
  status: string
  reviewStatus: string
  /** App id → its subscription, with an override of the callback. */
  subscribedApps: Record<string, { overrideCallbackUrl: string | null; verifyToken: string | null }>
  /** Management calls of the running hour, by app. */
  calls: Record<string, { hour: number; count: number }>
  /** Set once, for good: template analytics. */
  hasTemplateInsights: boolean
  /** Names of approved templates that were deleted → when: not to be used again for 30 days. */
  deletedTemplates: Record<string, number>
  /** User id → tasks. */
  assignedUsers: Record<string, string[]>
}

export type PhoneNumber = Sending &
  Coexistence & {
    id: string
    accountId: string
    displayPhoneNumber: string
    verifiedName: string
    nameStatus: string
    /** Asked for, not yet decided. */
    newDisplayName: string | null
    qualityRating: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'
    status: 'CONNECTED' | 'DISCONNECTED' | 'UNVERIFIED' | 'PENDING' | 'FLAGGED' | 'RESTRICTED'
    codeVerificationStatus: 'VERIFIED' | 'NOT_VERIFIED' | 'EXPIRED'
    platformType: 'CLOUD_API' | 'NOT_APPLICABLE'
    accountMode: 'LIVE' | 'SANDBOX'
    throughput: 'STANDARD' | 'HIGH'
    isOnBizApp: boolean
    pin: string | null
    /** The code that `request_code` "sent", for the page to show. */
    pendingCode: string | null
    /** Times of register and deregister calls, for 133016. */
    registrations: number[]
    pinFailures: number[]
    /** Deleted a moment ago: not to be registered again before (133015). */
    blockedUntil: number | null
    onboardedAt: number | null
    profile: Record<string, unknown>
    officialStatus: 'NOT_STARTED' | 'PENDING' | 'APPROVED' | 'REJECTED'
    /** Welcome message, ice breakers and commands, as they were posted. */
    automation: Record<string, unknown>
    commerce: { isCartEnabled: boolean; isCatalogVisible: boolean }
    username: { name: string; status: 'approved' | 'reserved' } | null
    blocked: string[]
    overrideCallbackUrl: string | null
    overrideVerifyToken: string | null
    settings: Record<string, unknown>
    chaos: Chaos
  }

export type IdentityMode = 'phone-and-id' | 'id-only' | 'phone-only'
export type Customer = {
  id: string
  /** Digits, as `wa_id` has them. */
  waId: string
  /** What a person would dial, when it differs (BR, MX, AR). */
  phone: string
  /** Business-scoped user id by portfolio. */
  userIds: Record<string, string>
  username: string | null
  name: string
  identityMode: IdentityMode
  /** No account on WhatsApp: accepted, then failed 131026. */
  isUnknown: boolean
  isOnline: boolean
  readsMessages: boolean
  optedOutOfMarketing: boolean
  /** Number ids that this customer has blocked. */
  blockedNumbers: string[]
  /** Marketing templates received, for the per-user cap (131049). */
  marketingAt: number[]
  language: string
  /** Changes when the customer gets another phone (`identity_key_hash`). */
  identityHash: string
}

/** What is between one number and one customer. */
export type Thread = {
  numberId: string
  customerId: string
  messageIds: string[]
  /** When the customer last wrote: the window is open for 24 hours. */
  lastInboundAt: number | null
  /** Came from an ad or a page button: an answer until then starts 72 free hours. */
  freeEntryOfferUntil: number | null
  freeEntryUntil: number | null
  typingUntil: number | null
  /** Meta's agent has it: what the customer writes comes on `standby`. */
  isWithAgent?: boolean
}
export const threadKey = (numberId: string, customerId: string): string => `${numberId}:${customerId}`

export type MessageStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'played' | 'failed' | 'deleted'
export type StoredMessage = {
  id: string
  numberId: string
  customerId: string
  direction: 'inbound' | 'outbound'
  type: string
  /** The message object as Meta has it: the request's for outbound, the webhook's for inbound. */
  payload: Record<string, unknown>
  at: number
  status: MessageStatus
  statusAt: Partial<Record<MessageStatus, number>>
  fate?: Fate | null
  error: { code: number; title: string; details: string } | null
  /** Read by the business (`status: read`) or by the customer. */
  readAt: number | null
  editedAt: number | null
  deletedAt: number | null
  reactions: { from: 'customer' | 'business'; emoji: string; messageId: string }[]
  callbackData: string | null
  category: string | null
  templateId: string | null
  pricing: Record<string, unknown> | null
}

export type TemplateStatus =
  | 'APPROVED'
  | 'PENDING'
  | 'REJECTED'
  | 'PAUSED'
  | 'DISABLED'
  | 'IN_APPEAL'
  | 'ARCHIVED'
  | 'PENDING_DELETION'
  | 'DELETED'
export type Template = {
  id: string
  accountId: string
  name: string
  language: string
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'
  previousCategory: string | null
  /** Announced by Meta, carried out a day later. */
  correctCategory: Template['category'] | null
  subCategory: string | null
  /** A deleted one stays for the messages that were sent with it; no call finds it. */
  status: TemplateStatus
  quality: 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN'
  rejectedReason: string | null
  parameterFormat: 'POSITIONAL' | 'NAMED'
  /** Seconds after which an undelivered message is given up; null is the category's own. */
  ttlSeconds: number | null
  /** The third low quality disables. */
  pauses: number
  pausedUntil: number | null
  /** When the announced category becomes its own. */
  categoryChangeAt: number | null
  libraryName: string | null
  components: Record<string, unknown>[]
  createdAt: number
  editedAt: number[]
  /** When the review is decided, and how. */
  review: { at: number; result: 'APPROVED' | 'REJECTED'; reason: string | null } | null
}

/** Bytes lie beside the state, by id. */
export type Media = {
  id: string
  numberId: string
  mimeType: string
  sha256: string
  size: number
  filename: string | null
  voice: boolean
  createdAt: number
  expiresAt: number
  isFromCustomer: boolean
  /** Short-lived addresses: key → until when. */
  urls: Record<string, number>
  isCorrupt: boolean
}
export type Upload = {
  id: string
  appId: string
  fileName: string
  fileLength: number
  fileType: string
  offset: number
  /** Given when all bytes are there. */
  handle: string | null
  createdAt: number
}
export type QrCode = { code: string; numberId: string; prefilledMessage: string; deepLinkUrl: string }

/** One POST to the business, or the attempts at it. The bytes never change between attempts. */
export type Delivery = {
  id: string
  appId: string
  url: string
  body: string
  signature: string
  /** What is inside, in a few words. */
  summary: string
  createdAt: number
  dueAt: number
  attempts: { at: number; status: number | null; milliseconds: number; error: string | null }[]
  state: 'waiting' | 'delivered' | 'dropped' | 'given-up'
}

export type LogEvent = {
  id: string
  at: number
  /** `in`: to the business (webhook). `out`: from the business (Graph call). */
  way: 'in' | 'out' | 'control'
  kind: string
  summary: string
  status: number | null
  milliseconds: number | null
  payload: unknown
  answer?: unknown
  deliveryId?: string
  numberId?: string
  customerId?: string
}
