import { and, asc, eq, isNotNull, lte, notExists, sql } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { openShard, shardNames } from '../../shared/db/shards'
import { media, mediaParts, mediaUploads } from './media.tables'

export const putPart = async (
  ctx: OrganizationContext,
  part: { mediaId: string; partNumber: number; etag: string; size: number },
): Promise<void> => {
  const { etag, size } = part
  await ctx.db.upsert(mediaParts, part, {
    target: [mediaParts.organizationId, mediaParts.mediaId, mediaParts.partNumber],
    set: { etag, size },
  })
}
export const listParts = (ctx: OrganizationContext, mediaId: string) =>
  ctx.db.select(mediaParts, eq(mediaParts.mediaId, mediaId)).orderBy(asc(mediaParts.partNumber))

/** Which of these files Meta knows on a number, until later than `now`. */
export const findUploads = (
  ctx: OrganizationContext,
  { phoneNumberId, mediaIds, now }: { phoneNumberId: string; mediaIds: readonly string[]; now: number },
) =>
  ctx.db.select(
    mediaUploads,
    eq(mediaUploads.phoneNumberId, phoneNumberId),
    sql`${mediaUploads.mediaId} IN (SELECT value FROM json_each(${JSON.stringify(mediaIds)}))`,
    sql`${mediaUploads.expiresAt} > ${now}`,
  )

/** Two uploads at a time are two ids at Meta, both good: the later one is kept. */
export const putUpload = async (
  ctx: OrganizationContext,
  upload: { mediaId: string; phoneNumberId: string; metaMediaId: string; expiresAt: number },
): Promise<void> => {
  const { metaMediaId, expiresAt } = upload
  await ctx.db.upsert(mediaUploads, upload, {
    target: [mediaUploads.organizationId, mediaUploads.mediaId, mediaUploads.phoneNumberId],
    set: { metaMediaId, expiresAt },
  })
}

export const deleteUploads = async (
  ctx: OrganizationContext,
  phoneNumberId: string,
  mediaIds: readonly string[],
): Promise<void> => {
  await ctx.db.delete(
    mediaUploads,
    eq(mediaUploads.phoneNumberId, phoneNumberId),
    sql`${mediaUploads.mediaId} IN (SELECT value FROM json_each(${JSON.stringify(mediaIds)}))`,
  )
}

/** On every shard: what Meta knew a file as until then, and parts of files that are in no upload any more. @returns how many */
export async function deleteForgotten({ env }: Pick<SystemContext, 'env'>, before: number): Promise<number> {
  const gone = await Promise.all(
    shardNames(env).map(async (name) => {
      const shard = openShard(env, name)
      const uploads = await shard.delete(mediaUploads).where(lte(mediaUploads.expiresAt, before))
      const isOfPart = and(eq(media.organizationId, mediaParts.organizationId), eq(media.id, mediaParts.mediaId))
      const upload = shard
        .select({ id: media.id })
        .from(media)
        .where(and(isOfPart, isNotNull(media.uploadId)))
      const parts = await shard.delete(mediaParts).where(notExists(upload))
      return uploads.meta.changes + parts.meta.changes
    }),
  )
  return gone.reduce((sum, count) => sum + count, 0)
}
