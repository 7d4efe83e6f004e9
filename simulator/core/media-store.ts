import { createHash } from 'node:crypto'
import { createMediaUrl } from './media-url'
import type { Media } from './state'
import type { World } from './world'

const DAY = 24 * 3600_000
/** Uploaded by the business, and sent by a customer. */
const LIFETIME_MS = { uploaded: 30 * DAY, received: 7 * DAY }

type NewMedia = {
  numberId: string
  bytes: Uint8Array
  mimeType: string
  filename?: string | null
  voice?: boolean
  isFromCustomer?: boolean
  isCorrupt?: boolean
}

/** Keeps media of either side for as long as Meta does. `sha256` is base64, as webhooks have it. */
export function storeMedia(world: World, values: NewMedia): Media {
  forgetExpired(world)
  const { numberId, bytes, mimeType, filename = null, voice = false } = values
  const { isFromCustomer = false, isCorrupt = false } = values
  const now = world.now()
  const media: Media = {
    id: world.digits(16),
    numberId,
    mimeType,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    size: bytes.byteLength,
    filename,
    voice,
    createdAt: now,
    expiresAt: now + (isFromCustomer ? LIFETIME_MS.received : LIFETIME_MS.uploaded),
    isFromCustomer,
    urls: {},
    isCorrupt,
  }
  world.state.media[media.id] = media
  world.bytes.set(media.id, bytes)
  return media
}

/** A new short-lived address. */
export const mediaUrl = (world: World, mediaId: string): string => createMediaUrl(world, mediaId)

/** Media that is still kept. */
export function mediaById({ state, now }: World, id: string): Media | undefined {
  const media = state.media[id]
  return media && media.expiresAt > now() ? media : undefined
}

export function removeMedia(world: World, id: string): void {
  delete world.state.media[id]
  world.bytes.delete(id)
}

const FORGET_EVERY = 100
/** The state stays as large as what is alive. */
function forgetExpired(world: World): void {
  const all = Object.values(world.state.media)
  if (all.length === 0 || all.length % FORGET_EVERY !== 0) return
  for (const media of all) if (media.expiresAt <= world.now()) removeMedia(world, media.id)
}
