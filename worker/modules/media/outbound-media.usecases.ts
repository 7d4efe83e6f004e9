import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { mediaNotFound, mediaNotReady, mediaNotSendable } from './media.errors'
import { findMedia, type MediaRow, markUsed } from './media.repository'

/**
 * A file that a message of this kind can carry. An inbound one can be sent on.
 * @param kind what the message needs: `image`, `video`, `audio`, `voice`, `document` or `sticker`
 * @throws `media.not_found`, `media.not_ready`, `media.not_sendable`, each with the reason
 */
export async function requireSendableMedia(ctx: OrganizationContext, mediaId: string, kind: string): Promise<MediaRow> {
  const row = await findMedia(ctx, mediaId)
  if (!row) throw mediaNotFound()
  if (row.status !== 'ready') throw mediaNotReady()
  if (row.kind !== kind) throw mediaNotSendable()
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

/**
 * What Meta knows these files as on this number: uploaded now, or reused until Meta forgets it.
 * @returns our id → Meta's
 * @throws GraphError when an upload fails
 */
export async function metaMediaIdsFor(
  ctx: OrganizationContext,
  phoneNumber: { id: string; metaPhoneNumberId: string },
  mediaIds: readonly string[],
): Promise<Map<string, string>> {
  if (mediaIds.length === 0) return new Map()
  throw new Error(`not written yet: ${phoneNumber.id} ${ctx.organizationId}`)
}
