import { DAY, MINUTE, toIso } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { shardNames } from '../../shared/db/shards'
import { mediaUrl } from '../../shared/media-url'
import { requirePerson } from '../contacts/person.usecases'
import { requireConversation } from '../conversations/conversations.usecases'
import { toMessageMedia } from '../inbox/inbox.models'
import { isVisible } from '../inbox/inbox.usecases'
import { copyMedia } from './copy-media.usecases'
import { mediaQueue } from './inbound-media.usecases'
import { mediaNotFound } from './media.errors'
import {
  deleteMedia,
  findAssignee,
  findMedia,
  type GalleryPage,
  listDueMedia,
  listOfConversations,
  type MediaRow,
  postponeDueMedia,
  retireUnused,
} from './media.repository'
import type { Media } from './media.schemas'
import { mediaPath } from './media-store.usecases'
import { mirrorMedia } from './mirror-media.usecases'

export const toMedia = (ctx: OrganizationContext, row: MediaRow): Media => ({
  ...toMessageMedia(row, mediaUrl(ctx.config, ctx.organizationId, row.id, ctx.clock.now())),
  direction: row.direction,
  conversationId: row.conversationId,
  messageId: row.messageId,
  createdAt: toIso(row.createdAt),
})

/**
 * A file that the actor may see: of a conversation they see, or an upload of their own that no message has yet.
 * @throws `media.not_found`
 */
export async function requireMedia(ctx: OrganizationContext, id: string): Promise<MediaRow> {
  const row = await findMedia(ctx, id)
  if (!row || !(await maySee(ctx, row))) throw mediaNotFound()
  return row
}

async function maySee(ctx: OrganizationContext, row: MediaRow): Promise<boolean> {
  if (ctx.visibility === 'all') return true
  if (row.conversationId === null) return row.uploadedBy === ctx.actor.id
  const conversation = await findAssignee(ctx, row.conversationId)
  return conversation !== undefined && isVisible(ctx, conversation.assigneeId)
}

/** Files of a conversation, newest first. @throws `conversations.not_found` */
export async function listGallery(
  ctx: OrganizationContext,
  conversationId: string,
  page: GalleryPage,
): Promise<MediaRow[]> {
  await requireConversation(ctx, conversationId)
  return listOfConversations(ctx, [conversationId], page)
}

/** Files of all conversations of a person that the actor sees, newest first. @throws `contacts.not_found` */
export async function listContactGallery(
  ctx: OrganizationContext,
  contactId: string,
  page: GalleryPage,
): Promise<MediaRow[]> {
  const { visible } = await requirePerson(ctx, contactId)
  const conversationIds = visible.map(({ id }) => id)
  return listOfConversations(ctx, conversationIds, page)
}

/** Does what is due about a file: copies it, mirrors it, or removes it because nobody uses it any more. */
export async function workOnMedia(
  ctx: OrganizationContext,
  { mediaId, url }: { mediaId: string; url?: string | undefined },
): Promise<void> {
  const row = await findMedia(ctx, mediaId)
  if (!row) return
  if (row.status === 'failed' && row.dueAt !== null) return discardMedia(ctx, row)
  if (row.direction === 'outbound') return removeUnused(ctx, row)
  if (row.status === 'pending') return copyMedia(ctx, mediaId, url)
  if (row.status === 'ready' && row.mirroredAt === null && row.dueAt !== null) return mirrorMedia(ctx, row)
}

const SWEEP_PAGE = 500
/** How long a queue message may take to arrive before another one is sent. */
const QUEUED_FOR = 3 * MINUTE

/** For the cron: sends the queue every file about which something is due. @returns how many */
export async function sweepMedia(system: SystemContext): Promise<number> {
  const now = system.clock.now()
  let count = 0
  for (const shard of shardNames(system.env)) {
    const due = await listDueMedia(system, shard, { now, limit: SWEEP_PAGE })
    if (due.length === 0) continue
    await mediaQueue.send(
      system,
      due.map(({ organizationId, id }) => ({ organizationId, mediaId: id })),
    )
    await postponeDueMedia(system, shard, { ids: due.map(({ id }) => id), now, again: now + QUEUED_FOR })
    count += due.length
  }
  return count
}

/** An upload that no message uses is kept for a day. */
export const UNUSED_FOR = DAY

/** Out of use first, then out of the bucket, then out of the database: a crash in between is finished by the next sweep. */
async function removeUnused(ctx: OrganizationContext, { id, uploadId }: MediaRow): Promise<void> {
  // The sweep has moved the time on a little; a message that is about to use the file moves it by a day.
  if (await retireUnused(ctx, id, ctx.clock.now() + 2 * QUEUED_FOR)) await discardMedia(ctx, { id, uploadId })
}

/** Removes a file that no message has. */
export async function discardMedia(
  ctx: OrganizationContext,
  { id, uploadId }: Pick<MediaRow, 'id' | 'uploadId'>,
): Promise<void> {
  if (uploadId !== null) {
    const upload = await ctx.media.resumeParts(mediaPath(id), uploadId)
    // Finished or given up already: then there is nothing to stop.
    await upload.abort().catch((error: unknown) => ctx.log.info('no upload to stop', { mediaId: id, error }))
  }
  await ctx.media.delete(mediaPath(id))
  await deleteMedia(ctx, id)
}
