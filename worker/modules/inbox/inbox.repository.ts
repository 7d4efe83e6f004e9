import { desc, eq, gt, type SQL, sql } from 'drizzle-orm'
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

/**
 * Messages and everything their bubbles show: reactions to them, their files, and which messages they answer.
 * `withTargets`: also the messages that reactions, edits and deletions among them are about.
 */
function selectMessageParts(ctx: OrganizationContext, ids: readonly string[], { withTargets = false } = {}) {
  const { wamid, replyToWamid, mediaId } = messages
  const byId = oneOf(messages.id, ids)
  const where = withTargets
    ? sql`${byId} OR ${wamid} IN ${ctx.db.subquery(messages, messages.targetWamid, byId)}`
    : byId
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

export const newestFirst = [desc(messages.occurredAt), desc(messages.id)] as const

/** Runs the statements of a change and reads back what it touched, in one transaction. */
export async function runChange(
  ctx: OrganizationContext,
  statements: Statement[],
  touched: { conversationIds: readonly string[]; messageIds: readonly string[] },
) {
  const conversationParts = selectConversationParts(ctx, touched.conversationIds)
  const messageParts = selectMessageParts(ctx, touched.messageIds, { withTargets: true })
  const results: unknown[] = await ctx.db.batch([
    takeChange(ctx),
    selectStamps(ctx, touched.conversationIds),
    ...statements,
    ...conversationParts,
    ...messageParts,
  ])
  const read = results.slice(2 + statements.length)
  return {
    seq: (results[0] as { value: number }[])[0]?.value ?? 0,
    /** What the conversations carried before. New ones are not there. */
    stamps: results[1] as { id: string; changeSeq: number }[],
    results: results.slice(2, 2 + statements.length),
    conversationParts: read.slice(0, conversationParts.length) as unknown as ConversationParts,
    messageParts: read.slice(conversationParts.length) as unknown as MessageParts,
  }
}

export const readConversationParts = (ctx: OrganizationContext, ids: readonly string[]): Promise<ConversationParts> =>
  ctx.db.batch(selectConversationParts(ctx, ids)) as unknown as Promise<ConversationParts>
export const readMessageParts = (ctx: OrganizationContext, ids: readonly string[]): Promise<MessageParts> =>
  ctx.db.batch(selectMessageParts(ctx, ids)) as unknown as Promise<MessageParts>

type Rows<Parts extends readonly unknown[]> = { -readonly [K in keyof Parts]: Awaited<Parts[K]> }
export type ConversationParts = Rows<ReturnType<typeof selectConversationParts>>
export type MessageParts = Rows<ReturnType<typeof selectMessageParts>>
