import { DAY } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { idsSince } from '../../shared/ids'
import { mediaPath } from '../media/media-store.usecases'
import { removeMirrored } from '../media/mirror-media.usecases'
import { deleteFiles, listFiles, listUsedElsewhere, type MediaRow, tieFile } from './erasure.repository'

const FILES = 50

/** The bytes of a file, here and in the mirror. Safe to repeat. */
export async function removeBytes(ctx: OrganizationContext, row: MediaRow): Promise<void> {
  if (row.uploadId !== null) {
    const upload = await ctx.media.resumeParts(mediaPath(row.id), row.uploadId)
    await upload.abort().catch((error: unknown) => ctx.log.info('no upload to stop', { mediaId: row.id, error }))
  }
  await ctx.media.delete(mediaPath(row.id))
  if (row.mirroredAt !== null) await removeMirrored(ctx, row)
}

/**
 * The next files of these threads: the bytes go first, the rows in the step's batch, so that a crash leaves no bytes
 * without a row. What somebody else was sent as well is theirs from now on.
 */
export async function eraseFiles(
  ctx: OrganizationContext,
  conversationIds: readonly string[],
): Promise<{ statements: Statement[]; removed: number; isOver: boolean }> {
  const rows = await listFiles(ctx, { conversationIds, limit: FILES })
  const isOver = rows.length < FILES
  if (rows.length === 0) return { statements: [], removed: 0, isOver }
  const since = idsSince('msg', Math.min(...rows.map(({ createdAt }) => createdAt)) - DAY)
  const ids = rows.map(({ id }) => id)
  const elsewhere = await listUsedElsewhere(ctx, { ids, conversationIds, since })
  const users = new Map(elsewhere.map((message) => [message.mediaId, message]))
  const theirs = rows.filter(({ id }) => !users.has(id))
  for (const row of theirs) await removeBytes(ctx, row)
  return {
    statements: [
      ...deleteFiles(
        ctx,
        theirs.map(({ id }) => id),
      ),
      ...rows.flatMap(({ id }) => {
        const user = users.get(id)
        return user ? [tieFile(ctx, id, user)] : []
      }),
    ],
    removed: theirs.length,
    isOver,
  }
}
