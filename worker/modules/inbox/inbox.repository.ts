import { desc, eq, getTableColumns, gt, inArray, not, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { contacts, contactTags, tags } from '../contacts/contacts.tables'
import { changeSequences, conversations } from '../conversations/conversations.tables'
import { media } from '../media/media.tables'
import { messages } from '../messages/messages.tables'

export type MessageRow = typeof messages.$inferSelect
export type ConversationRow = typeof conversations.$inferSelect
export type ContactRow = Pick<typeof contacts.$inferSelect, keyof typeof contactFields>
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

// What a row of the inbox shows of a person and of what was said last: each value that D1 gives back has its price.
const contactFields = {
  id: contacts.id,
  name: contacts.name,
  profileName: contacts.profileName,
  username: contacts.username,
  phone: contacts.phone,
  consent: contacts.consent,
  blockedAt: contacts.blockedAt,
}
const lastMessageFields = {
  id: messages.id,
  type: messages.type,
  direction: messages.direction,
  text: messages.text,
  sentBy: messages.sentBy,
  author: messages.author,
  occurredAt: messages.occurredAt,
  revokedAt: messages.revokedAt,
  sendState: messages.sendState,
  sentAt: messages.sentAt,
  deliveredAt: messages.deliveredAt,
  readAt: messages.readAt,
  playedAt: messages.playedAt,
  failedAt: messages.failedAt,
}

/** Who these contacts are after merges: theirs are the name, the consent and the tags. */
const survivorsOf = (ctx: OrganizationContext, where: SQL) =>
  ctx.db.subquery<string>(contacts, sql`coalesce(${contacts.mergedInto}, ${contacts.id})`, where)

/**
 * Conversations and everything their rows in the inbox show. Five statements for a batch: in a batch Drizzle mixes up
 * columns of the same name, so there are no joins.
 * @param knownIds of messages that are not read
 */
function selectConversationParts(ctx: OrganizationContext, ids: readonly string[], knownIds: readonly string[] = []) {
  const where = oneOf(conversations.id, ids)
  const contactIds = ctx.db.subquery(conversations, conversations.contactId, where)
  const people = survivorsOf(ctx, sql`${contacts.id} IN ${contactIds}`)
  const personId = survivorsOf(ctx, sql`${contacts.id} = ${conversations.contactId}`).as('person_id')
  const ofPeople = sql`${contactTags.contactId} IN ${people}`
  const isUnknown = knownIds.length === 0 ? undefined : not(oneOf(conversations.lastMessageId, knownIds))
  return [
    ctx.db.selectFields(conversations, { ...getTableColumns(conversations), personId }, where),
    ctx.db.selectFields(contacts, contactFields, sql`${contacts.id} IN ${people}`),
    ctx.db.selectFields(
      messages,
      lastMessageFields,
      sql`${messages.id} IN ${ctx.db.subquery(conversations, conversations.lastMessageId, where, isUnknown)}`,
    ),
    ctx.db.select(contactTags, ofPeople),
    ctx.db.select(tags, sql`${tags.id} IN ${ctx.db.subquery(contactTags, contactTags.tagId, ofPeople)}`),
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

/** A message as a statement inserts it: what is not there is empty. */
export type NewMessageRow = Omit<typeof messages.$inferInsert, 'organizationId'>
const toRow = (ctx: OrganizationContext, values: NewMessageRow): MessageRow => {
  const empty = Object.fromEntries(Object.keys(getTableColumns(messages)).map((name) => [name, null]))
  // Every column is there; those that may not be empty are in `values`, or have their default here.
  return { ...empty, attempts: 0, ...values, organizationId: ctx.organizationId } as unknown as MessageRow
}

export type Touched = {
  conversationIds: readonly string[]
  messageIds: readonly string[]
  /** Messages that the statements insert as they are here: not read back. */
  freshMessages: readonly NewMessageRow[]
  /** Also what reactions, edits and deletions among the messages are about. */
  withTargets: boolean
}

/** Runs the statements of a change and reads back what it touched, in one transaction. */
export async function runChange(ctx: OrganizationContext, statements: Statement[], touched: Touched) {
  const { conversationIds, messageIds, withTargets } = touched
  const fresh = touched.freshMessages.map((values) => toRow(ctx, values))
  const freshIds = fresh.map(({ id }) => id)
  const hasMessages = messageIds.length > 0
  const beside = partsBeside(ctx, fresh)
  const parts = [
    selectConversationParts(ctx, conversationIds, freshIds),
    hasMessages ? selectMessageParts(ctx, oneOf(messages.id, messageIds)) : [],
    withTargets && hasMessages ? selectMessageParts(ctx, targetsOf(ctx, messageIds)) : [],
    beside.reactions,
    beside.files,
    beside.answered,
  ] as const
  const results: unknown[] = await ctx.db.batch([
    takeChange(ctx),
    selectStamps(ctx, conversationIds),
    ...statements,
    ...parts.flat(),
  ])
  const read = results.slice(2 + statements.length)
  const [conversationParts, messageParts, targetParts, reactions, files, answered] = parts.map(({ length }) =>
    read.splice(0, length),
  )
  const [rows, people, lastMessages, links, usedTags] = conversationParts as unknown as ConversationParts
  return {
    seq: (results[0] as { value: number }[])[0]?.value ?? 0,
    /** What the conversations carried before. New ones are not there. */
    stamps: results[1] as { id: string; changeSeq: number }[],
    results: results.slice(2, 2 + statements.length),
    conversationParts: [rows, people, [...lastMessages, ...fresh], links, usedTags] satisfies ConversationParts,
    // What was read is newer than what was inserted, where it is both.
    messageParts: together(
      [fresh, reactions?.[0], files?.[0], answered?.[0]] as Partial<MessageParts>,
      messageParts as Partial<MessageParts>,
      targetParts as Partial<MessageParts>,
    ),
  }
}

/** What stands beside messages whose rows are known. What none of them has is not asked for. */
function partsBeside(ctx: OrganizationContext, rows: MessageRow[]) {
  const wamids = rows.flatMap(({ wamid }) => wamid ?? [])
  const mediaIds = rows.flatMap(({ mediaId }) => mediaId ?? [])
  const answered = rows.flatMap(({ replyToWamid }) => replyToWamid ?? [])
  const { id, wamid, phoneNumberId } = messages
  return {
    reactions:
      wamids.length === 0
        ? []
        : [ctx.db.select(messages, eq(messages.type, 'reaction'), among(messages.targetWamid, wamids))],
    files: mediaIds.length === 0 ? [] : [ctx.db.select(media, among(media.id, mediaIds))],
    answered:
      answered.length === 0
        ? []
        : [ctx.db.selectFields(messages, { id, wamid, phoneNumberId }, among(wamid, answered))],
  }
}

const together = (...parts: Partial<MessageParts>[]): MessageParts => [
  unique(parts.flatMap(([rows]) => rows ?? [])),
  unique(parts.flatMap(([, reactions]) => reactions ?? [])),
  unique(parts.flatMap(([, , files]) => files ?? [])),
  unique(parts.flatMap(([, , , answered]) => answered ?? [])),
]
const unique = <Row extends { id: string }>(rows: Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
]

/** What the rows of conversations show besides themselves. Ids are bound one by one where they fit: that reads a third. */
export async function readPartsOf(ctx: OrganizationContext, rows: ConversationRow[]): Promise<ConversationParts> {
  const contactIds = [...new Set(rows.map(({ contactId }) => contactId))]
  const lastMessageIds = rows.flatMap(({ lastMessageId }) => lastMessageId ?? [])
  const readPeople = (ids: string[]) =>
    [
      ctx.db.selectFields(contacts, { ...contactFields, mergedInto: contacts.mergedInto }, among(contacts.id, ids)),
      ctx.db.select(contactTags, among(contactTags.contactId, ids)),
    ] as const
  const [own, ownLinks, lastMessages] = await ctx.db.batch([
    ...readPeople(contactIds),
    ctx.db.selectFields(messages, lastMessageFields, among(messages.id, lastMessageIds)),
  ])
  // Hardly ever is one of them somebody else by now.
  const survivorOf = new Map(own.map(({ id, mergedInto }) => [id, mergedInto ?? id]))
  const others = [...new Set(survivorOf.values())].filter((id) => !survivorOf.has(id))
  const [more, moreLinks] = others.length === 0 ? [[], []] : await ctx.db.batch(readPeople(others))
  const [people, links] = [
    [...own, ...more],
    [...ownLinks, ...moreLinks],
  ]
  // Few tags are on many contacts: asked for by themselves, each is read once.
  const tagIds = [...new Set(links.map(({ tagId }) => tagId))]
  const [usedTags] = tagIds.length === 0 ? [[]] : await ctx.db.batch([ctx.db.select(tags, among(tags.id, tagIds))])
  const shown = rows.map((row) => ({ ...row, personId: survivorOf.get(row.contactId) ?? row.contactId }))
  return [shown, people, lastMessages, links, usedTags]
}

/** The same for the rows of messages. */
export async function readMessagePartsOf(ctx: OrganizationContext, rows: MessageRow[]): Promise<MessageParts> {
  const { reactions, files, answered } = partsBeside(ctx, rows)
  const [first, ...others] = [...reactions, ...files, ...answered]
  const results = first ? ((await ctx.db.batch([first, ...others] as never)) as unknown[]) : []
  const take = (statements: unknown[]) => results.splice(0, statements.length)[0] ?? []
  return [rows, take(reactions), take(files), take(answered)] as MessageParts
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
