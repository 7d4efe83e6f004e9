import type { World } from './world'

const FIVE_MINUTES = 5 * 60_000
export const MEDIA_PATH = '/whatsapp_business/attachments/'

/** A short-lived address of stored media: five minutes, and only with the bearer. Answered by the media host. */
export function createMediaUrl(world: World, mediaId: string): string {
  const key = world.digits(18)
  const media = world.state.media[mediaId]
  if (media) {
    for (const [old, until] of Object.entries(media.urls)) if (until < world.now()) delete media.urls[old]
    media.urls[key] = world.now() + FIVE_MINUTES
  }
  const query = new URLSearchParams({ mid: mediaId, ext: key, hash: key.slice(-8) })
  return `${world.state.settings.mediaOrigin}${MEDIA_PATH}?${query}`
}
