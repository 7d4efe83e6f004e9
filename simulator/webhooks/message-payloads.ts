import { createMediaUrl } from '../core/media-url'
import { digitsOf } from '../core/phone-numbers'
import type { World } from '../core/world'
import { webhookError } from '../graph/errors'
import type { Change } from './envelope'
import { type Between, contactOf, identityOf, metadataOf, seconds } from './identity'

type Named<Type extends string, Content> = { [Key in Type]: { type: Key } & Record<Key, Content> }[Type]
type Reply = { id: string; title: string }

/** The part of an inbound message that its type names, as Meta has it. */
export type InboundContent =
  | Named<'text', { body: string }>
  | Named<'image' | 'video' | 'audio' | 'document' | 'sticker', Record<string, unknown>>
  | Named<'location', { latitude: number; longitude: number; name?: string; address?: string; url?: string }>
  | Named<'contacts', Record<string, unknown>[]>
  | Named<'reaction', { message_id: string; emoji?: string }>
  | Named<'button', { payload: string; text: string }>
  | Named<'interactive', Interactive>
  | Named<'order', { catalog_id: string; text?: string; product_items: Record<string, unknown>[] }>
  | (Named<'system', { type: string; body?: string; wa_id?: string; [key: string]: unknown }> & { identity?: unknown })
  | Named<'edit', { original_message_id: string; message: Record<string, unknown> }>
  | Named<'revoke', { original_message_id: string }>
  | { type: 'request_welcome' }
  | { type: 'unsupported'; unsupported?: { type: string }; errors?: unknown[] }
  | Named<'unknown', Record<string, unknown>>

type Interactive =
  | { type: 'button_reply'; button_reply: Reply }
  | { type: 'list_reply'; list_reply: Reply & { description?: string } }
  | { type: 'nfm_reply'; nfm_reply: { name?: string; body?: string; response_json: string | null } }
  | { type: 'call_permission_reply'; call_permission_reply: Record<string, unknown> }

/** What may stand beside the content. */
export type Surroundings = {
  context?: Record<string, unknown>
  referral?: Record<string, unknown>
  groupId?: string
  errors?: unknown[]
  /** Anything newer than this simulator. */
  extra?: Record<string, unknown>
}

type Message = Between & { id: string; at: number; content: { type: string; [key: string]: unknown } } & Surroundings

/** One entry of `messages[]`. */
export function inboundMessage(world: World, { id, at, content, ...rest }: Message): Record<string, unknown> {
  const { waId, userId } = identityOf(world, rest)
  const errors = rest.errors ?? (content.type === 'unsupported' ? [webhookError(131051)] : undefined)
  return {
    ...(rest.context && { context: rest.context }),
    ...(rest.referral && { referral: rest.referral }),
    ...(waId !== undefined && { from: waId }),
    ...(userId !== undefined && { from_user_id: userId }),
    ...(rest.groupId !== undefined && { group_id: rest.groupId }),
    id,
    timestamp: seconds(at),
    ...(errors && { errors }),
    ...content,
    ...rest.extra,
  }
}

/** `context` of a reply: what is quoted, and who wrote that. */
export const replyContext = ({ number, customer }: Between, quoted: { id: string; direction: string }) => ({
  from: quoted.direction === 'outbound' ? digitsOf(number.displayPhoneNumber) : customer.waId,
  id: quoted.id,
})

export const forwardedContext = (times: number): Record<string, unknown> =>
  times > 5 ? { frequently_forwarded: true } : { forwarded: true }

/** The object of `image`, `audio`, …: with a fresh address, as webhooks carry it. */
export function mediaObject(
  world: World,
  { mediaId, caption, animated }: { mediaId: string; caption?: string; animated?: boolean },
): Record<string, unknown> {
  const media = world.state.media[mediaId]
  return {
    ...(caption !== undefined && { caption }),
    ...(media?.filename && media.mimeType.startsWith('application/') && { filename: media.filename }),
    mime_type: media?.mimeType ?? 'application/octet-stream',
    sha256: media?.sha256 ?? '',
    id: mediaId,
    url: createMediaUrl(world, mediaId),
    ...(media?.voice && { voice: true }),
    ...(animated && { animated: true }),
  }
}

/** Messages that only say something of the account: Meta sends no `contacts` with them. */
const WITHOUT_CONTACT = new Set(['user_changed_number'])

/** The update for one inbound message. */
export function messageChange(world: World, message: Message): Change {
  const { number, customer, content } = message
  const system: unknown = content.system
  const systemType = typeof system === 'object' && system !== null && 'type' in system ? String(system.type) : ''
  return {
    ...about(message),
    field: 'messages',
    value: {
      ...metadataOf(number),
      ...(!WITHOUT_CONTACT.has(systemType) && { contacts: [contactOf(world, message)] }),
      messages: [inboundMessage(world, message)],
    },
    summary: `${content.type} from ${customer.name}`,
  }
}

/** Errors of the number itself, beside no message. */
export const errorsChange = ({
  number,
  code,
  details,
}: Pick<Between, 'number'> & { code: number; details?: string }) => ({
  accountId: number.accountId,
  numberId: number.id,
  field: 'messages',
  value: { ...metadataOf(number), errors: [webhookError(code, details)] },
  summary: `error ${code}`,
})

export const about = ({ number, customer }: Between) => ({
  accountId: number.accountId,
  numberId: number.id,
  customerId: customer.id,
})
