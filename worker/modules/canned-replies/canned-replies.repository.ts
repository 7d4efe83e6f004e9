import { asc, eq, inArray } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { cannedReplies } from './canned-replies.tables'

export type CannedReplyRow = typeof cannedReplies.$inferSelect
export const SHARED = ''

/** The team's and one person's own, by shortcut. */
export const listCannedReplies = (ctx: OrganizationContext, userId: string, limit: number) =>
  ctx.db
    .select(cannedReplies, inArray(cannedReplies.ownerId, [SHARED, userId]))
    .orderBy(asc(cannedReplies.shortcut), asc(cannedReplies.ownerId))
    .limit(limit)

/** Another person's own one is not there. */
export const findCannedReply = async (
  ctx: OrganizationContext,
  { id, userId }: { id: string; userId: string },
): Promise<CannedReplyRow | undefined> =>
  (await ctx.db.select(cannedReplies, eq(cannedReplies.id, id), inArray(cannedReplies.ownerId, [SHARED, userId])))[0]

export const insertCannedReply = async (ctx: OrganizationContext, row: Omit<CannedReplyRow, 'organizationId'>) => {
  await ctx.db.insert(cannedReplies, row)
}
export const updateCannedReply = async (
  ctx: OrganizationContext,
  id: string,
  changes: Partial<Pick<CannedReplyRow, 'shortcut' | 'body' | 'ownerId' | 'updatedAt'>>,
) => {
  await ctx.db.update(cannedReplies, changes, eq(cannedReplies.id, id))
}
export const deleteCannedReply = async (ctx: OrganizationContext, id: string) => {
  await ctx.db.delete(cannedReplies, eq(cannedReplies.id, id))
}
