import { z } from 'zod'
import { MINUTE } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { deriveId } from '../../shared/ids'
import { defineQueue } from '../../shared/queue'
import { openOrganization } from '../../tenancy/organization-context'
import type { IncomingMedia } from '../../whatsapp/webhook-events'
import { toHexDigest } from './inbound-media.models'
import { type NewMediaRow, withdraw } from './media.repository'

/** Says: do what is due about this file. Send it after the batch that made the row; a crash before costs a minute. */
export const mediaQueue = defineQueue({
  name: 'media',
  binding: 'MEDIA',
  schema: z.object({
    organizationId: z.string(),
    mediaId: z.string(),
    /** The webhook's own address of the file, tried before Graph is asked for one. Lives five minutes. */
    url: z.string().optional(),
  }),
  openOrganization,
})

/** How long a pending file waits for its queue message before the sweep sends another. */
const SAFETY_NET = MINUTE

/**
 * For a batch after which nobody may see these files any more: their message was taken back, or its person erased. Bytes
 * and rows go when they are next worked on; tell `mediaQueue`, or the sweep will. What a message of ours has sent on is ours
 * and stays. None for no files.
 */
export const withdrawMedia = (ctx: OrganizationContext, mediaIds: readonly string[]): Statement[] =>
  mediaIds.length === 0
    ? []
    : withdraw(ctx, mediaIds, { failure: 'This file was deleted by its sender.', now: ctx.clock.now() })

/**
 * The row of a file that a webhook names, for the batch that stores its message. The id follows from the message's, so
 * that a delivery which comes twice is one file. Set the message's `mediaId` to it, and tell `mediaQueue` afterwards.
 * @param kind `image`, `video`, `audio`, `document` or `sticker`
 */
export function newInboundMedia(
  ctx: Pick<OrganizationContext, 'clock'>,
  file: {
    messageId: string
    conversationId: string
    phoneNumberId: string
    kind: string
    media: IncomingMedia
  },
): NewMediaRow {
  const { messageId, conversationId, phoneNumberId, kind, media } = file
  const now = ctx.clock.now()
  return {
    id: deriveId('med', messageId),
    direction: 'inbound',
    status: 'pending',
    kind,
    mimeType: media.mimeType,
    filename: media.filename,
    sha256: toHexDigest(media.sha256),
    phoneNumberId,
    conversationId,
    messageId,
    metaMediaId: media.metaMediaId,
    dueAt: now + SAFETY_NET,
    createdAt: now,
  }
}
