import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { openShard, shardNames } from '../../shared/db/shards'
import type { Statement } from '../../shared/db/statements'
import { messages } from '../messages/messages.tables'
import { conversationEpisodes, conversations } from './conversations.tables'

type ConversationRow = typeof conversations.$inferSelect
type NewMessage = Omit<typeof messages.$inferInsert, 'organizationId'>
export type EpisodeChange = { type: 'opened' | 'closed'; id: string; by: string; at: number }

const is = (column: SQLiteColumn, value: unknown): SQL => sql`${column} IS ${value}`

/**
 * One conversation's change: only if it still is as it was seen, and then with everything that belongs to it. The first
 * statement returns the id if it happened. What sets the unread count rests on it: others count at the same time.
 * @param change.isUnread it shows as unread, whatever its count is when this is written
 */
export function changeStatements(
  ctx: OrganizationContext,
  seen: ConversationRow,
  change: {
    set: Partial<Pick<ConversationRow, 'status' | 'assigneeId' | 'snoozedUntil' | 'unreadCount'>>
    isUnread: boolean
    activities: NewMessage[]
    event: Statement
    episode: EpisodeChange | null
  },
): Statement[] {
  const unchanged = and(
    eq(conversations.id, seen.id),
    is(conversations.status, seen.status),
    is(conversations.assigneeId, seen.assigneeId),
    is(conversations.snoozedUntil, seen.snoozedUntil),
    change.set.unreadCount === undefined ? undefined : is(conversations.unreadCount, seen.unreadCount),
  )
  // Of its column, as an expression.
  const unreadCount = sql`max(1, ${conversations.unreadCount})` as never
  const set = change.isUnread ? { ...change.set, unreadCount } : change.set
  return [
    ctx.db.update(conversations, set, unchanged).returning({ id: conversations.id }),
    // Each is inserted only if the statement before it did something: what did not happen leaves no trace.
    ...change.activities.map((activity) => ctx.db.insertIfChanged(messages, activity)),
    change.event,
    ...(change.episode ? [episodeStatement(ctx, seen.id, change.episode)] : []),
  ]
}

const episodeStatement = (ctx: OrganizationContext, conversationId: string, { type, id, by, at }: EpisodeChange) =>
  type === 'opened'
    ? ctx.db.insertIfChanged(conversationEpisodes, { id, conversationId, openedBy: by, openedAt: at })
    : ctx.db.update(
        conversationEpisodes,
        { closedBy: by, closedAt: at },
        eq(conversationEpisodes.conversationId, conversationId),
        isNull(conversationEpisodes.closedAt),
        sql`changes() > 0`,
      )

/** `seen`: how many were unread when it was looked at; `at`, `messageId`: the last message that was seen, if that is known. */
export type Reading = { id: string; seen: number; at: number | null; messageId: string | null }

/**
 * What has been seen is not unread any more; what arrived meanwhile keeps its count. Without a last message, as many are
 * taken off as were there, unless somebody else has done so already.
 */
export const readStatements = ({ db }: OrganizationContext, readings: Reading[]): Statement[] =>
  db.updateMany(conversations, readings, {
    match: (field) => sql`${conversations.id} = ${field('id')} AND ${conversations.unreadCount} > 0`,
    set: (field) => {
      const { unreadCount } = conversations
      const behind = db.subquery(
        messages,
        sql`count(*)`,
        and(
          sql`${messages.conversationId} = ${conversations.id}`,
          sql`(${messages.occurredAt}, ${messages.id}) > (${field('at')}, ${field('messageId')})`,
          isNull(messages.targetWamid),
          eq(messages.direction, 'inbound'),
        ),
      )
      return {
        unreadCount: sql`CASE WHEN ${field('messageId')} IS NOT NULL THEN min(${unreadCount}, ${behind})
          WHEN ${unreadCount} >= ${field('seen')} THEN ${unreadCount} - ${field('seen')} ELSE ${unreadCount} END`,
      }
    },
  })

/** Where messages stand, and in which conversation. */
export const findPlaces = ({ db }: OrganizationContext, ids: readonly string[]) =>
  db.selectFields(
    messages,
    { id: messages.id, conversationId: messages.conversationId, at: messages.occurredAt },
    sql`${messages.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )

/** A mark for the team, where nothing is unread: what arrived a moment ago keeps its count. */
export const markUnread = (ctx: OrganizationContext, ids: readonly string[]): Statement =>
  ctx.db.update(
    conversations,
    { unreadCount: 1 },
    sql`${conversations.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    eq(conversations.unreadCount, 0),
  )

const SWEEP_PAGE = 1000
const SWEEP_PAGES = 20

/** Whose snooze is over, in every shard, for a cron that says so to each organization. */
export async function* listDueSnoozes(system: SystemContext, now: number) {
  for (const name of shardNames(system.env)) {
    const shard = openShard(system.env, name)
    let after: { at: number; id: string } | undefined
    for (let page = 0; page < SWEEP_PAGES; page++) {
      const { organizationId, id, snoozedUntil } = conversations
      const rows = await shard
        .select({ organizationId, id, snoozedUntil })
        .from(conversations)
        .where(
          and(
            sql`${snoozedUntil} IS NOT NULL AND ${snoozedUntil} <= ${now}`,
            after && gt(sql`(${snoozedUntil}, ${id})`, sql`(${after.at}, ${after.id})`),
          ),
        )
        .orderBy(snoozedUntil, id)
        .limit(SWEEP_PAGE)
      yield rows
      const last = rows.at(-1)
      if (rows.length < SWEEP_PAGE || last?.snoozedUntil == null) break
      after = { at: last.snoozedUntil, id: last.id }
    }
  }
}
