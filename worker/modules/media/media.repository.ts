import { eq, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { media } from './media.tables'

export type MediaRow = typeof media.$inferSelect
/** A row to be inserted: the handle adds the organization. */
export type NewMediaRow = Omit<typeof media.$inferInsert, 'organizationId'> & { id: string }

export const findMedia = async (ctx: OrganizationContext, id: string): Promise<MediaRow | undefined> =>
  (await ctx.db.select(media, eq(media.id, id)))[0]

/** Ties uploads to the message that carries them: they are not removed as unused any more. */
export const markUsed = (
  ctx: OrganizationContext,
  ids: readonly string[],
  message: { conversationId: string; messageId: string },
) =>
  ctx.db.update(
    media,
    {
      dueAt: null,
      conversationId: sql`coalesce(${media.conversationId}, ${message.conversationId})` as never,
      messageId: sql`coalesce(${media.messageId}, ${message.messageId})` as never,
    },
    eq(media.direction, 'outbound'),
    sql`${media.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
