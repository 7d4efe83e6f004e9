import type { WebhookEvent } from './webhook-events'
import { type Json, numberAt, recordAt, recordsAt, textAt } from './webhook-values'

/** The fields about accounts, numbers and templates. */

/** Users in 24 hours → the tier that Graph names. */
const TIERS: Record<string, string> = {
  50: 'TIER_50',
  250: 'TIER_250',
  1000: 'TIER_1K',
  2000: 'TIER_2K',
  10000: 'TIER_10K',
  100000: 'TIER_100K',
  [-1]: 'TIER_UNLIMITED',
}
function limitOf(value: Json): { messagingLimit?: string } {
  const users =
    numberAt(value, 'max_daily_conversations_per_business') ?? numberAt(value, 'max_daily_conversation_per_phone')
  const tier = users === null ? textAt(value, 'current_limit') : (TIERS[users] ?? String(users))
  return tier === null ? {} : { messagingLimit: tier }
}

const displayOf = (value: Json) => textAt(value, 'display_phone_number')

export const readNumberQuality = (value: Json): WebhookEvent[] => {
  const event = textAt(value, 'event') ?? 'QUALITY_UPDATE'
  return [
    {
      kind: 'number',
      displayPhoneNumber: displayOf(value),
      event,
      ...limitOf(value),
      ...(event === 'THROUGHPUT_UPGRADE' && { throughputLevel: 'HIGH' }),
    },
  ]
}

export const readNumberName = (value: Json): WebhookEvent[] => {
  const decision = textAt(value, 'decision') ?? 'UNKNOWN'
  const name = textAt(value, 'requested_verified_name')
  return [
    {
      kind: 'number',
      displayPhoneNumber: displayOf(value),
      event: `NAME_${decision}`,
      nameStatus: decision,
      ...(decision === 'APPROVED' && name !== null && { verifiedName: name }),
    },
  ]
}

/** Of the PIN. */
export const readSecurity = (value: Json): WebhookEvent[] => [
  { kind: 'number', displayPhoneNumber: displayOf(value), event: textAt(value, 'event') ?? 'SECURITY' },
]
export const readUsername = (value: Json): WebhookEvent[] => [
  {
    kind: 'number',
    displayPhoneNumber: displayOf(value),
    event: `USERNAME_${(textAt(value, 'status') ?? 'unknown').toUpperCase()}`,
  },
]
/** Every number of the account. */
export const readCapability = (value: Json): WebhookEvent[] => [
  { kind: 'number', displayPhoneNumber: null, event: 'CAPABILITY_UPDATE', ...limitOf(value) },
]

/**
 * Anything about a template. What it is about is told by its keys: Meta's own page prints the quality update under the
 * field of the status update.
 */
export function readTemplate(value: Json): WebhookEvent[] {
  const templateId = textAt(value, 'message_template_id')
  const name = textAt(value, 'message_template_name')
  const language = textAt(value, 'message_template_language')
  if (templateId === null || name === null || language === null) return []
  const about = { kind: 'template' as const, templateId, name, language: language.replace('-', '_') }
  const quality = textAt(value, 'new_quality_score')
  if (quality !== null) return [{ ...about, qualityScore: quality }]
  const category = textAt(value, 'new_category') ?? textAt(value, 'category')
  if (category !== null) return [{ ...about, category }]
  const event = textAt(value, 'event')
  if (event === null) return [{ ...about, changed: true }]
  const told = textAt(value, 'message_template_category')
  return [{ ...about, ...statusOf(event), reason: reasonOf(value, event), ...(told !== null && { category: told }) }]
}
/** Events that are no status of their own: a flagged template can still be sent, a reinstated one again. */
function statusOf(event: string): { status?: string } {
  if (event === 'FLAGGED') return {}
  return { status: event === 'REINSTATED' || event === 'UNPAUSED' ? 'APPROVED' : event }
}
function reasonOf(value: Json, event: string): string | null {
  const reason = textAt(value, 'reason')
  if (reason !== null && reason !== 'NONE') return reason
  if (event === 'APPROVED' || event === 'REINSTATED') return null
  return textAt(recordAt(value, 'other_info'), 'title') ?? (event === 'FLAGGED' ? 'FLAGGED' : null)
}

/** The account that an update is about: some come under the id of its portfolio. */
export const accountIn = (value: Json): string | null => textAt(recordAt(value, 'waba_info'), 'waba_id')

const account = (event: string, detail: string | null, wabaId: string | null): WebhookEvent => ({
  ...{ kind: 'account' as const, event, detail, wabaId },
})

export function readAccount(value: Json): WebhookEvent[] {
  const restrictions = recordsAt(value, 'restriction_info').map((one) => textAt(one, 'restriction_type'))
  const tier = recordAt(value, 'volume_tier_info')
  const detail =
    textAt(recordAt(value, 'ban_info'), 'waba_ban_state') ??
    (restrictions.filter(Boolean).join(', ') || null) ??
    textAt(recordAt(value, 'violation_info'), 'violation_type') ??
    textAt(recordAt(value, 'disconnection_info'), 'reason') ??
    textAt(recordAt(value, 'partner_client_certification_info'), 'status') ??
    textAt(value, 'phone_number') ??
    textAt(value, 'country') ??
    (tier && [textAt(tier, 'pricing_category'), textAt(tier, 'tier')].filter(Boolean).join(' '))
  return [account(textAt(value, 'event') ?? 'ACCOUNT_UPDATE', detail || null, accountIn(value))]
}

export function readAlert(value: Json): WebhookEvent[] {
  const alert = recordAt(value, 'alert_info') ?? value
  return [account(textAt(alert, 'alert_type') ?? 'ALERT', textAt(alert, 'alert_description'), null)]
}
export const readReview = (value: Json): WebhookEvent[] => [
  account(`ACCOUNT_REVIEW_${textAt(value, 'decision') ?? 'UNKNOWN'}`, null, null),
]

/** Fields that name an event and change nothing of ours: payments, partners, flows, settings. */
export const readNotice =
  (event: string) =>
  (value: Json): WebhookEvent[] => [
    account(
      textAt(value, 'event') ?? event,
      textAt(value, 'message') ?? textAt(value, 'status') ?? textAt(value, 'solution_status'),
      null,
    ),
  ]

/** What happened in groups: we have none, and say so. */
export const readGroups = (value: Json): WebhookEvent[] =>
  recordsAt(value, 'groups').map((group) =>
    account(textAt(group, 'type') ?? 'group_update', textAt(group, 'group_id'), null),
  )
