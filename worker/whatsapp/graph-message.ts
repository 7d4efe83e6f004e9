import { type ToMedia, toInteractive } from './graph-interactive'
import type { OutboundContent } from './outbound-content.schemas'

export type GraphMessageInput = {
  content: OutboundContent
  /** Exactly as received: never normalised. A number goes before the user id, as Meta has it too. */
  to: { waId?: string | null; userId?: string | null; phone?: string | null }
  /** What it answers. Reactions answer nothing. */
  replyToWamid: string | null
  /** What a reaction is about. */
  targetWamid: string | null
  /** Our message id: comes back in every status. */
  callbackData: string
  /** Our media id → Meta's, for everything in `mediaIdsOf(content)`. */
  mediaIds: ReadonlyMap<string, string>
}
type Json = Record<string, unknown>

/**
 * The body of `POST /{phone-number-id}/messages`. The content has passed `outboundContentSchema` and `checkContent`.
 * @throws Error for media that is not among `mediaIds`, a reaction without a target, a message for nobody
 */
export function toGraphMessage(input: GraphMessageInput): Json {
  const { content, to, replyToWamid, callbackData, mediaIds } = input
  const toMedia: ToMedia = ({ mediaId, link }) => {
    if (!mediaId) return { link }
    const id = mediaIds.get(mediaId)
    if (id === undefined) throw new Error(`${mediaId} is not at Meta`)
    return { id }
  }
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    ...recipientOf(to),
    ...(replyToWamid !== null && content.type !== 'reaction' && { context: { message_id: replyToWamid } }),
    biz_opaque_callback_data: callbackData,
    ...partOf(input, toMedia),
  }
}

function recipientOf({ waId, userId, phone }: GraphMessageInput['to']): Json {
  if (waId) return { to: waId }
  // Without a plus, a local-looking number would get our own number's country code.
  if (phone) return { to: phone.startsWith('+') ? phone : `+${phone}` }
  if (userId) return { recipient: userId }
  throw new Error('a message needs a number or a user id')
}

/** Words that say something; what is left empty is left out. */
const said = <Key extends string>(key: Key, words: string | undefined): { [K in Key]?: string } =>
  // The computed key is exactly Key.
  (words?.trim() ? { [key]: words } : {}) as { [K in Key]?: string }

function partOf({ content, targetWamid, mediaIds }: GraphMessageInput, toMedia: ToMedia): Json {
  switch (content.type) {
    case 'text': {
      const { body, previewUrl } = content
      return { type: 'text', text: { body, ...(previewUrl !== undefined && { preview_url: previewUrl }) } }
    }
    case 'image':
    case 'video':
      return { type: content.type, [content.type]: { ...toMedia(content), ...said('caption', content.caption) } }
    case 'audio':
      return { type: 'audio', audio: { ...toMedia(content), ...(content.voice && { voice: true }) } }
    case 'document': {
      const { caption, filename } = content
      return {
        type: 'document',
        document: { ...toMedia(content), ...said('caption', caption), ...said('filename', filename) },
      }
    }
    case 'sticker':
      return { type: 'sticker', sticker: toMedia(content) }
    case 'location': {
      const { latitude, longitude, name, address } = content
      return { type: 'location', location: { latitude, longitude, ...said('name', name), ...said('address', address) } }
    }
    case 'contacts':
      return { type: 'contacts', contacts: content.contacts }
    case 'reaction':
      if (targetWamid === null) throw new Error('a reaction needs a message')
      return { type: 'reaction', reaction: { message_id: targetWamid, emoji: content.emoji ?? '' } }
    case 'template': {
      const { name, language, components } = content
      return {
        type: 'template',
        template: {
          name,
          language: { code: language },
          ...(components.length > 0 && { components: withMetaIds(components, mediaIds) }),
        },
      }
    }
    default:
      return { type: 'interactive', interactive: toInteractive(content, toMedia) }
  }
}

/** Our ids of the files that must be at Meta before it can be sent. */
export function mediaIdsOf(content: OutboundContent): string[] {
  const found = new Set<string>()
  if (content.type === 'template') {
    visitMedia(content.components, (media) => {
      const id = ownMediaIn(media)
      if (id !== null) found.add(id)
    })
    return [...found]
  }
  const headers = content.type === 'carousel' ? content.cards.map(({ header }) => header) : []
  const header = 'header' in content ? content.header : undefined
  for (const media of [content, header, ...headers])
    if (media && 'mediaId' in media && media.mediaId) found.add(media.mediaId)
  return [...found]
}

/**
 * Template components keep Meta's keys: a file of ours stands there as `{ "mediaId": "med_…" }`, or as an `id` that
 * begins like ours, beside Meta's own `id` and `link`.
 */
function ownMediaIn(media: Json): string | null {
  if (typeof media.mediaId === 'string') return media.mediaId
  return typeof media.id === 'string' && media.id.startsWith('med_') ? media.id : null
}

const MEDIA_KEYS = ['image', 'video', 'document']
/** Every media object in the components, at any depth: headers, and those of cards. */
function visitMedia(components: readonly unknown[], visit: (media: Json) => void): void {
  for (const component of components) {
    if (!isJson(component)) continue
    for (const parameter of listIn(component, 'parameters'))
      for (const key of MEDIA_KEYS) if (isJson(parameter) && isJson(parameter[key])) visit(parameter[key])
    for (const card of listIn(component, 'cards')) if (isJson(card)) visitMedia(listIn(card, 'components'), visit)
  }
}
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listIn = (value: Json, key: string): unknown[] => (Array.isArray(value[key]) ? value[key] : [])

function withMetaIds(components: readonly unknown[], mediaIds: ReadonlyMap<string, string>): unknown {
  const copy = structuredClone(components)
  visitMedia(copy, (media) => {
    const own = ownMediaIn(media)
    if (own === null) return
    const id = mediaIds.get(own)
    if (id === undefined) throw new Error(`${own} is not at Meta`)
    delete media.mediaId
    media.id = id
  })
  return copy
}
