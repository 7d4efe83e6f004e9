import type { Overview, Today } from '@worker/modules/analytics/analytics.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'

const nothing = { count: 0, isMore: false, first: null }
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

/** A number of tests: connected, and well. */
export const phoneNumber = (values: Partial<PhoneNumber> = {}): PhoneNumber => ({
  id: 'num_01h00000000000000000000000',
  name: 'UK Support',
  displayPhoneNumber: '+44 20 7946 0142',
  verifiedName: 'Kiln & Loom',
  metaPhoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  app: 'platform',
  status: 'connected',
  pausedReason: null,
  tokenExpiresAt: null,
  hasPin: true,
  qualityRating: 'GREEN',
  messagingLimit: 'TIER_1K',
  throughputLevel: 'STANDARD',
  nameStatus: 'APPROVED',
  accountMode: 'LIVE',
  isOnPhoneApp: false,
  webhookVerifiedAt: hoursAgo(1),
  lastMessageAt: hoursAgo(2),
  checkedAt: null,
  disconnectedAt: null,
  createdAt: hoursAgo(200),
  ...values,
})

/** Conversations that ask for something; the first was at that many hours ago. */
export const asking = (count: number, contactName: string, hours: number, isMore = false) => ({
  count,
  isMore,
  first: { conversationId: `con_${contactName.toLowerCase()}`, contactName, at: hoursAgo(hours) },
})

/** The overview of a workspace where everything is set up and nothing asks for anybody. */
export const overviewOf = (values: Partial<Overview> = {}): Overview => ({
  open: 0,
  unassigned: 0,
  unread: 0,
  waiting: nothing,
  waitingLongest: [],
  failed: nothing,
  unconfirmed: nothing,
  windowClosing: nothing,
  numbers: [phoneNumber()],
  team: [],
  checklist: {
    numberConnected: true,
    messageReceived: true,
    replySent: true,
    teamInvited: true,
    cannedReplyKept: true,
  },
  ...values,
})

export const todayOf = (today: number | null, yesterday: number | null): Today => ({
  firstReply: {
    today: { medianSeconds: today, answered: today === null ? 0 : 12, waiting: 0, isMore: false },
    yesterday: { medianSeconds: yesterday, answered: yesterday === null ? 0 : 9, waiting: 0, isMore: false },
  },
  messages: { received: 214, sent: 180, isMore: false },
})
