import { and, desc, eq, isNotNull, lte, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { messages } from '../messages/messages.tables'
import { conversationEpisodes } from './conversations.tables'

export type ThreadPosition = readonly [at: number, id: string]
export type Direction = 'older' | 'newer'
export type MessageRow = typeof messages.$inferSelect

// As the index has it: reactions, edits and deletions are about another message and have no bubble.
const hasBubble = sql`${messages.targetWamid} IS NULL`
// What was scheduled and then cancelled was never said.
const isSaid = sql`${messages.sendState} IS NOT 'cancelled'`

/**
 * Up to `limit` messages of each conversation, from a position on in one direction, nearest first; from the newest without
 * one. @param includes the message at the position, too
 */
export async function listThread(
  ctx: OrganizationContext,
  conversationIds: readonly string[],
  ranges: { direction: Direction; from?: ThreadPosition | undefined; includes?: boolean; limit: number }[],
): Promise<MessageRow[][]> {
  const selects = ranges.flatMap(({ direction, from, includes = false, limit }) =>
    conversationIds.map((conversationId) =>
      ctx.db
        .select(
          messages,
          eq(messages.conversationId, conversationId),
          hasBubble,
          isSaid,
          from && beyond(direction, from, includes),
        )
        .orderBy(
          ...(direction === 'older'
            ? [desc(messages.occurredAt), desc(messages.id)]
            : [messages.occurredAt, messages.id]),
        )
        .limit(limit),
    ),
  )
  const [first, ...others] = selects as unknown as Statement[]
  if (!first) return ranges.map(() => [])
  const results = (await ctx.db.batch([first, ...others])) as unknown as MessageRow[][]
  return ranges.map((_, at) => results.slice(at * conversationIds.length, (at + 1) * conversationIds.length).flat())
}

function beyond(direction: Direction, [at, id]: ThreadPosition, includes: boolean): SQL {
  const operator = sql.raw((direction === 'older' ? '<' : '>') + (includes ? '=' : ''))
  return sql`(${messages.occurredAt}, ${messages.id}) ${operator} (${at}, ${id})`
}

/** Where a message of a thread stands; undefined when it is not one that has a place there. */
export const findPlaced = async (ctx: OrganizationContext, conversationIds: readonly string[], id: string) =>
  (
    await ctx.db.selectFields(
      messages,
      { id: messages.id, at: messages.occurredAt },
      eq(messages.id, id),
      sql`${messages.conversationId} IN (SELECT value FROM json_each(${JSON.stringify(conversationIds)}))`,
      hasBubble,
    )
  )[0]

type LastInbound = {
  conversationId: string
  /** When they last wrote: where it is found. */
  lastInboundAt: number
  upTo?: { at: number; messageId: string } | undefined
}
export type Receivable = { id: string; wamid: string | null; phoneNumberId: string }
const receivable = { id: messages.id, wamid: messages.wamid, phoneNumberId: messages.phoneNumberId }

/** The customer's last message in each of these conversations that Meta has an id of, or the last one that somebody has seen. */
export async function listLastInbound(ctx: OrganizationContext, wanted: readonly LastInbound[]): Promise<Receivable[]> {
  const selects = wanted.map(({ conversationId, lastInboundAt, upTo }) =>
    ctx.db
      .selectFields(
        messages,
        receivable,
        and(
          eq(messages.conversationId, conversationId),
          hasBubble,
          lte(messages.occurredAt, lastInboundAt),
          upTo && sql`(${messages.occurredAt}, ${messages.id}) <= (${upTo.at}, ${upTo.messageId})`,
          eq(messages.direction, 'inbound'),
          isNotNull(messages.wamid),
        ),
      )
      .orderBy(desc(messages.occurredAt), desc(messages.id))
      .limit(1),
  )
  const [first, ...others] = selects as unknown as Statement[]
  return first ? ((await ctx.db.batch([first, ...others])) as unknown as Receivable[][]).flat() : []
}

export const listReceivable = (ctx: OrganizationContext, ids: readonly string[]): Promise<Receivable[]> =>
  ctx.db.selectFields(
    messages,
    receivable,
    sql`${messages.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )

/** Newest first. */
export const listEpisodes = (
  ctx: OrganizationContext,
  conversationIds: readonly string[],
  { after, limit }: { after: ThreadPosition | undefined; limit: number },
) =>
  ctx.db
    .select(
      conversationEpisodes,
      sql`${conversationEpisodes.conversationId} IN (SELECT value FROM json_each(${JSON.stringify(conversationIds)}))`,
      after && sql`(${conversationEpisodes.openedAt}, ${conversationEpisodes.id}) < (${after[0]}, ${after[1]})`,
    )
    .orderBy(desc(conversationEpisodes.openedAt), desc(conversationEpisodes.id))
    .limit(limit)
