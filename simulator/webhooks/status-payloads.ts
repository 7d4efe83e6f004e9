import type { StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { webhookError } from '../graph/errors'
import type { Change } from './envelope'
import { type Between, contactOf, identityHash, identityOf, metadataOf, seconds } from './identity'
import { about } from './message-payloads'

export type WebhookStatus = 'sent' | 'delivered' | 'read' | 'played' | 'failed'
type Status = Between & {
  message: Pick<StoredMessage, 'id' | 'callbackData' | 'pricing' | 'error'>
  status: WebhookStatus
  at: number
  /** `pricing` comes with `sent` and with one of `delivered` and `read`. */
  withPricing: boolean
  conversation?: Record<string, unknown> | undefined
}

/** One entry of `statuses[]`. */
export function statusObject(world: World, { message, status, at, ...rest }: Status): Record<string, unknown> {
  const { waId, userId } = identityOf(world, rest)
  return {
    id: message.id,
    status,
    timestamp: seconds(at),
    ...(waId !== undefined && { recipient_id: waId }),
    ...(userId !== undefined && { recipient_user_id: userId }),
    ...identityHash(rest, 'recipient_identity_key_hash'),
    ...(message.callbackData !== null && { biz_opaque_callback_data: message.callbackData }),
    ...(rest.withPricing && rest.conversation && { conversation: rest.conversation }),
    ...(rest.withPricing && message.pricing && { pricing: message.pricing }),
    ...(status === 'failed' && message.error && { errors: [webhookError(message.error.code, message.error.details)] }),
  }
}

/** The update for one status. Since business-scoped ids, `contacts` stands beside all but `failed`. */
export function statusChange(world: World, values: Status): Change {
  const { customer, status, message } = values
  const hasContact = status !== 'failed' && customer.identityMode !== 'phone-only'
  const error = status === 'failed' && message.error ? ` ${message.error.code}` : ''
  return {
    ...about(values),
    field: 'messages',
    value: {
      ...metadataOf(values.number),
      ...(hasContact && { contacts: [contactOf(world, values)] }),
      statuses: [statusObject(world, values)],
    },
    summary: `${status}${error} · ${customer.name}`,
  }
}
