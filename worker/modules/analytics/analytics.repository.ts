import { desc, eq, gte, isNotNull, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { memberships } from '../../shared/db/directory.tables'
import { cannedReplies } from '../canned-replies/canned-replies.tables'
import { conversationEpisodes } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'

/** Openings since a time, newest first. */
export const listOpenings = (ctx: OrganizationContext, since: number, limit: number) =>
  ctx.db
    .selectFields(
      conversationEpisodes,
      { conversationId: conversationEpisodes.conversationId, openedAt: conversationEpisodes.openedAt },
      gte(conversationEpisodes.openedAt, since),
    )
    .orderBy(desc(conversationEpisodes.openedAt))
    .limit(limit)

/** What people wrote in these conversations since a time. */
export const listReplies = (ctx: OrganizationContext, conversationIds: readonly string[], since: number) =>
  ctx.db.selectFields(
    messages,
    { conversationId: messages.conversationId, occurredAt: messages.occurredAt },
    sql`${messages.conversationId} IN (SELECT value FROM json_each(${JSON.stringify(conversationIds)}))`,
    gte(messages.occurredAt, since),
    eq(messages.direction, 'outbound'),
    eq(messages.sentBy, 'agent'),
  )

/** Whether there is anything at all, at one row each. */
export async function readFirsts(ctx: OrganizationContext) {
  const [[replies, canned], members] = await Promise.all([
    ctx.db.batch([
      // What is written in the dashboard has an id of the dashboard's making, and those have an index.
      ctx.db.selectFields(messages, { id: messages.id }, isNotNull(messages.clientId)).limit(1),
      ctx.db.selectFields(cannedReplies, { id: cannedReplies.id }).limit(1),
    ]),
    ctx.directory.selectFields(memberships, { userId: memberships.userId }, eq(memberships.isActive, true)).limit(2),
  ])
  return { replySent: replies.length > 0, cannedReplyKept: canned.length > 0, teamInvited: members.length > 1 }
}
