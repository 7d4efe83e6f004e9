import { DAY } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { openGraph } from '../phone-numbers/phone-numbers.usecases'
import { sendProblem } from './file-rules.models'
import { mediaNotFound, mediaNotReady, mediaNotSendable } from './media.errors'
import { findMediaRows, type MediaRow, markUsed, postponeRemoval } from './media.repository'
import type { MediaKind } from './media.schemas'
import { requireMedia, UNUSED_FOR } from './media.usecases'
import { mediaPath } from './media-store.usecases'
import { fileNameOf } from './serving.models'
import { deleteUploads, findUploads, putUpload } from './uploads.repository'

/**
 * A file that a message of this kind can carry. An inbound one can be sent on.
 * @param kind `voice`: a voice note
 * @throws `media.not_found`, `media.not_ready`, `media.not_sendable`, each with the reason
 */
export async function requireSendableMedia(
  ctx: OrganizationContext,
  mediaId: string,
  kind: MediaKind | 'voice',
): Promise<MediaRow> {
  const row = await requireMedia(ctx, mediaId)
  if (row.status === 'failed') throw mediaNotFound({ message: row.failure ?? mediaNotFound.declaration.message })
  if (row.status !== 'ready') throw mediaNotReady()
  const problem = sendProblem(row, kind)
  if (problem) throw mediaNotSendable({ message: problem })
  // An upload that is about to be removed stays, now that a message wants it.
  const isUnused = row.direction === 'outbound' && row.dueAt !== null
  if (isUnused && !(await postponeRemoval(ctx, mediaId, ctx.clock.now() + UNUSED_FOR))) throw mediaNotFound()
  return row
}

/**
 * For the batch that stores an outbound message: ties its files to it, so that they stay and are in the conversation's
 * gallery. An upload that no message has is removed after a day. None for no files.
 */
export const useMedia = (
  ctx: OrganizationContext,
  mediaIds: readonly string[],
  message: { conversationId: string; messageId: string },
): Statement[] => (mediaIds.length === 0 ? [] : [markUsed(ctx, mediaIds, message)])

/** Meta keeps an uploaded file for 30 days. A message that waits in its queue must not find it gone. */
const KNOWN_FOR = 29 * DAY

/**
 * What Meta knows these files as on this number: uploaded now, or reused until Meta forgets it.
 * @returns our id → Meta's
 * @throws GraphError when an upload fails; `media.not_found` when a file is gone
 */
export async function metaMediaIdsFor(
  ctx: OrganizationContext,
  phoneNumber: { id: string; metaPhoneNumberId: string; accessToken: string },
  mediaIds: readonly string[],
): Promise<Map<string, string>> {
  if (mediaIds.length === 0) return new Map()
  const phoneNumberId = phoneNumber.id
  const known = await findUploads(ctx, { phoneNumberId, mediaIds, now: ctx.clock.now() })
  const found = new Map(known.map(({ mediaId, metaMediaId }) => [mediaId, metaMediaId]))
  const missing = mediaIds.filter((id) => !found.has(id))
  if (missing.length === 0) return found
  const rows = await findMediaRows(ctx, missing)
  // Whoever sends it uses it, should the message not have been tied to it.
  if (rows.some(({ direction, dueAt }) => direction === 'outbound' && dueAt !== null))
    await markUsed(ctx, missing, null)
  const graph = await openGraph(ctx, phoneNumber)
  // One after the other: a file in and out is two of six connections.
  for (const mediaId of new Set(missing)) {
    const row = rows.find(({ id }) => id === mediaId)
    const object = row?.status === 'ready' ? await ctx.media.get(mediaPath(mediaId)) : null
    if (!row || !object) throw mediaNotFound()
    const now = ctx.clock.now()
    const metaMediaId = await graph.uploadMedia(phoneNumber.metaPhoneNumberId, {
      body: object.body,
      size: object.size,
      mimeType: row.mimeType,
      filename: fileNameOf(row),
    })
    await putUpload(ctx, { mediaId, phoneNumberId, metaMediaId, expiresAt: now + KNOWN_FOR })
    found.set(mediaId, metaMediaId)
  }
  return found
}

/** Meta does not know them any more, whatever it said: the next `metaMediaIdsFor` uploads them anew. */
export const forgetMetaMedia = (
  ctx: OrganizationContext,
  phoneNumberId: string,
  mediaIds: readonly string[],
): Promise<void> => deleteUploads(ctx, phoneNumberId, mediaIds)
