import { and, desc, eq, gte, isNotNull, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { memberships } from '../../shared/db/directory.tables'
import { idsSince } from '../../shared/ids'
import { cannedReplies } from '../canned-replies/canned-replies.tables'
import { conversationEpisodes, conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'

type ListedStatus = 'open' | 'pending' | 'closed'
type Said = Pick<
  typeof messages.$inferSelect,
  'direction' | 'sendState' | 'sentAt' | 'deliveredAt' | 'readAt' | 'playedAt' | 'failedAt'
>

// The conditions of the indexes, word for word: only then SQLite takes them.
const isAwake = sql`${conversations.snoozedUntil} IS NULL`
const isActive = sql`${conversations.status} IN ('open', 'pending')`
const byActivity = [desc(conversations.lastMessageAt), desc(conversations.id)] as const

/** Whose conversations the actor sees, as ranges of the index by assignee; one without a condition when it is everybody's. */
const sightsOf = (ctx: OrganizationContext): (SQL | undefined)[] =>
  ctx.visibility === 'all'
    ? [undefined]
    : [eq(conversations.assigneeId, ctx.actor.id ?? ''), isNull(conversations.assigneeId)]

const all = (...conditions: (SQL | undefined)[]): SQL => and(...conditions) ?? sql`true`

/** The ids of conversations that may ask for something: few, whatever there is. */
export async function listCandidates(
  ctx: OrganizationContext,
  { active, closed, closing }: { active: number; closed: Range; closing: Range & { until: number } },
) {
  const newest = (statuses: ListedStatus[], limit: number, further?: SQL) =>
    ctx.db.selectMerged(conversations, {
      fields: { id: conversations.id, lastMessageAt: conversations.lastMessageAt },
      ranges: statuses.flatMap((status) =>
        sightsOf(ctx).map((sight) => all(isAwake, eq(conversations.status, status), sight, further)),
      ),
      order: byActivity,
      limit,
    })
  const lists = await ctx.db.batch([
    newest(['open', 'pending'], active),
    newest(['closed'], closed.limit, gte(conversations.lastMessageAt, closed.since)),
    ctx.db
      .selectFields(
        conversations,
        { id: conversations.id },
        all(
          isAwake,
          isActive,
          sql`${conversations.lastInboundAt} > ${closing.since} AND ${conversations.lastInboundAt} <= ${closing.until}`,
          or(...sightsOf(ctx)),
        ),
      )
      .orderBy(conversations.lastInboundAt, conversations.id)
      .limit(closing.limit),
  ])
  const [activeIds, closedIds, closingIds] = lists.map((rows) => rows.map(({ id }) => id))
  return { active: activeIds ?? [], closed: closedIds ?? [], closing: closingIds ?? [] }
}
type Range = { since: number; limit: number }

/** Each conversation with what was said last in it: one row of the thread's index, and the notes after it. */
export async function readLastWords(ctx: OrganizationContext, conversationIds: readonly string[]) {
  const { conversationId, direction, occurredAt, sendState, sentAt, deliveredAt, readAt, playedAt, failedAt } = messages
  const last = ctx.db.first<string | null>(
    messages,
    sql`json_object('direction', ${direction}, 'at', ${occurredAt}, 'sendState', ${sendState}, 'sentAt', ${sentAt},
      'deliveredAt', ${deliveredAt}, 'readAt', ${readAt}, 'playedAt', ${playedAt}, 'failedAt', ${failedAt})`,
    {
      order: [desc(occurredAt), desc(messages.id)],
      where: [
        sql`${conversationId} = ${conversations.id}`,
        isNull(messages.targetWamid),
        ne(direction, 'internal'),
        ne(messages.type, 'system'),
      ],
    },
  )
  const rows = await ctx.db.selectFields(
    conversations,
    { conversationId: conversations.id, lastInboundAt: conversations.lastInboundAt, last: last.as('last') },
    sql`${conversations.id} IN (SELECT value FROM json_each(${JSON.stringify(conversationIds)}))`,
  )
  return rows.map((row) => ({
    ...row,
    // What the statement above has written.
    last: row.last === null ? null : (JSON.parse(row.last) as Said & { at: number }),
  }))
}

/** A statement of D1 takes a hundred values: so many people's counts are one. */
const PEOPLE_AT_ONCE = 8

/** How many open conversations each of these people has, counted to `limit`. */
export async function countAssigned(
  ctx: OrganizationContext,
  userIds: readonly string[],
  limit: number,
): Promise<Map<string, number>> {
  const statuses = ['open', 'pending'] as const
  const chunks = Array.from({ length: Math.ceil(userIds.length / PEOPLE_AT_ONCE) }, (_, at) =>
    userIds.slice(at * PEOPLE_AT_ONCE, (at + 1) * PEOPLE_AT_ONCE),
  )
  const [first, ...others] = chunks.map((people) =>
    ctx.db.values(
      Object.fromEntries(
        people.flatMap((userId) =>
          statuses.map((status) => {
            const range = all(isAwake, eq(conversations.assigneeId, userId), eq(conversations.status, status))
            const name = `${userId}_${status}`
            return [name, ctx.db.countUpTo(conversations, range, { order: byActivity, limit }).as(name)]
          }),
        ),
      ),
    ),
  )
  const results = first ? await ctx.db.batch([first, ...others]) : []
  const counted: Record<string, unknown> = Object.assign({}, ...results.flat())
  return new Map(
    userIds.map((userId) => [
      userId,
      Math.min(
        limit,
        statuses.reduce((sum, status) => sum + Number(counted[`${userId}_${status}`] ?? 0), 0),
      ),
    ]),
  )
}

/** Members who can sign in, the oldest account first. */
export const listMemberIds = async (ctx: OrganizationContext, limit: number): Promise<string[]> =>
  (
    await ctx.directory
      .selectFields(memberships, { userId: memberships.userId }, eq(memberships.isActive, true))
      .orderBy(memberships.userId)
      .limit(limit)
  ).map(({ userId }) => userId)

/** Conversations that customers opened in a span of time, newest first, each with a person's first reply after it. */
export function listOpenings(
  ctx: OrganizationContext,
  { since, until, limit }: { since: number; until: number; limit: number },
) {
  const { conversationId, openedAt, openedBy } = conversationEpisodes
  const sight = ctx.visibility === 'all' ? undefined : or(...sightsOf(ctx))
  const repliedAt = ctx.db.first<number | null>(messages, messages.occurredAt, {
    order: [messages.occurredAt, messages.id],
    where: [
      sql`${messages.conversationId} = ${conversationId}`,
      isNull(messages.targetWamid),
      // Messages have whole seconds: a reply within the second of the opening is after it.
      sql`${messages.occurredAt} >= ${openedAt} - ${openedAt} % 1000`,
      eq(messages.direction, 'outbound'),
      eq(messages.sentBy, 'agent'),
    ],
  })
  return ctx.db
    .selectFields(
      conversationEpisodes,
      { openedAt, repliedAt: repliedAt.as('replied_at') },
      gte(openedAt, since),
      lt(openedAt, until),
      eq(openedBy, 'customer'),
      sight && ctx.db.exists(conversations, sql`${conversations.id} = ${conversationId}`, sight),
    )
    .orderBy(desc(openedAt))
    .limit(limit)
}

/** The first messages that came to us or were written since a time. Ids are in the order of arrival. */
export const listMessagesSince = (ctx: OrganizationContext, since: number, limit: number) =>
  ctx.db
    .selectFields(
      messages,
      {
        type: messages.type,
        occurredAt: messages.occurredAt,
        direction: messages.direction,
        sendState: messages.sendState,
        sentAt: messages.sentAt,
        deliveredAt: messages.deliveredAt,
        readAt: messages.readAt,
        playedAt: messages.playedAt,
        failedAt: messages.failedAt,
        targetWamid: messages.targetWamid,
      },
      gte(messages.id, idsSince('msg', since)),
    )
    .orderBy(messages.id)
    .limit(limit)

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
