import type { Failure, MediaKind, MediaUse } from '../../core/pending'
import type { World } from '../../core/world'
import { graphError } from '../errors'
import { type Check, type Fields, invalid, isWebAddress, missing, optionalText } from './checks'

const MB = 1024 * 1024
const OFFICE = 'application/vnd.openxmlformats-officedocument'
const DOCUMENTS = [
  ...['text/plain', 'application/pdf', 'application/msword', 'application/vnd.ms-excel'],
  ...['application/vnd.ms-powerpoint', `${OFFICE}.wordprocessingml.document`, `${OFFICE}.spreadsheetml.sheet`],
  `${OFFICE}.presentationml.presentation`,
]
/** What each kind may be, and how large. */
export const MEDIA_LIMITS: Record<MediaKind, { mimeTypes: string[]; maxBytes: number }> = {
  image: { mimeTypes: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  audio: { mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], maxBytes: 16 * MB },
  video: { mimeTypes: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
  document: { mimeTypes: DOCUMENTS, maxBytes: 100 * MB },
  sticker: { mimeTypes: ['image/webp'], maxBytes: 500 * 1024 },
}
const STILL_STICKER_BYTES = 100 * 1024

/** `{id}` or `{link}` of one kind, with its caption and file name. What it holds is looked at later. */
export function checkMediaObject(
  check: Check,
  { media, kind, where }: { media: Fields; kind: MediaKind; where: string },
): void {
  const { id, link } = media
  if (id === undefined && link === undefined) throw missing(`${where} needs one of 'id' and 'link'.`)
  if (id !== undefined && link !== undefined) throw invalid(`${where} takes one of 'id' and 'link', not both.`)
  if (id !== undefined) checkMediaId(check, { id, where })
  else if (typeof link !== 'string' || !isWebAddress(link)) {
    throw graphError(100, { message: `Param ${where}['link'] is not a valid URI.` })
  }
  const hasCaption = kind === 'image' || kind === 'video' || kind === 'document'
  if (!hasCaption && media.caption !== undefined) throw invalid(`${where} takes no caption.`)
  optionalText({ in: media, name: 'caption', where, max: 1024 })
  if (kind !== 'document' && media.filename !== undefined) throw invalid(`${where} takes no filename.`)
  optionalText({ in: media, name: 'filename', where, max: 240 })
  check.media.push({
    kind,
    ...(id !== undefined ? { id: String(id) } : { link: String(link) }),
    ...(media.voice === true && { isVoice: true }),
  })
}

function checkMediaId({ world, number }: Check, { id, where }: { id: unknown; where: string }): void {
  const media = world.state.media[String(id)]
  const owner = media && world.state.numbers[media.numberId]
  const isUsable = media && media.expiresAt > world.now() && owner?.accountId === number.accountId
  if (isUsable) return
  throw graphError(100, {
    message: `Param ${where}['id'] is not a valid whatsapp business account media attachment ID`,
  })
}

/** Looks at what will be sent, fetching links as Meta does. @returns why the message fails (131053), or null */
export async function inspectMedia(world: World, uses: MediaUse[]): Promise<Failure | null> {
  for (const use of uses) {
    const found = use.id === undefined ? await fetchLink(world, use.link ?? '') : storedMedia(world, use.id)
    const problem = 'problem' in found ? found.problem : problemOf(use, found)
    if (problem) return { code: 131053, details: problem }
  }
  return null
}

type Found = { mimeType: string; size: number; isAnimated: boolean }

function problemOf({ kind, isVoice }: MediaUse, { mimeType, size, isAnimated }: Found): string | null {
  const { mimeTypes, maxBytes } = MEDIA_LIMITS[kind]
  const bare = (mimeType.split(';')[0] ?? '').trim().toLowerCase()
  if (!mimeTypes.includes(bare)) {
    return `Unsupported ${kind} mime type ${bare || 'unknown'}. Please use one of ${mimeTypes.join(', ')}.`
  }
  if (isVoice && bare !== 'audio/ogg') return `Unsupported voice message mime type ${bare}. Please use audio/ogg.`
  const limit = kind === 'sticker' && !isAnimated ? STILL_STICKER_BYTES : maxBytes
  return size > limit ? `The ${kind} has ${size} bytes, more than the ${limit} that are allowed.` : null
}

function storedMedia(world: World, id: string): Found {
  const media = world.state.media[id]
  const bytes = world.bytes.get(id)
  return { mimeType: media?.mimeType ?? '', size: media?.size ?? 0, isAnimated: bytes ? isAnimatedWebp(bytes) : false }
}

const isAnimatedWebp = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, 64)).includes('ANIM')

const CACHE_MS = 10 * 60_000
const FETCH_TIMEOUT_MS = 10_000
type Answer = Found | { problem: string }
const caches = new WeakMap<World, Map<string, { at: number; answer: Promise<Answer> }>>()

/** Meta keeps what a link gave for ten minutes. */
function fetchLink(world: World, link: string): Promise<Answer> {
  const cache = caches.get(world) ?? new Map()
  caches.set(world, cache)
  const known = cache.get(link)
  if (known && world.now() - known.at < CACHE_MS) return known.answer
  const answer = download(world, link)
  cache.set(link, { at: world.now(), answer })
  return answer
}

async function download(world: World, link: string): Promise<Answer> {
  try {
    const response = await world.fetch(link, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) })
    if (!response.ok) return { problem: `Downloading media from weblink failed with http code ${response.status}.` }
    const bytes = new Uint8Array(await response.arrayBuffer())
    const mimeType = response.headers.get('content-type') ?? ''
    return { mimeType, size: bytes.length, isAnimated: isAnimatedWebp(bytes) }
  } catch {
    return { problem: 'Downloading media from weblink failed: the host could not be reached.' }
  }
}
