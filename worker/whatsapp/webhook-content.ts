import type { MessageContent } from './message-content.schemas'
import type { IncomingMedia } from './webhook-events'
import {
  asRecord,
  at,
  errorAt,
  isTrue,
  type Json,
  keepRaw,
  numberAt,
  optional,
  recordAt,
  recordsAt,
  textAt,
  wordsAt,
} from './webhook-values'

/** What an entry of `messages` says, apart from who and when. */
export type ReadContent = { content: MessageContent; media: IncomingMedia | null; targetWamid: string | null }

const plain = (content: MessageContent): ReadContent => ({ content, media: null, targetWamid: null })

/** Kept, and shown as such: Meta's message as it is, and why it could not be read. */
export const unsupported = (message: Json, originalType?: string): ReadContent => {
  const error = errorAt(message)
  return plain({
    type: 'unsupported',
    originalType:
      originalType ?? textAt(recordAt(message, 'unsupported'), 'type') ?? textAt(message, 'type') ?? 'unknown',
    reason: error ? (error.details ?? error.title) : null,
    raw: keepRaw(message),
  })
}

type Reader = (content: Json, message: Json) => ReadContent | null
const MEDIA_TYPES = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/ogg',
  document: 'application/octet-stream',
  sticker: 'image/webp',
} as const
type MediaKind = keyof typeof MEDIA_TYPES

const readMedia =
  (kind: MediaKind): Reader =>
  (file, message) => {
    const metaMediaId = textAt(file, 'id')
    // A file that Meta could not hand out: the message stays, with its error.
    if (metaMediaId === null && errorAt(message) === null) return null
    const filename = textAt(file, 'filename')
    const media = metaMediaId !== null && {
      metaMediaId,
      mimeType: textAt(file, 'mime_type') ?? MEDIA_TYPES[kind],
      sha256: textAt(file, 'sha256'),
      url: textAt(file, 'url'),
      filename,
    }
    const caption = optional('caption', textAt(file, 'caption'))
    return { content: mediaContent(kind, { file, caption, filename }), media: media || null, targetWamid: null }
  }

function mediaContent(
  kind: MediaKind,
  { file, caption, filename }: { file: Json; caption: { caption?: string }; filename: string | null },
): MessageContent {
  switch (kind) {
    case 'audio':
      return { type: 'audio', mediaId: null, ...(isTrue(file, 'voice') && { voice: true }) }
    case 'sticker':
      return { type: 'sticker', mediaId: null, ...(isTrue(file, 'animated') && { animated: true }) }
    case 'document':
      return { type: 'document', mediaId: null, ...caption, ...optional('filename', filename) }
    default:
      return { type: kind, mediaId: null, ...caption }
  }
}

/** By the type that a message names; the content is the key of the same name. */
const readers: Record<string, Reader> = {
  text: (text) => {
    const body = wordsAt(text, 'body')
    return body === null ? null : plain({ type: 'text', body })
  },
  image: readMedia('image'),
  video: readMedia('video'),
  audio: readMedia('audio'),
  // Seen in older payloads for voice notes.
  voice: (voice, message) => readMedia('audio')({ ...voice, voice: true }, message),
  document: readMedia('document'),
  sticker: readMedia('sticker'),
  location: (location) => {
    const [latitude, longitude] = [numberAt(location, 'latitude'), numberAt(location, 'longitude')]
    if (latitude === null || longitude === null) return null
    return plain({
      type: 'location',
      latitude,
      longitude,
      ...optional('name', textAt(location, 'name')),
      ...optional('address', textAt(location, 'address')),
      ...optional('url', textAt(location, 'url')),
    })
  },
  reaction: (reaction) => {
    const targetWamid = textAt(reaction, 'message_id')
    // Taken back: no emoji, or an empty one.
    return targetWamid === null
      ? null
      : { ...plain({ type: 'reaction', emoji: textAt(reaction, 'emoji') }), targetWamid }
  },
  button: (button) => {
    const [payload, title] = [wordsAt(button, 'payload'), wordsAt(button, 'text')]
    if (payload === null && title === null) return null
    return plain({ type: 'button_reply', kind: 'template', id: payload ?? title ?? '', title: title ?? payload ?? '' })
  },
  interactive: (interactive) => readInteractive(interactive),
  order: (order) => {
    const text = textAt(order, 'text')
    return plain({
      type: 'order',
      catalogId: wordsAt(order, 'catalog_id') ?? '',
      ...optional('text', text),
      items: recordsAt(order, 'product_items').map((item) => ({
        productRetailerId: wordsAt(item, 'product_retailer_id') ?? '',
        quantity: numberAt(item, 'quantity') ?? 1,
        itemPrice: numberAt(item, 'item_price') ?? 0,
        currency: wordsAt(item, 'currency') ?? '',
      })),
    })
  },
  system: (system) =>
    plain({ type: 'system', event: textAt(system, 'type') ?? 'unknown', body: wordsAt(system, 'body') ?? '' }),
  edit: (edit) => {
    const targetWamid = textAt(edit, 'original_message_id')
    const message = recordAt(edit, 'message')
    if (targetWamid === null || !message) return null
    // An edit of an edit is nothing that Meta sends, and nothing to follow.
    const now = textAt(message, 'type') === 'edit' ? unsupported(message) : readContent(message)
    return { content: { type: 'edit', content: now.content }, media: now.media, targetWamid }
  },
  revoke: (revoke) => {
    const targetWamid = textAt(revoke, 'original_message_id')
    return targetWamid === null ? null : { ...plain({ type: 'revoke' }), targetWamid }
  },
}

