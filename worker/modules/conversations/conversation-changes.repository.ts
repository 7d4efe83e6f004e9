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
 * statement returns the id if it happened.
 */
export function changeStatements(
  ctx: OrganizationContext,
  seen: ConversationRow,
  change: {
    set: Partial<Pick<ConversationRow, 'status' | 'assigneeId' | 'snoozedUntil' | 'unreadCount'>>
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
  )
  return [
    ctx.db.update(conversations, change.set, unchanged).returning({ id: conversations.id }),
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

/** Only where it changes anything: what arrived a moment ago keeps its count when somebody marks as unread. */
export const setUnread = (ctx: OrganizationContext, ids: readonly string[], unreadCount: 0 | 1): Statement =>
  ctx.db.update(
    conversations,
    { unreadCount },
    sql`${conversations.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    unreadCount === 0 ? gt(conversations.unreadCount, 0) : eq(conversations.unreadCount, 0),
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
