import type { Action, ActionOf } from '../control/action.schemas'
import { storeMedia } from '../core/media-store'
import type { World } from '../core/world'
import { ActionError } from './action-error'
import { sampleOf } from './samples'

const KINDS = ['image', 'video', 'audio', 'voice', 'document', 'sticker'] as const
export type MediaKind = (typeof KINDS)[number]
export type BringMedia = ActionOf<MediaKind>
export const isMediaKind = (action: Action): action is BringMedia => (KINDS as readonly string[]).includes(action.type)

const MAX_BYTES = 100 * 1024 * 1024

const TYPES: Record<MediaKind, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
}

/** The id of the media that an action brings: its own bytes, uploaded ones, or a sample. */
export async function bringMedia(
  world: World,
  { numberId, action }: { numberId: string; action: BringMedia },
): Promise<string> {
  if (action.mediaId !== undefined) {
    if (!world.state.media[action.mediaId]) throw new ActionError(`There is no media ${action.mediaId}.`)
    return action.mediaId
  }
  const sample = sampleOf(action.type)
  const bytes = action.data === undefined ? sample.bytes : Buffer.from(action.data, 'base64')
  const mimeType = action.mimeType ?? (action.data === undefined ? sample.mimeType : TYPES[action.type])
  const filename = action.type === 'document' ? (action.filename ?? sample.filename) : null
  return keepMedia(world, { numberId, bytes, mimeType, filename, voice: action.type === 'voice' })
}

type NewMedia = { numberId: string; bytes: Uint8Array; mimeType: string; filename: string | null; voice: boolean }

/** Media that a customer sends. @throws ActionError for an empty file or one that WhatsApp wouldn't take */
export function keepMedia(world: World, { numberId, bytes, mimeType, filename, voice }: NewMedia): string {
  if (bytes.byteLength === 0) throw new ActionError('That file is empty.')
  if (bytes.byteLength > MAX_BYTES) throw new ActionError('WhatsApp takes files up to 100 MB.')
  return storeMedia(world, { numberId, bytes, mimeType, filename, voice, isFromCustomer: true }).id
}