function readInteractive(interactive: Json): ReadContent | null {
  const type = textAt(interactive, 'type')
  const reply = type === null ? null : recordAt(interactive, type)
  if (type === null || !reply) return null
  switch (type) {
    case 'button_reply':
    case 'list_reply':
      return plain({
        type: 'button_reply',
        kind: type === 'list_reply' ? 'list' : 'button',
        id: wordsAt(reply, 'id') ?? '',
        title: wordsAt(reply, 'title') ?? '',
        ...optional('description', textAt(reply, 'description')),
      })
    case 'nfm_reply': {
      const told = at(reply, 'response_json')
      const response = typeof told === 'string' ? parseObject(told) : asRecord(told)
      const raw = wordsAt(reply, 'response_json')
      return plain({
        type: 'flow_reply',
        name: textAt(reply, 'name') ?? 'flow',
        body: wordsAt(reply, 'body') ?? '',
        response,
        raw: response ? null : raw,
      })
    }
    case 'call_permission_reply': {
      const expires = numberAt(reply, 'expiration_timestamp')
      const isPermanent = at(reply, 'is_permanent')
      return plain({
        type: 'call_permission_reply',
        response: textAt(reply, 'response') ?? 'unknown',
        ...(typeof isPermanent === 'boolean' && { isPermanent }),
        expiresAt: expires === null ? null : expires * 1000,
      })
    }
    default:
      return null
  }
}

/** What flows answer is text that should hold an object; broken ones are real. */
function parseObject(text: string): Json | null {
  try {
    return asRecord(JSON.parse(text))
  } catch {
    return null
  }
}

/** What a message from a customer says. Whatever cannot be read is `unsupported`, with all of it. */
export function readContent(message: Json): ReadContent {
  const type = textAt(message, 'type')
  if (type === 'request_welcome') return plain({ type: 'welcome_request' })
  if (type === 'media_placeholder') return plain({ type: 'media_placeholder' })
  if (type === 'contacts') return readCards(message)
  const read = type !== null && Object.hasOwn(readers, type) ? readers[type] : undefined
  if (type === null || !read) return unsupported(message)
  const content = recordAt(message, type)
  if (!content) return unsupported(message)
  return read(content, message) ?? unsupported(message, nameOf(type, content))
}
/** `interactive: poll` says more than `interactive`. */
const nameOf = (type: string, content: Json) =>
  type === 'interactive' ? `interactive: ${textAt(content, 'type') ?? 'unknown'}` : type

function readCards(message: Json): ReadContent {
  const contacts = recordsAt(message, 'contacts').map((card) => {
    // Shared without a name: a customer who was asked for their number.
    const { name: _, ...rest } = card
    const name = recordAt(card, 'name')
    if (!name) return rest
    const { formatted_name: __, ...names } = name
    return { ...rest, name: { ...names, ...optional('formatted_name', wordsAt(name, 'formatted_name')) } }
  })
  if (contacts.length === 0 || keepRaw(contacts) !== contacts) return unsupported(message)
  return plain({ type: 'contacts', contacts })
}
