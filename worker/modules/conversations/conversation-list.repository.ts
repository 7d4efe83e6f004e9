import { and, desc, eq, getTableColumns, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { contacts } from '../contacts/contacts.tables'
import { messages } from '../messages/messages.tables'
import { CLOSING, firstOf, type Position, sortRows, WINDOW } from './conversations.models'
import type { conversationViews } from './conversations.schemas'
import { conversations, conversationTags } from './conversations.tables'

type ConversationRow = typeof conversations.$inferSelect
type ListedStatus = 'open' | 'pending' | 'closed'
export type ConversationFilter = {
  view: (typeof conversationViews)[number]
  status?: ListedStatus | undefined
  assigneeId?: string | undefined
  phoneNumberId?: string | undefined
  tagId?: string | undefined
  hasFailed?: boolean | undefined
}

// The conditions of the indexes, word for word: only then SQLite takes them.
const isAwake = sql`${conversations.snoozedUntil} IS NULL`
const isSnoozed = sql`${conversations.snoozedUntil} IS NOT NULL`
const isActive = sql`${conversations.status} IN ('open', 'pending')`
const isUnread = sql`${conversations.unreadCount} > 0`
const isFailing = sql`${conversations.failedMessageId} IS NOT NULL`

const isClosing = (now: number) =>
  sql`${conversations.lastInboundAt} > ${now - WINDOW} AND ${conversations.lastInboundAt} <= ${now - WINDOW + CLOSING}`

/**
 * The ranges that together are a list. Each is read off one index from its end, and no further than a page; what does not
 * help to find it is in every range and only sorts rows out.
 */
function rangesOf(ctx: OrganizationContext, filter: ConversationFilter, now: number): SQL[] {
  const assignees = assigneesOf(ctx, filter)
  const sortedOut = [
    filter.phoneNumberId === undefined ? undefined : eq(conversations.phoneNumberId, filter.phoneNumberId),
    filter.status === undefined ? undefined : eq(conversations.status, filter.status),
    filter.hasFailed ? isFailing : undefined,
  ]
  const one = (...conditions: SQL[]) => [
    all(...conditions, ...sortedOut, assignees === null ? undefined : anyOf(assignees)),
  ]
  if (filter.view === 'snoozed') return one(isSnoozed)
  if (filter.view === 'unread') return one(isUnread, isAwake, isActive)
  if (filter.view === 'window_closing') return one(isAwake, isActive, isClosing(now))
  const statuses = statusesOf(filter)
  if (statuses.length === 0) return [sql`false`]
  // They are few: whose they are and what number they have is looked at one by one, and leads to no other index.
  if (filter.hasFailed)
    return statuses.map((status) =>
      all(
        isFailing,
        isAwake,
        eq(conversations.status, status),
        ...[assignees === null ? undefined : anyOf(assignees), sortedOut[0]].map(
          (condition) => condition && sql`CASE WHEN ${condition} THEN 1 END`,
        ),
      ),
    )
  return statuses.flatMap((status) =>
    (assignees ?? [undefined]).map((assignee) =>
      all(isAwake, eq(conversations.status, status), assignee, sortedOut[0]),
    ),
  )
}

const all = (...conditions: (SQL | undefined)[]): SQL => and(...conditions) ?? sql`true`

function statusesOf({ view, status }: ConversationFilter): ListedStatus[] {
  if (view === 'closed' || view === 'pending') return status === undefined || status === view ? [view] : []
  return status ? [status] : ['open', 'pending']
}

/** Whose conversations these are; null: anybody's. */
function assigneesOf(ctx: OrganizationContext, { view, assigneeId }: ConversationFilter): SQL[] | null {
  const me = ctx.actor.id ?? ''
  const mine = eq(conversations.assigneeId, me)
  const nobodys = isNull(conversations.assigneeId)
  const wanted = [
    view === 'mine' ? [me] : view === 'unassigned' ? [null] : undefined,
    assigneeId === undefined ? undefined : [assigneeId],
    ctx.visibility === 'own' ? [me, null] : undefined,
  ].filter((some) => some !== undefined)
  if (wanted.length === 0) return null
  const [first = [], ...others] = wanted
  const left = first.filter((one) => others.every((some) => some.includes(one)))
  if (left.length === 0) return [sql`false`]
  return left.map((one) => (one === null ? nobodys : one === me ? mine : eq(conversations.assigneeId, one)))
}

/** The time that sorts a view. */
const timeOf = (view: ConversationFilter['view']) =>
  firstOf(view) === 'oldest' ? conversations.lastInboundAt : conversations.lastMessageAt

/** The order that an index has a view's ranges in. */
function orderOf(view: ConversationFilter['view']): [SQL | SQLiteColumn, SQL | SQLiteColumn] {
  const at = timeOf(view)
  return firstOf(view) === 'oldest' ? [at, conversations.id] : [desc(at), desc(conversations.id)]
}

/** The conversations of each list, counted no further than `limit`. */
export async function countLists<Name extends string>(
  ctx: OrganizationContext,
  lists: ReadonlyMap<Name, ConversationFilter>,
  { limit, now }: { limit: number; now: number },
): Promise<Map<Name, number>> {
  const ranges = [...lists].flatMap(([list, filter]) =>
    rangesOf(ctx, filter, now).map((range, at) => ({ list, view: filter.view, name: `${list}${at}`, range })),
  )
  const counted = Object.fromEntries(
    ranges.map(({ view, name, range }) => [
      name,
      ctx.db.countUpTo(conversations, range, { order: orderOf(view), limit }).as(name),
    ]),
  )
  const [[row = {}]] = await ctx.db.batch([ctx.db.values(counted)])
  const counts = new Map<Name, number>()
  for (const { list, name } of ranges)
    counts.set(list, Math.min(limit, (counts.get(list) ?? 0) + Number(row[name] ?? 0)))
  return counts
}

type Page = { after: Position | undefined; limit: number; now: number }

/** Up to `limit` conversations of a view behind `after`, in its order. */
export async function listConversations(
  ctx: OrganizationContext,
  filter: ConversationFilter,
  page: Page,
): Promise<ConversationRow[]> {
  const { tagId, view } = filter
  if (tagId !== undefined && isByStatus(view) && !filter.hasFailed) return listTagged(ctx, { ...filter, tagId }, page)
  const further = [
    tagId === undefined ? undefined : hasTag(ctx, tagId),
    behind(timeOf(view), conversations.id, page, firstOf(view)),
  ]
  const list = ctx.db.selectMerged(conversations, {
    fields: getTableColumns(conversations),
    ranges: rangesOf(ctx, filter, page.now).map((range) => all(range, ...further)),
    order: orderOf(view),
    limit: page.limit,
  })
  return (await ctx.db.batch([list]))[0]
}

const behind = (at: SQLiteColumn, id: SQLiteColumn, { after }: Page, first: 'newest' | 'oldest'): SQL | undefined =>
  after && sql`(${at}, ${id}) ${sql.raw(first === 'newest' ? '<' : '>')} (${after[0]}, ${after[1]})`

const isByStatus = (view: ConversationFilter['view']): boolean =>
  view !== 'snoozed' && view !== 'unread' && view !== 'window_closing'

/** Whether its person has this tag, whichever of their contacts it hangs on. */
const hasTag = (ctx: OrganizationContext, tagId: string): SQL =>
  ctx.db.exists(
    conversationTags,
    eq(conversationTags.conversationId, sql`${conversations.id}`),
    eq(conversationTags.tagId, tagId),
  )

/** As `listConversations`, found through what follows the tag. */
async function listTagged(
  ctx: OrganizationContext,
  filter: ConversationFilter & { tagId: string },
  page: Page,
): Promise<ConversationRow[]> {
  const assignees = assigneesOf(ctx, filter)
  const { conversationId, lastMessageAt } = conversationTags
  const sortedOut = [
    filter.phoneNumberId === undefined ? undefined : eq(conversations.phoneNumberId, filter.phoneNumberId),
    assignees === null ? undefined : anyOf(assignees),
  ].filter((one) => one !== undefined)
  const statuses = statusesOf(filter)
  if (statuses.length === 0) return []
  const [found] = await ctx.db.batch([
    ctx.db.selectMerged(conversationTags, {
      fields: { id: conversationId, at: lastMessageAt },
      ranges: statuses.map((status) =>
        all(
          sql`${conversationTags.snoozedUntil} IS NULL`,
          eq(conversationTags.tagId, filter.tagId),
          eq(conversationTags.status, status),
          sortedOut.length === 0
            ? undefined
            : ctx.db.exists(conversations, sql`${conversations.id} = ${conversationId}`, ...sortedOut),
          behind(lastMessageAt, conversationId, page, 'newest'),
        ),
      ),
      order: [desc(lastMessageAt), desc(conversationId)],
      limit: page.limit,
    }),
  ])
  // Where it stood when it was found: one that moves meanwhile must not move the cursor.
  const foundAt = new Map(found.map(({ id, at }) => [id, at]))
  const [rows] = await ctx.db.batch([ctx.db.select(conversations, inSome(conversations.id, [...foundAt.keys()]))])
  return sortRows(
    rows.map((row) => ({ ...row, lastMessageAt: foundAt.get(row.id) ?? row.lastMessageAt })),
    filter.view,
  )
}

const anyOf = (conditions: SQL[]): SQL => sql`(${sql.join(conditions, sql` OR `)})`
/** Bound one by one where they fit: SQLite reads each row of `json_each` besides the one that it finds. */
const inSome = (column: SQLiteColumn, values: string[]): SQL =>
  values.length <= 90
    ? inArray(column, values)
    : sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

async function runAll<Row>(ctx: OrganizationContext, selects: PromiseLike<Row[]>[]): Promise<Row[]> {
  const [first, ...others] = selects as unknown as Statement[]
  return first ? ((await ctx.db.batch([first, ...others])) as unknown as Row[][]).flat() : []
}

// The newest of what a text finds. Nobody reads further than this; where a filter leaves little of it, it is ten times as much.
const FOUND_PEOPLE = 200
const FOUND_MESSAGES = 500
const UNDER_A_FILTER = 10

/** A message with the words of a search. */
export type Hit = { id: string; conversationId: string; occurredAt: number }

/**
 * Conversations of people, or with messages, in which every word of the text occurs: any order, any state; and the
 * messages.
 */
export async function findByText(
  ctx: OrganizationContext,
  {
    text,
    number,
    tagId,
    isFiltered,
  }: { text: string; number: string | null; tagId: string | undefined; isFiltered: boolean },
): Promise<{ rows: ConversationRow[]; hits: Hit[] }> {
  const times = isFiltered ? UNDER_A_FILTER : 1
  const people = [text, number].flatMap((words) => {
    const match = words === null ? null : ctx.db.matches(contacts, 'contact_search', words, FOUND_PEOPLE * times)
    const survivorId = sql<string>`coalesce(${contacts.mergedInto}, ${contacts.id})`
    return match ? [ctx.db.selectFields(contacts, { id: survivorId.as('id') }, match)] : []
  })
  const said = ctx.db.matches(messages, 'message_search', text, FOUND_MESSAGES * times)
  if (!said) return { rows: [], hits: [] }
  const [contactIds, hits] = await Promise.all([
    runAll(ctx, people),
    ctx.db.selectFields(
      messages,
      { id: messages.id, conversationId: messages.conversationId, occurredAt: messages.occurredAt },
      said,
      // What has a place in its thread, and can be jumped to.
      isNull(messages.targetWamid),
      isNull(messages.revokedAt),
      sql`${messages.sendState} IS NOT 'cancelled'`,
    ),
  ])
  const isTagged = tagId === undefined ? undefined : hasTag(ctx, tagId)
  const peopleIds = contactIds.map(({ id }) => id)
  // Whom one of these names was merged with is the same person: their threads are found, too.
  const family = ctx.db.subquery(contacts, contacts.id, among(contacts.mergedInto, peopleIds))
  const conversationIds = hits.map(({ conversationId }) => conversationId)
  const rows = await runAll(
    ctx,
    [
      among(conversations.contactId, peopleIds),
      sql`${conversations.contactId} IN ${family}`,
      among(conversations.id, conversationIds),
    ].map((isFound) => ctx.db.select(conversations, isFound, isTagged)),
  )
  return { rows: [...new Map(rows.map((row) => [row.id, row])).values()], hits }
}

const among = (column: SQLiteColumn, ids: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`

/** What messages say. */
export const readTexts = async (ctx: OrganizationContext, ids: string[]): Promise<Map<string, string | null>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (await ctx.db.selectFields(messages, { id: messages.id, text: messages.text }, inSome(messages.id, ids))).map(
          ({ id, text }) => [id, text],
        ),
      )
