import { Hono } from 'hono'
import { strikes } from '../core/chaos'
import { mediaById, mediaUrl, removeMedia, storeMedia } from '../core/media-store'
import { MEDIA_PATH } from '../core/media-url'
import type { Media } from '../core/state'
import type { World } from '../core/world'
import { type GraphContext, type GraphEnv, maySee, numberFor, requireScope } from './auth'
import { readBody } from './body'
import { graphError, noSuchObject, parameterRequired } from './errors'
import { MEDIA_LIMITS } from './message-validation/media'
import { requireProduct, textOf } from './parameters'

const SCOPE = 'whatsapp_business_messaging'

/** Media: kept for the business, and handed out by the media host. */
export function mediaRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .post('/:id/media', async (c) => {
      const number = numberFor(world, c, { id: c.req.param('id'), scope: SCOPE })
      const body = await readBody(c)
      const { file } = body
      // Files don't belong into the log: what was in them does.
      if (file instanceof File) c.set('body', { ...body, file: `${file.name} (${file.type}, ${file.size} bytes)` })
      requireProduct(body)
      if (!(file instanceof File)) throw parameterRequired('file')
      const mimeType = checkedType(file, textOf(body.type))
      const bytes = new Uint8Array(await file.arrayBuffer())
      const { id } = storeMedia(world, { numberId: number.id, bytes, mimeType, filename: file.name || null })
      return c.json({ id })
    })
    .get(MEDIA_PATH, (c) => download(world, c))
    .get('/:id', (c, next) => {
      if (!Object.hasOwn(world.state.media, c.req.param('id'))) return next()
      const media = mediaFor(world, c)
      return c.json({
        messaging_product: 'whatsapp',
        url: mediaUrl(world, media.id),
        mime_type: media.mimeType,
        // Hex here, base64 in webhooks: Meta's own pages have both.
        sha256: Buffer.from(media.sha256, 'base64').toString('hex'),
        file_size: media.size,
        id: media.id,
      })
    })
    .delete('/:id', (c, next) => {
      if (!Object.hasOwn(world.state.media, c.req.param('id'))) return next()
      removeMedia(world, mediaFor(world, c).id)
      return c.json({ success: true })
    })
}

/** The medium of the path, when this token and `phone_number_id` may have it. @throws 100 with subcode 33 */
function mediaFor(world: World, c: GraphContext): Media {
  const id = c.req.param('id') ?? ''
  const media = mediaById(world, id)
  const number = media && world.state.numbers[media.numberId]
  if (!media || !number || !maySee(c.get('token'), number.accountId)) throw noSuchObject({ verb: c.req.method, id })
  requireScope(c, SCOPE)
  const asked = c.req.query('phone_number_id')
  if (asked !== undefined && asked !== media.numberId) throw noSuchObject({ verb: c.req.method, id })
  return media
}

const TYPES = [...new Set(Object.values(MEDIA_LIMITS).flatMap(({ mimeTypes }) => mimeTypes))]
const bare = (type: string) => (type.split(';')[0] ?? '').trim().toLowerCase()

/** The part's own type, or the `type` field where the part says nothing. @throws 100, 131053 */
function checkedType(file: File, declared: string | undefined): string {
  const isUntold = file.type === '' || file.type === 'application/octet-stream'
  const type = isUntold ? (declared ?? file.type) : file.type
  if (!TYPES.includes(bare(type))) {
    throw graphError(100, {
      message: `Param file must be a file with one of the following types: ${TYPES.join(', ')}. Received file of type '${bare(type) || 'application/octet-stream'}'.`,
    })
  }
  const limit = Object.values(MEDIA_LIMITS).find(({ mimeTypes }) => mimeTypes.includes(bare(type)))?.maxBytes ?? 0
  if (file.size === 0) throw graphError(100, { message: 'Param file must not be empty.' })
  if (file.size > limit) {
    throw graphError(131053, {
      details: `The file has ${file.size} bytes, more than the ${limit} that are allowed for ${bare(type)}.`,
    })
  }
  return type
}

/** The media host: five minutes, and only with a token that may see the number. */
function download(world: World, c: GraphContext): Response {
  const { mid = '', ext = '' } = c.req.query()
  const media = mediaById(world, mid)
  const bytes = world.bytes.get(mid)
  const number = media && world.state.numbers[media.numberId]
  const isOpen = (media?.urls[ext] ?? 0) > world.now()
  if (!media || !bytes || !number || !isOpen || !maySee(c.get('token'), number.accountId)) {
    return c.json({ error: 'URL signature expired' }, 404)
  }
  const isCorrupt = media.isCorrupt || strikes(number.chaos, 'corruptMedia')
  const body = Uint8Array.from(isCorrupt ? corrupted(bytes) : bytes)
  return c.body(body, 200, {
    'content-type': media.mimeType,
    'content-length': String(body.byteLength),
    ...(media.filename !== null && {
      'content-disposition': `attachment; filename="${media.filename.replace(/[^\x20-\x7e]|["\\]/g, '_')}"`,
    }),
  })
}

/** A file that broke on the way: the last tenth is missing, the first bytes are others. */
function corrupted(bytes: Uint8Array): Uint8Array {
  const rest = Uint8Array.from(bytes.subarray(0, Math.max(1, Math.floor(bytes.length * 0.9))))
  for (let at = 0; at < Math.min(8, rest.length); at++) rest[at] = (rest[at] ?? 0) ^ 0xff
  return rest
}
