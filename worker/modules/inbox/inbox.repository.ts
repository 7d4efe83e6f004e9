import { desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { contacts, contactTags, tags } from '../contacts/contacts.tables'
import { changeSequences, conversations } from '../conversations/conversations.tables'
import { media } from '../media/media.tables'
import { messages } from '../messages/messages.tables'

export type MessageRow = typeof messages.$inferSelect
export type ConversationRow = typeof conversations.$inferSelect
export type ContactRow = typeof contacts.$inferSelect
export type MediaRow = typeof media.$inferSelect

/** `column IN (…)` for any number of values: one parameter. */
export const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

/** Takes the organization's next change number. First in the batch: what follows reads it with `currentChange`. */
const takeChange = (ctx: OrganizationContext) =>
  ctx.db
    .upsert(
      changeSequences,
      { value: 1 },
      { target: changeSequences.organizationId, set: { value: sql`${changeSequences.value} + 1` as never } },
    )
    .returning({ value: changeSequences.value })

const currentChange = (ctx: OrganizationContext) => ctx.db.subquery<number>(changeSequences, changeSequences.value)

/** The newest change number; no row before the first change. */
export const selectChange = (ctx: OrganizationContext) => ctx.db.select(changeSequences)

/** Which change touched conversations last. */
const selectStamps = (ctx: OrganizationContext, ids: readonly string[]) =>
  ctx.db.selectFields(
    conversations,
    { id: conversations.id, changeSeq: conversations.changeSeq },
    oneOf(conversations.id, ids),
  )

/** Stamps conversations with the change that the batch has taken. */
export const stampConversations = (ctx: OrganizationContext, ids: readonly string[]) =>
  ctx.db.update(conversations, { changeSeq: currentChange(ctx) as never }, oneOf(conversations.id, ids))

const changedFields = {
  id: conversations.id,
  changeSeq: conversations.changeSeq,
  assigneeId: conversations.assigneeId,
}

/**
 * The newest change number, and the conversations touched after `since`, oldest change first. One snapshot: read apart, a
 * change in between would be below the number and not in the list.
 */
export async function readChanges(ctx: OrganizationContext, since: number, limit: number) {
  const [latest, changed] = await ctx.db.batch([
    selectChange(ctx),
    ctx.db
      .selectFields(conversations, changedFields, gt(conversations.changeSeq, since))
      .orderBy(conversations.changeSeq)
      .limit(limit),
  ])
  return { latest: latest[0]?.value ?? 0, changed }
}

/** Everything that one change touched and no later one did. */
export const listConversationsOfChange = (ctx: OrganizationContext, changeSeq: number) =>
  ctx.db.selectFields(conversations, changedFields, eq(conversations.changeSeq, changeSeq))

/**
 * Conversations and everything their rows in the inbox show. Five statements for a batch: in a batch Drizzle mixes up
 * columns of the same name, so there are no joins.
 */
function selectConversationParts(ctx: OrganizationContext, ids: readonly string[]) {
  const where = oneOf(conversations.id, ids)
  const contactIds = ctx.db.subquery(conversations, conversations.contactId, where)
  const ofContacts = sql`${contactTags.contactId} IN ${contactIds}`
  return [
    ctx.db.select(conversations, where),
    ctx.db.select(contacts, sql`${contacts.id} IN ${contactIds}`),
    ctx.db.select(
      messages,
      sql`${messages.id} IN ${ctx.db.subquery(conversations, conversations.lastMessageId, where)}`,
    ),
    ctx.db.select(contactTags, ofContacts),
    ctx.db.select(tags, sql`${tags.id} IN ${ctx.db.subquery(contactTags, contactTags.tagId, ofContacts)}`),
  ] as const
}

/** Messages and everything their bubbles show: reactions to them, their files, and which messages they answer. */
function selectMessageParts(ctx: OrganizationContext, where: SQL) {
  const { wamid, replyToWamid, mediaId } = messages
  return [
    ctx.db.select(messages, where),
    ctx.db.select(
      messages,
      eq(messages.type, 'reaction'),
      sql`${messages.targetWamid} IN ${ctx.db.subquery(messages, wamid, where)}`,
    ),
    ctx.db.select(media, sql`${media.id} IN ${ctx.db.subquery(messages, mediaId, where)}`),
    ctx.db.selectFields(
      messages,
      { id: messages.id, wamid: messages.wamid, phoneNumberId: messages.phoneNumberId },
      sql`${wamid} IN ${ctx.db.subquery(messages, replyToWamid, where)}`,
    ),
  ] as const
}

/**
 * The messages that reactions, edits and deletions among these are about. Never in one condition with the ids: for `id IN
 * (…) OR wamid IN (…)` SQLite walks over every message of the organization.
 */
const targetsOf = (ctx: OrganizationContext, ids: readonly string[]): SQL =>
  sql`${messages.wamid} IN ${ctx.db.subquery(messages, messages.targetWamid, oneOf(messages.id, ids), sql`${messages.targetWamid} IS NOT NULL`)}`

export const newestFirst = [desc(messages.occurredAt), desc(messages.id)] as const

export type Touched = {
  conversationIds: readonly string[]
  messageIds: readonly string[]
  /** Also what reactions, edits and deletions among the messages are about. */
  withTargets: boolean
}

/** Runs the statements of a change and reads back what it touched, in one transaction. */
export async function runChange(ctx: OrganizationContext, statements: Statement[], touched: Touched) {
  const { conversationIds, messageIds } = touched
  const hasMessages = messageIds.length > 0
  const parts = [
    selectConversationParts(ctx, conversationIds),
    hasMessages ? selectMessageParts(ctx, oneOf(messages.id, messageIds)) : [],
    hasMessages && touched.withTargets ? selectMessageParts(ctx, targetsOf(ctx, messageIds)) : [],
  ] as const
  const results: unknown[] = await ctx.db.batch([
    takeChange(ctx),
    selectStamps(ctx, conversationIds),
    ...statements,
    ...parts.flat(),
  ])
  const read = results.slice(2 + statements.length)
  const [conversationParts, messageParts, targetParts] = parts.map(({ length }) => read.splice(0, length))
  return {
    seq: (results[0] as { value: number }[])[0]?.value ?? 0,
    /** What the conversations carried before. New ones are not there. */
    stamps: results[1] as { id: string; changeSeq: number }[],
    results: results.slice(2, 2 + statements.length),
    conversationParts: conversationParts as unknown as ConversationParts,
    messageParts: together(messageParts as Partial<MessageParts>, targetParts as Partial<MessageParts>),
  }
}

const together = (one: Partial<MessageParts>, other: Partial<MessageParts>): MessageParts => [
  unique([...(one[0] ?? []), ...(other[0] ?? [])]),
  unique([...(one[1] ?? []), ...(other[1] ?? [])]),
  unique([...(one[2] ?? []), ...(other[2] ?? [])]),
  unique([...(one[3] ?? []), ...(other[3] ?? [])]),
]
const unique = <Row extends { id: string }>(rows: Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
]

/** What the rows of conversations show besides themselves. Ids are bound one by one where they fit: that reads a third. */
export async function readPartsOf(ctx: OrganizationContext, rows: ConversationRow[]): Promise<ConversationParts> {
  const contactIds = rows.map(({ contactId }) => contactId)
  const lastMessageIds = rows.flatMap(({ lastMessageId }) => lastMessageId ?? [])
  const [people, lastMessages, links] = await ctx.db.batch([
    ctx.db.select(contacts, among(contacts.id, contactIds)),
    ctx.db.select(messages, among(messages.id, lastMessageIds)),
    ctx.db.select(contactTags, among(contactTags.contactId, contactIds)),
  ])
  // Few tags are on many contacts: asked for by themselves, each is read once.
  const tagIds = [...new Set(links.map(({ tagId }) => tagId))]
  const [usedTags] = tagIds.length === 0 ? [[]] : await ctx.db.batch([ctx.db.select(tags, among(tags.id, tagIds))])
  return [rows, people, lastMessages, links, usedTags]
}

/** The same for the rows of messages. What none of them has is not asked for. */
export async function readMessagePartsOf(ctx: OrganizationContext, rows: MessageRow[]): Promise<MessageParts> {
  const wamids = rows.flatMap(({ wamid }) => wamid ?? [])
  const mediaIds = rows.flatMap(({ mediaId }) => mediaId ?? [])
  const answered = rows.flatMap(({ replyToWamid }) => replyToWamid ?? [])
  const { id, wamid, phoneNumberId } = messages
  const [reactions, files, quoted] = await Promise.all([
    wamids.length === 0
      ? []
      : ctx.db.batch([ctx.db.select(messages, eq(messages.type, 'reaction'), among(messages.targetWamid, wamids))]),
    mediaIds.length === 0 ? [] : ctx.db.batch([ctx.db.select(media, among(media.id, mediaIds))]),
    answered.length === 0
      ? []
      : ctx.db.batch([ctx.db.selectFields(messages, { id, wamid, phoneNumberId }, among(wamid, answered))]),
  ])
  return [rows, reactions[0] ?? [], files[0] ?? [], quoted[0] ?? []]
}

const MAX_BOUND = 90
const among = (column: SQLiteColumn, values: string[]): SQL =>
  values.length <= MAX_BOUND ? inArray(column, values) : oneOf(column, values)

export const readConversationParts = (ctx: OrganizationContext, ids: readonly string[]): Promise<ConversationParts> =>
  ctx.db.batch(selectConversationParts(ctx, ids)) as unknown as Promise<ConversationParts>
export const readMessageParts = (ctx: OrganizationContext, ids: readonly string[]): Promise<MessageParts> =>
  ctx.db.batch(selectMessageParts(ctx, oneOf(messages.id, ids))) as unknown as Promise<MessageParts>

type Rows<Parts extends readonly unknown[]> = { -readonly [K in keyof Parts]: Awaited<Parts[K]> }
export type ConversationParts = Rows<ReturnType<typeof selectConversationParts>>
export type MessageParts = Rows<ReturnType<typeof selectMessageParts>>
