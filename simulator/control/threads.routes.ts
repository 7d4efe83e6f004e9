import { type Context, Hono } from 'hono'
import { type StoredMessage, threadKey } from '../core/state'
import { cardOf } from '../customer/card'
import { recordIn, someText } from '../customer/json'
import { chatsOf, overviewOf } from './overview'
import { type Control, ControlError, countIn, findIn } from './request'
import { threadView } from './thread-view'

const MOST_BYTES = 100 * 1024 * 1024

/** What the page shows, and what a test wants to know: threads, what the business sent, bytes of media. */
export function threadRoutes({ world, dashboardUrl }: Control): Hono {
  const { state } = world
  return new Hono()
    .get('/overview', (c) => c.json(overviewOf(world, { dashboardUrl, search: c.req.query('search') ?? '' })))
    .get('/customers/:id/threads', (c) => {
      const { id } = findIn(state.customers, c.req.param('id'), 'customer')
      return c.json({ chats: chatsOf(world, id) })
    })
    .get('/threads/:numberId/:customerId', (c) => {
      const { id: numberId } = findIn(state.numbers, c.req.param('numberId'), 'phone number')
      const { id: customerId } = findIn(state.customers, c.req.param('customerId'), 'customer')
      // A chat that nobody has begun yet is looked at without beginning it.
      const thread = state.threads[threadKey(numberId, customerId)] ?? {
        ...{ numberId, customerId, messageIds: [], lastInboundAt: null },
        ...{ freeEntryOfferUntil: null, freeEntryUntil: null, typingUntil: null },
      }
      const limit = countIn(c, 'limit', { fallback: 60, most: 500 })
      return c.json(threadView(world, { thread, limit, before: c.req.query('before') }))
    })
    .get('/messages/:id', (c) => c.json(findIn(state.messages, c.req.param('id'), 'message')))
    .get('/received', (c) => {
      const limit = countIn(c, 'limit', { fallback: 1000, most: 100_000 })
      const { numberId, customerId, type } = c.req.query()
      const messages = Object.values(state.messages).filter(
        (message) =>
          message.direction === 'outbound' &&
          (numberId === undefined || message.numberId === numberId) &&
          (customerId === undefined || message.customerId === customerId) &&
          (type === undefined || message.type === type),
      )
      return c.json({ total: messages.length, messages: messages.slice(-limit) })
    })
    .get('/media/:id', (c) => {
      const media = findIn(state.media, c.req.param('id'), 'media')
      const bytes = world.bytes.get(media.id)
      if (!bytes) throw new ControlError(404, `The bytes of media ${media.id} are gone.`)
      return answerBytes(c, { bytes, mimeType: media.mimeType, filename: media.filename })
    })
    .get('/messages/:id/media', async (c) => {
      const message = findIn(state.messages, c.req.param('id'), 'message')
      const at = c.req.query('card')
      const { mediaId, link } = mediaIn(message, at === undefined ? null : Number(at))
      const media = mediaId === undefined ? undefined : state.media[mediaId]
      const bytes = media && world.bytes.get(media.id)
      if (media && bytes) return answerBytes(c, { bytes, mimeType: media.mimeType, filename: media.filename })
      if (link === undefined) throw new ControlError(404, `Message ${message.id} has no media.`)
      return answerBytes(c, await download(link))
    })

  /** What the message carries itself or in its header, or in the header of one of its cards. */
  function mediaIn(
    message: StoredMessage,
    at: number | null,
  ): { mediaId: string | undefined; link: string | undefined } {
    const own = recordIn(message.payload[message.type])
    const card = cardOf(world, message)
    const header = at === null ? card?.header : card?.cards[at]?.header
    if (header && 'mediaId' in header) return { mediaId: header.mediaId ?? undefined, link: header.link ?? undefined }
    return { mediaId: someText(own.id), link: someText(own.link) }
  }

  /** As a phone fetches what a business links to: the page itself asks no other host. */
  async function download(link: string) {
    try {
      const response = await world.fetch(link, { signal: AbortSignal.timeout(10_000) })
      if (!response.ok) throw new Error(`it answered ${response.status}`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      if (bytes.byteLength > MOST_BYTES) throw new Error('it is larger than 100 MB')
      return { bytes, mimeType: response.headers.get('content-type') ?? 'application/octet-stream', filename: null }
    } catch (error) {
      throw new ControlError(502, `${link} could not be fetched: ${error instanceof Error ? error.message : error}`)
    }
  }
}

type Bytes = { bytes: Uint8Array; mimeType: string; filename: string | null }

/** Shown by the page as what they are and nothing else: a document with a script in it stays a document. */
function answerBytes(c: Context, { bytes, mimeType, filename }: Bytes): Response {
  const isShown = /^(image\/(jpeg|png|webp|gif)|audio\/|video\/)/.test(mimeType)
  const name = encodeURIComponent(filename ?? 'file')
  const size = bytes.byteLength
  const headers: Record<string, string> = {
    'content-type': isShown ? mimeType : 'application/octet-stream',
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
    'accept-ranges': 'bytes',
  }
  // Browsers seek in audio and video by ranges.
  const range = /^bytes=(\d+)-(\d*)$/.exec(c.req.header('range') ?? '')
  const from = Number(range?.[1] ?? 0)
  const to = Math.min(size - 1, range?.[2] ? Number(range[2]) : size - 1)
  if (!range || from > to) return c.body(new Uint8Array(bytes), 200, headers)
  return c.body(new Uint8Array(bytes.subarray(from, to + 1)), 206, {
    ...headers,
    'content-range': `bytes ${from}-${to}/${size}`,
  })
}
