import { and, eq, inArray, isNull, ne, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { memberships } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'
import { contactIdentities, contacts } from '../contacts/contacts.tables'
import { changeSequences, conversationEpisodes, conversations } from '../conversations/conversations.tables'
import { messages, parkedStatuses } from './messages.tables'

export type MessageRow = typeof messages.$inferSelect
export type NewMessageRow = Omit<typeof messages.$inferInsert, 'organizationId'>
export type ConversationRow = typeof conversations.$inferSelect
export type ContactRow = typeof contacts.$inferSelect
export type IdentityRow = typeof contactIdentities.$inferSelect
export type MessageAuthor = MessageRow['author']

export const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

/**
 * The people of some conversations, all their conversations, and what they are known by, merged contacts counted as one
 * person: `toThreadRows` makes them what `toThreads` reads. Six statements for a batch: one condition over both, who they
 * are and who was merged into them, would make SQLite walk over every contact.
 */
export function selectThreads({ db }: OrganizationContext, conversationIds: readonly string[]) {
  const theirs = db.subquery(conversations, conversations.contactId, oneOf(conversations.id, conversationIds))
  const survivors = db.subquery(
    contacts,
    sql`coalesce(${contacts.mergedInto}, ${contacts.id})`,
    sql`${contacts.id} IN ${theirs}`,
  )
  const merged = db.subquery(contacts, contacts.id, sql`${contacts.mergedInto} IN ${survivors}`)
  return [
    db.select(conversations, sql`${conversations.contactId} IN ${survivors}`),
    db.select(conversations, sql`${conversations.contactId} IN ${merged}`),
    db.select(contacts, sql`${contacts.id} IN ${survivors}`),
    db.select(contacts, sql`${contacts.mergedInto} IN ${survivors}`),
    db.select(contactIdentities, sql`${contactIdentities.contactId} IN ${survivors}`),
    db.select(contactIdentities, sql`${contactIdentities.contactId} IN ${merged}`),
  ] as const
}
type SixResults = [
  ...[ConversationRow[], ConversationRow[]],
  ...[ContactRow[], ContactRow[]],
  ...[IdentityRow[], IdentityRow[]],
]
export type ThreadRows = { conversations: ConversationRow[]; contacts: ContactRow[]; identities: IdentityRow[] }
export const toThreadRows = (results: unknown[]): ThreadRows => {
  const [own, ofMerged, survivors, merged, names, namesOfMerged] = results as SixResults
  return {
    conversations: [...own, ...ofMerged],
    contacts: [...survivors, ...merged],
    identities: [...names, ...namesOfMerged],
  }
}

/** A contact and what they are known by, those merged into them included. */
export const readPerson = (ctx: OrganizationContext, contactId: string) =>
  ctx.db.batch([
    ctx.db.select(contacts, eq(contacts.id, contactId)),
    ctx.db.select(
      contactIdentities,
      sql`${contactIdentities.contactId} = ${contactId} OR ${contactIdentities.contactId} IN ${ctx.db.subquery(contacts, contacts.id, eq(contacts.mergedInto, contactId))}`,
    ),
  ])

/** Where this person is written to from this number: their own conversation, or that of a contact merged into them. */
export async function findConversationOf(
  { db }: OrganizationContext,
  { contactId, phoneNumberId }: { contactId: string; phoneNumberId: string },
): Promise<string | undefined> {
  const isMerged = sql`${conversations.contactId} IN ${db.subquery(contacts, contacts.id, eq(contacts.mergedInto, contactId))}`
  const found = await db
    .selectFields(
      conversations,
      { id: conversations.id, contactId: conversations.contactId },
      eq(conversations.phoneNumberId, phoneNumberId),
      sql`${conversations.contactId} = ${contactId} OR ${isMerged}`,
    )
    .orderBy(sql`${conversations.lastMessageAt} DESC`)
  return (found.find((row) => row.contactId === contactId) ?? found[0])?.id
}

type Wanted = { conversationId: string; clientId: string | undefined; messageIds: readonly string[] }
/** A conversation's thread, the message that has this client id already, and those with these ids, wherever they are. */
export async function readForSending(ctx: OrganizationContext, { conversationId, clientId, messageIds }: Wanted) {
  const [earlier, mentioned, ...threads] = await ctx.db.batch([
    ctx.db.select(messages, clientId === undefined ? sql`false` : eq(messages.clientId, clientId)),
    ctx.db.select(messages, messageIds.length === 0 ? sql`false` : inArray(messages.id, [...messageIds])),
    ...selectThreads(ctx, [conversationId]),
  ])
  return { rows: toThreadRows(threads), earlier: earlier[0], mentioned }
}

export const findByClientId = async (ctx: OrganizationContext, clientId: string): Promise<MessageRow | undefined> =>
  (await ctx.db.select(messages, eq(messages.clientId, clientId)))[0]

/** The message that has this client id, its conversation's number, and who that is now, after merges. */
export async function findSent(ctx: OrganizationContext, clientId: string) {
  const own = eq(messages.clientId, clientId)
  const ofIt = sql`${conversations.id} IN ${ctx.db.subquery(messages, messages.conversationId, own)}`
  const [[message], [conversation], [contact]] = await ctx.db.batch([
    ctx.db.select(messages, own),
    ctx.db.select(conversations, ofIt),
    ctx.db.select(contacts, sql`${contacts.id} IN ${ctx.db.subquery(conversations, conversations.contactId, ofIt)}`),
  ])
  return message && conversation && contact && { message, conversation, contactId: contact.mergedInto ?? contact.id }
}

/** A message and its conversation. Undefined when there is none. */
export async function findMessage(
  ctx: OrganizationContext,
  id: string,
): Promise<{ message: MessageRow; conversation: ConversationRow } | undefined> {
  const [[message], [conversation]] = await ctx.db.batch([
    ctx.db.select(messages, eq(messages.id, id)),
    ctx.db.select(
      conversations,
      sql`${conversations.id} IN ${ctx.db.subquery(messages, messages.conversationId, eq(messages.id, id))}`,
    ),
  ])
  return message && conversation && { message, conversation }
}

export const insertMessage = (ctx: OrganizationContext, row: NewMessageRow): Statement => ctx.db.insert(messages, row)

/** Keeps a client id with the row that stands for it, unless a message has it. */
export const keepClientId = async (ctx: OrganizationContext, row: NewMessageRow): Promise<void> => {
  await ctx.db.insert(messages, row).onConflictDoNothing()
}

const currentChange = (ctx: OrganizationContext) => ctx.db.subquery<number>(changeSequences, changeSequences.value)

/**
 * Makes a message the newest of its conversation, unless a newer one is there, and stamps it with the change that is being
 * taken. @param seen how many were unread when somebody answered: what has arrived since stays unread
 */
export function showAsNewest(
  ctx: OrganizationContext,
  row: Pick<NewMessageRow, 'id' | 'conversationId' | 'occurredAt'>,
  { seen }: { seen: number },
): Statement {
  const { lastMessageAt, lastMessageId, unreadCount } = conversations
  // A conversation without a message yet carries the time it was made: any message is newer than that.
  const isNewer = sql`${lastMessageId} IS NULL OR (${lastMessageAt}, ${lastMessageId}) < (${row.occurredAt}, ${row.id})`
  return ctx.db.update(
    conversations,
    {
      lastMessageId: sql`CASE WHEN ${isNewer} THEN ${row.id} ELSE ${lastMessageId} END` as never,
      lastMessageAt: sql`CASE WHEN ${isNewer} THEN ${row.occurredAt} ELSE ${lastMessageAt} END` as never,
      // Fewer than were seen: somebody else has read them, and these are new.
      ...(seen > 0 && {
        unreadCount:
          sql`CASE WHEN ${unreadCount} >= ${seen} THEN ${unreadCount} - ${seen} ELSE ${unreadCount} END` as never,
      }),
      changeSeq: currentChange(ctx) as never,
    },
    eq(conversations.id, row.conversationId),
  )
}

/** Puts a conversation that is not in the lists into them; a closed one begins another episode. */
export const openStatements = (
  ctx: OrganizationContext,
  episode: Omit<typeof conversationEpisodes.$inferInsert, 'organizationId'>,
): Statement[] => [
  ctx.db.update(
    conversations,
    { status: 'open' },
    eq(conversations.id, episode.conversationId),
    inArray(conversations.status, ['unlisted', 'closed']),
  ),
  ctx.db.insertIfChanged(conversationEpisodes, episode),
]

/** For a batch that was decided by how the message was: fails all of it, as a conflict, unless `still` holds. */
export const failUnless = (ctx: OrganizationContext, messageId: string, still: SQL): Statement =>
  // Not NOT: of a message that has no state, nothing holds.
  ctx.db.failIf(messages, eq(messages.id, messageId), sql`(${still}) IS NOT TRUE`)

type MessageChanges = Partial<Omit<MessageRow, 'organizationId' | 'id'>>
export const changeMessage = (ctx: OrganizationContext, id: string, changes: MessageChanges, ...still: SQL[]) =>
  ctx.db.update(messages, changes, eq(messages.id, id), ...still)

/**
 * The try that Meta knew under this id is over: what its statuses still say, again, is not about the next one. A parked
 * status without any time stands for that.
 */
export const retireWamid = (ctx: OrganizationContext, { phoneNumberId, wamid }: MessageRow): Statement[] =>
  wamid === null
    ? []
    : [ctx.db.insert(parkedStatuses, { phoneNumberId, wamid, createdAt: ctx.clock.now() }).onConflictDoNothing()]

export const isWaiting = (): SQL => inArray(messages.sendState, ['queued', 'scheduled'])
export const isScheduled = (): SQL => eq(messages.sendState, 'scheduled')
/** The row as it was read: nothing has become of it since. */
export const isAsRead = (row: MessageRow): SQL =>
  sql`${messages.sendState} IS ${row.sendState} AND ${messages.dueAt} IS ${row.dueAt} AND ${messages.wamid} IS ${row.wamid}
    AND ${messages.sentAt} IS ${row.sentAt} AND ${messages.failedAt} IS ${row.failedAt}
    AND ${messages.deliveredAt} IS NULL AND ${messages.readAt} IS NULL AND ${messages.playedAt} IS NULL`

/** What a conversation shows as its newest once this message is not shown any more. */
export async function findNewestBut(
  ctx: OrganizationContext,
  { conversationId, messageId }: { conversationId: string; messageId: string },
): Promise<Pick<MessageRow, 'id' | 'occurredAt'> | undefined> {
  const [newest] = await ctx.db
    .selectFields(
      messages,
      { id: messages.id, occurredAt: messages.occurredAt },
      eq(messages.conversationId, conversationId),
      isNull(messages.targetWamid),
      ne(messages.id, messageId),
      sql`${messages.sendState} IS NULL OR ${messages.sendState} NOT IN ('scheduled', 'cancelled')`,
    )
    .orderBy(sql`${messages.occurredAt} DESC`, sql`${messages.id} DESC`)
    .limit(1)
  return newest
}

/** Takes a message's place as the newest of its conversation, if it has it. */
export const replaceNewest = (
  ctx: OrganizationContext,
  {
    conversationId,
    messageId,
    by,
  }: { conversationId: string; messageId: string; by: Pick<MessageRow, 'id' | 'occurredAt'> | undefined },
): Statement =>
  ctx.db.update(
    conversations,
    { lastMessageId: by?.id ?? null, ...(by && { lastMessageAt: by.occurredAt }) },
    eq(conversations.id, conversationId),
    eq(conversations.lastMessageId, messageId),
  )

type ScheduledPosition = { dueAt: number; id: string }
/** Messages that wait for their time, soonest first. `assignedTo`: only of conversations of this person and of nobody. */
export function listScheduledIds(
  ctx: OrganizationContext,
  query: {
    after: ScheduledPosition | undefined
    limit: number
    conversationId: string | undefined
    assignedTo: string | undefined
  },
): Promise<ScheduledPosition[]> {
  const { after, limit, conversationId, assignedTo } = query
  return ctx.db
    .selectFields(
      messages,
      { id: messages.id, dueAt: sql<number>`${messages.dueAt}` },
      // Written out: SQLite does not use a partial index for a parameter.
      sql`${messages.sendState} = 'scheduled'`,
      after && sql`(${messages.dueAt}, ${messages.id}) > (${after.dueAt}, ${after.id})`,
      conversationId === undefined ? undefined : eq(messages.conversationId, conversationId),
      assignedTo === undefined
        ? undefined
        : ctx.db.exists(
            conversations,
            sql`${conversations.id} = ${messages.conversationId}`,
            sql`${conversations.assigneeId} IS NULL OR ${conversations.assigneeId} = ${assignedTo}`,
          ),
    )
    .orderBy(messages.dueAt, messages.id)
    .limit(limit)
}

/** Which of these people are active members. */
export const listActiveMembers = async (ctx: OrganizationContext, userIds: readonly string[]): Promise<string[]> =>
  (
    await ctx.directory.selectFields(
      memberships,
      { userId: memberships.userId },
      and(eq(memberships.isActive, true), oneOf(memberships.userId, userIds)),
    )
  ).map(({ userId }) => userId)
