import type { ConnectionCheck, DoctorReport } from '@worker/modules/phone-numbers/doctor.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'

/** A number of tests, connected through an app of one's own. */
export const aNumber: PhoneNumber = {
  id: 'num_01h00000000000000000000000',
  name: 'Orders',
  displayPhoneNumber: '+31 20 555 0117',
  verifiedName: 'Kiln & Loom',
  metaPhoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  app: 'own',
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
  webhookVerifiedAt: '2026-11-20T10:00:00.000Z',
  lastMessageAt: '2026-11-20T10:00:00.000Z',
  checkedAt: '2026-11-20T10:00:00.000Z',
  disconnectedAt: null,
  createdAt: '2026-11-01T10:00:00.000Z',
}

/** A check that has passed, unless something else is said of it. */
export const aCheck = (values: Partial<ConnectionCheck>): ConnectionCheck => ({
  id: 'subscription',
  title: 'Subscription',
  status: 'ok',
  message: 'Our app is subscribed to this account.',
  fix: null,
  ...values,
})

const worstFirst = ['failed', 'warning', 'unknown', 'ok'] as const
export const aReport = (checks: ConnectionCheck[]): DoctorReport => ({
  status: worstFirst.find((status) => checks.some((check) => check.status === status)) ?? 'ok',
  checks,
  checkedAt: '2026-11-23T10:00:00.000Z',
})
