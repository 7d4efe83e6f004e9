import type { MessageStatus, StoredMessage } from '../core/state'
import type { World } from '../core/world'
import { cardOf } from '../customer/card'
import type { Card } from '../customer/card-parts'
import { type Json, listIn, recordIn, someText, textIn } from '../customer/json'

/** What is in a bubble. */
export type Content =
  | { kind: 'text'; text: string }
  | {
      kind: 'media'
      media: 'image' | 'video' | 'audio' | 'document' | 'sticker'
      caption: string
      filename: string
      mimeType: string
      size: number | null
      voice: boolean
    }
  | { kind: 'location'; latitude: number; longitude: number; name: string; address: string }
  | { kind: 'contacts'; contacts: { name: string; phone: string }[] }
  | { kind: 'order'; text: string; items: number; total: number; currency: string }
  | { kind: 'card'; card: Card; template: { name: string; category: string } | null }
  | { kind: 'answer'; text: string; detail: string; of: 'button' | 'list' | 'flow' | 'address' | 'call-permission' }
  | { kind: 'unsupported'; type: string }

export type Quote = { id: string; from: 'customer' | 'business'; text: string }
export type MessageView = {
  id: string
  from: 'customer' | 'business'
  type: string
  at: number
  status: MessageStatus
  /** Read by the other side. */
  isRead: boolean
  error: { code: number; title: string; details: string } | null
  isEdited: boolean
  isDeleted: boolean
  forwarded: 'once' | 'often' | null
  reactions: { from: 'customer' | 'business'; emoji: string }[]
  quote: Quote | null
  content: Content
}

/** A message as the customer's phone shows it. */
export function messageView(world: World, message: StoredMessage): MessageView {
  const context = recordIn(message.payload.context)
  const quotedId = someText(context.message_id) ?? someText(context.id)
  const quoted = quotedId === undefined ? undefined : world.state.messages[quotedId]
  return {
    id: message.id,
    from: sideOf(message),
    type: message.type,
    at: message.at,
    status: message.status,
    isRead: message.readAt !== null,
    error: message.error,
    isEdited: message.editedAt !== null,
    isDeleted: message.deletedAt !== null,
    forwarded: context.frequently_forwarded === true ? 'often' : context.forwarded === true ? 'once' : null,
    reactions: message.reactions.map(({ from, emoji }) => ({ from, emoji })),
    quote: quoted ? { id: quoted.id, from: sideOf(quoted), text: previewOf(world, quoted) } : null,
    content: contentOf(world, message),
  }
}

const sideOf = ({ direction }: StoredMessage) => (direction === 'inbound' ? 'customer' : 'business')

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker'] as const
const ICONS: Record<string, string> = {
  image: '📷 Photo',
  video: '🎥 Video',
  audio: '🎤 Voice message',
  document: '📄 Document',
  sticker: 'Sticker',
}

function contentOf(world: World, message: StoredMessage): Content {
  const { type, payload } = message
  const media = MEDIA.find((one) => one === type)
  if (media) return mediaContent(world, media, recordIn(payload[media]))
  const card = cardOf(world, message)
  if (card && message.direction === 'outbound') return { kind: 'card', card, template: templateOf(world, message) }
  switch (type) {
    case 'text':
      return { kind: 'text', text: textIn(recordIn(payload.text).body) }
    case 'location': {
      const place = recordIn(payload.location)
      return {
        kind: 'location',
        latitude: Number(place.latitude),
        longitude: Number(place.longitude),
        name: textIn(place.name),
        address: textIn(place.address),
      }
    }
    case 'contacts':
      return { kind: 'contacts', contacts: listIn(payload.contacts).map(contactLine) }
    case 'order':
      return orderContent(recordIn(payload.order))
    case 'button':
      return { kind: 'answer', of: 'button', text: textIn(recordIn(payload.button).text), detail: '' }
    case 'interactive':
      return answerContent(recordIn(payload.interactive))
    default:
      return { kind: 'unsupported', type: textIn(payload.type) || type }
  }
}

function mediaContent(world: World, kind: (typeof MEDIA)[number], value: Json): Content {
  const stored = world.state.media[textIn(value.id)]
  return {
    kind: 'media',
    media: kind,
    caption: textIn(value.caption),
    filename: someText(value.filename) ?? stored?.filename ?? '',
    mimeType: someText(value.mime_type) ?? stored?.mimeType ?? '',
    size: stored?.size ?? null,
    voice: value.voice === true || stored?.voice === true,
  }
}

function templateOf(world: World, message: StoredMessage): { name: string; category: string } | null {
  const template = message.templateId === null ? undefined : world.state.templates[message.templateId]
  return template ? { name: template.name, category: template.category } : null
}

const contactLine = (contact: Json) => {
  const phone = listIn(contact.phones)[0]
  return { name: textIn(recordIn(contact.name).formatted_name), phone: textIn(phone?.phone ?? phone?.wa_id) }
}

function orderContent(order: Json): Content {
  const items = listIn(order.product_items)
  const total = items.reduce((sum, item) => sum + Number(item.item_price ?? 0) * Number(item.quantity ?? 1), 0)
  const count = items.reduce((sum, item) => sum + Number(item.quantity ?? 1), 0)
  return { kind: 'order', text: textIn(order.text), items: count, total, currency: textIn(items[0]?.currency) || 'USD' }
}

function answerContent(interactive: Json): Content {
  const answer = recordIn(interactive[textIn(interactive.type)])
  switch (interactive.type) {
    case 'button_reply':
      return { kind: 'answer', of: 'button', text: textIn(answer.title), detail: '' }
    case 'list_reply':
      return { kind: 'answer', of: 'list', text: textIn(answer.title), detail: textIn(answer.description) }
    case 'nfm_reply': {
      const isAddress = answer.name === 'address_message'
      const of = isAddress ? 'address' : 'flow'
      return {
        kind: 'answer',
        of,
        text: isAddress ? textIn(answer.body) : 'Response sent',
        detail: textIn(answer.response_json),
      }
    }
    case 'call_permission_reply': {
      const text = answer.response === 'accept' ? 'Calls allowed' : 'Calls not allowed'
      return { kind: 'answer', of: 'call-permission', text, detail: '' }
    }
    default:
      return { kind: 'unsupported', type: textIn(interactive.type) }
  }
}

/** One line, for quotes and the list of chats. */
export function previewOf(world: World, message: StoredMessage): string {
  if (message.deletedAt !== null) return 'This message was deleted'
  const content = contentOf(world, message)
  switch (content.kind) {
    case 'text':
      return content.text
    case 'media':
      return content.caption || content.filename || ICONS[content.media] || content.media
    case 'location':
      return `📍 ${content.name || 'Location'}`
    case 'contacts':
      return `👤 ${content.contacts[0]?.name || 'Contact'}`
    case 'order':
      return `🛒 ${content.items} items`
    case 'card':
      return content.card.body || content.template?.name || 'Message'
    case 'answer':
      return content.text
    case 'unsupported':
      return `Message of type ${content.type}`
  }
}
