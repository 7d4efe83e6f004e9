import { and, eq, isNotNull, isNull, not, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { messages } from '../messages/messages.tables'
import {
  consentRecords,
  contactEvents,
  contactMerges,
  contactNotes,
  contacts,
  contactsApart,
  contactTags,
  tags,
} from './contacts.tables'
import type { Fields, MergeColumns } from './merges.models'
import { MESSAGES_COUNTED } from './merges.schemas'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

const columns = {
  name: contacts.name,
  profileName: contacts.profileName,
  username: contacts.username,
  phone: contacts.phone,
  country: contacts.country,
  language: contacts.language,
  email: contacts.email,
  ownerId: contacts.ownerId,
  consent: contacts.consent,
  blockedAt: contacts.blockedAt,
  mergedInto: contacts.mergedInto,
  deletedAt: contacts.deletedAt,
}
const names = Object.keys(columns) as (keyof typeof columns)[]
/** As it stands there: what is compared with it later is the same text. */
const fieldsText = sql<string | null>`${contacts.fields}`.as('fields_text')

/** Contacts and their tags. */
export async function readSides(ctx: OrganizationContext, ids: readonly string[]) {
  const { id, createdAt, conversationCount, lastMessageAt } = contacts
  const [rows, links, known] = await ctx.db.batch([
    ctx.db.selectFields(
      contacts,
      { id, createdAt, conversationCount, lastMessageAt, ...columns, fieldsText },
      oneOf(contacts.id, ids),
    ),
    ctx.db.select(contactTags, oneOf(contactTags.contactId, ids)),
    ctx.db.select(
      tags,
      sql`${tags.id} IN ${ctx.db.subquery(contactTags, contactTags.tagId, oneOf(contactTags.contactId, ids))}`,
    ),
  ])
  return rows.map((row) => {
    const own = links.filter(({ contactId }) => contactId === row.id)
    return {
      ...row,
      // A column of ours: what else is in it would be a defect of the tables.
      fields: (row.fieldsText === null ? null : JSON.parse(row.fieldsText)) as Fields | null,
      links: own.map(({ tagId, createdAt: since }) => ({ tagId, createdAt: since })),
      tags: known
        .filter((tag) => own.some(({ tagId }) => tagId === tag.id))
        .map((tag) => ({ id: tag.id, name: tag.name, tint: tag.tint }))
        .sort((one, other) => one.name.localeCompare(other.name)),
    }
  })
}
export type SideRow = Awaited<ReturnType<typeof readSides>>[number]

/** Fails the batch where any of these people, or who belongs to them, is not as it was read. */
export function failIfChanged({ db }: OrganizationContext, seen: SideRow[]): Statement[] {
  const ids = seen.map(({ id }) => id)
  const rows = JSON.stringify(seen.map((row) => [row.id, row.fieldsText, ...names.map((name) => row[name])]))
  const at = (index: number) => sql`value ->> ${sql.raw(`'$[${index}]'`)}`
  const same = and(
    sql`${at(1)} IS ${contacts.fields}`,
    ...names.map((name, index) => sql`${at(index + 2)} IS ${columns[name]}`),
  )
  const links = JSON.stringify(seen.flatMap((row) => row.links.map(({ tagId }) => `${row.id} ${tagId}`)))
  const link = sql`${contactTags.contactId} || ' ' || ${contactTags.tagId}`
  return [
    db.failIf(
      contacts,
      oneOf(contacts.id, ids),
      sql`NOT EXISTS (SELECT 1 FROM json_each(${rows}) WHERE ${at(0)} = ${contacts.id} AND ${same})`,
    ),
    db.failIf(contacts, oneOf(contacts.mergedInto, ids), not(oneOf(contacts.id, ids))),
    db.failIf(
      contactTags,
      oneOf(contactTags.contactId, ids),
      sql`(${link}) NOT IN (SELECT value FROM json_each(${links}))`,
    ),
  ]
}

export const changeColumns = (
  ctx: OrganizationContext,
  id: string,
  { addedConversations = 0, ...changes }: Partial<MergeColumns> & { addedConversations?: number },
): Statement =>
  ctx.db.update(
    contacts,
    {
      ...changes,
      conversationCount: sql`max(0, ${contacts.conversationCount} + ${addedConversations})` as never,
      updatedAt: ctx.clock.now(),
    },
    eq(contacts.id, id),
  )

/** The contact, and those merged into it before, become another one's. What they are tagged with follows by triggers. */
export const mergeInto = (ctx: OrganizationContext, { ids, into }: { ids: readonly string[]; into: string }) =>
  ctx.db.update(contacts, { mergedInto: into, updatedAt: ctx.clock.now() }, oneOf(contacts.id, ids))

type Separation = { mergedId: string; movedIds: readonly string[]; keptId: string; consent: string | null }
export const separate = (
  ctx: OrganizationContext,
  { mergedId, movedIds, keptId, consent }: Separation,
): Statement[] => [
  ctx.db.update(
    contacts,
    { mergedInto: null, ...(consent !== null && { consent }), updatedAt: ctx.clock.now() },
    eq(contacts.id, mergedId),
  ),
  ctx.db.update(
    contacts,
    { mergedInto: mergedId, updatedAt: ctx.clock.now() },
    oneOf(contacts.id, movedIds),
    eq(contacts.mergedInto, keptId),
  ),
]

/** Those that a merge brought, and nobody has put there again since. */
export const removeBroughtTags = (
  ctx: OrganizationContext,
  contactId: string,
  brought: readonly { tagId: string; createdAt: number }[],
): Statement =>
  ctx.db.delete(
    contactTags,
    eq(contactTags.contactId, contactId),
    sql`EXISTS (SELECT 1 FROM json_each(${JSON.stringify(brought)}) WHERE value ->> '$.tagId' = ${contactTags.tagId} AND value ->> '$.createdAt' = ${contactTags.createdAt})`,
  )

type NewMergeRow = Omit<typeof contactMerges.$inferInsert, 'organizationId'>
export const insertMerge = (ctx: OrganizationContext, row: NewMergeRow): Statement => ctx.db.insert(contactMerges, row)

export const findMerge = async (ctx: OrganizationContext, id: string) =>
  (await ctx.db.select(contactMerges, eq(contactMerges.id, id)))[0]
export type MergeRow = NonNullable<Awaited<ReturnType<typeof findMerge>>>

/** Merges of the same person that came after this one and stand. */
const isOnTop = ({ id, survivorId, createdAt }: MergeRow) =>
  and(
    eq(contactMerges.survivorId, survivorId),
    isNull(contactMerges.undoneAt),
    sql`(${contactMerges.createdAt}, ${contactMerges.id}) > (${createdAt}, ${id})`,
  )
export const hasMergesOnTop = async (ctx: OrganizationContext, merge: MergeRow): Promise<boolean> =>
  (await ctx.db.selectFields(contactMerges, { id: contactMerges.id }, isOnTop(merge)).limit(1)).length > 0

export const undoMergeRow = (ctx: OrganizationContext, merge: MergeRow): Statement[] => [
  ctx.db.failIf(contactMerges, eq(contactMerges.id, merge.id), isNotNull(contactMerges.undoneAt)),
  ctx.db.failIf(contactMerges, isOnTop(merge)),
  ctx.db.update(contactMerges, { undoneAt: ctx.clock.now() }, eq(contactMerges.id, merge.id)),
]

type NewEvent = Omit<typeof contactEvents.$inferInsert, 'organizationId'>
export const insertContactEvents = (ctx: OrganizationContext, events: NewEvent[]): Statement[] =>
  ctx.db.insertMany(contactEvents, events)

/** Newest first, what anybody noted of their wish since. */
export const consentSince = (ctx: OrganizationContext, ids: readonly string[], since: number) =>
  ctx.db
    .selectFields(
      consentRecords,
      { state: consentRecords.state },
      oneOf(consentRecords.contactId, ids),
      sql`${consentRecords.createdAt} > ${since}`,
    )
    .orderBy(sql`${consentRecords.occurredAt} DESC`, sql`${consentRecords.id} DESC`)
    .limit(1)

/** Whom somebody has held apart and merges now: it is not said any more. */
export const forgetApart = (ctx: OrganizationContext, one: string, other: string): Statement =>
  ctx.db.delete(
    contactsApart,
    or(
      and(eq(contactsApart.lowId, one), eq(contactsApart.highId, other)),
      and(eq(contactsApart.lowId, other), eq(contactsApart.highId, one)),
    ),
  )

/** Of conversations and contacts: messages no further than a limit, notes of the contact. */
export async function countParts(
  ctx: OrganizationContext,
  { conversationIds, contactIds }: { conversationIds: readonly string[]; contactIds: readonly string[] },
): Promise<{ messages: number; notes: number }> {
  const ofThem = and(oneOf(messages.conversationId, conversationIds), sql`${messages.targetWamid} IS NULL`)
  const [row] = await ctx.db.values({
    messages: ctx.db
      .countUpTo(messages, ofThem, {
        order: [messages.conversationId, messages.occurredAt, messages.id],
        limit: MESSAGES_COUNTED,
      })
      .as('messages'),
    notes: ctx.db.subquery<number>(contactNotes, sql`count(*)`, oneOf(contactNotes.contactId, contactIds)).as('notes'),
  })
  return { messages: row?.messages ?? 0, notes: row?.notes ?? 0 }
}
