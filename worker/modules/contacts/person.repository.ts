import { desc, eq, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { memberships } from '../../shared/db/directory.tables'
import type { Statement } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { conversationEpisodes, conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import type { ContactIdentity } from './contacts.schemas'
import {
  consentRecords,
  contactEvents,
  contactIdentities,
  contactNotes,
  contacts,
  contactTags,
  tags,
} from './contacts.tables'

export type ContactRow = typeof contacts.$inferSelect
export type NoteRow = typeof contactNotes.$inferSelect
/** Where a page goes on. */
export type Position = readonly [at: number, id: string]

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

const behind = (at: SQLiteColumn, id: SQLiteColumn, after: Position | undefined): SQL | undefined =>
  after && sql`(${at}, ${id}) < (${after[0]}, ${after[1]})`

/** The contacts that are one person: the survivor of merges and those that were merged into it. Any of them finds all. */
export function listPerson(ctx: OrganizationContext, contactId: string): Promise<ContactRow[]> {
  const survivor = ctx.db.subquery(
    contacts,
    sql`coalesce(${contacts.mergedInto}, ${contacts.id})`,
    eq(contacts.id, contactId),
  )
  return ctx.db.select(contacts, or(eq(contacts.id, survivor), eq(contacts.mergedInto, survivor)))
}

/** What else belongs to a person. `id` is the contact whose tags they are. */
export async function readPersonParts(ctx: OrganizationContext, { id, ids }: { id: string; ids: readonly string[] }) {
  const [identities, shown, ownTags, consent] = await ctx.db.batch([
    ctx.db.select(contactIdentities, oneOf(contactIdentities.contactId, ids)).orderBy(contactIdentities.createdAt),
    ctx.db.selectFields(
      conversations,
      { id: conversations.id, assigneeId: conversations.assigneeId, phoneNumberId: conversations.phoneNumberId },
      oneOf(conversations.contactId, ids),
    ),
    ctx.db
      .select(
        tags,
        sql`${tags.id} IN ${ctx.db.subquery(contactTags, contactTags.tagId, eq(contactTags.contactId, id))}`,
      )
      .orderBy(sql`${tags.name} COLLATE NOCASE`, tags.id),
    ctx.db
      .select(consentRecords, oneOf(consentRecords.contactId, ids))
      .orderBy(desc(consentRecords.occurredAt), desc(consentRecords.id))
      .limit(1),
  ])
  return { identities, shown, ownTags, lastConsent: consent[0] }
}

type Changes = {
  name?: string | null
  language?: string | null
  email?: string | null
  ownerId?: string | null
  blockedAt?: number | null
  /** Merged with what is there when it is written; null removes one. */
  fields?: Record<string, string | number | boolean | null>
}
/** For all contacts of a person: each of their threads shows one of them. */
export const changePerson = (ctx: OrganizationContext, ids: readonly string[], { fields, ...changes }: Changes) =>
  ctx.db.update(
    contacts,
    {
      ...changes,
      ...(fields && {
        fields: sql`json_patch(coalesce(${contacts.fields}, '{}'), ${JSON.stringify(fields)})` as never,
      }),
      updatedAt: ctx.clock.now(),
    },
    oneOf(contacts.id, ids),
  )

/** What happened to people, for their timelines. */
export const insertEvents = (
  ctx: OrganizationContext,
  events: readonly { contactId: string; type: string; data: Record<string, unknown> }[],
): Statement[] => {
  const now = ctx.clock.now()
  return ctx.db.insertMany(
    contactEvents,
    events.map((event) => ({ id: createId('evt', now), ...event, actor: ctx.actor, occurredAt: now })),
  )
}

/** The number that people read and type. A conflict (`isConflict`) when it is somebody's. How WhatsApp names them stays. */
export const changePhone = (
  ctx: OrganizationContext,
  person: { id: string; ids: readonly string[]; knows: boolean },
  phone: { digits: string; country: string | null } | null,
): Statement[] => [
  ctx.db.delete(
    contactIdentities,
    eq(contactIdentities.kind, 'phone'),
    oneOf(contactIdentities.contactId, person.ids),
    phone === null ? undefined : sql`${contactIdentities.value} <> ${phone.digits}`,
  ),
  ...(phone === null || person.knows
    ? []
    : [
        ctx.db.insert(contactIdentities, {
          ...{ kind: 'phone', value: phone.digits, contactId: person.id, createdAt: ctx.clock.now() },
        }),
      ]),
  ctx.db.update(
    contacts,
    { phone: phone && `+${phone.digits}`, country: phone?.country ?? null, updatedAt: ctx.clock.now() },
    eq(contacts.id, person.id),
  ),
]

type NewPerson = Omit<typeof contacts.$inferInsert, 'organizationId'>
/** A conflict (`isConflict`) when one of the identities is somebody's. */
export const insertPerson = (
  ctx: OrganizationContext,
  row: NewPerson,
  { identities, tagIds }: { identities: readonly ContactIdentity[]; tagIds: readonly string[] },
): Statement[] => [
  ctx.db.insert(contacts, row),
  ...identities.map((identity) =>
    ctx.db.insert(contactIdentities, { ...identity, contactId: row.id, createdAt: row.createdAt }),
  ),
  ...ctx.db.insertMany(
    contactTags,
    tagIds.map((tagId) => ({ contactId: row.id, tagId, createdAt: row.createdAt })),
  ),
]

export const isMember = async (ctx: OrganizationContext, userId: string): Promise<boolean> =>
  (await ctx.directory.select(memberships, eq(memberships.userId, userId), eq(memberships.isActive, true))).length > 0

export const listNoteRows = (
  ctx: OrganizationContext,
  { contactIds, after, limit }: { contactIds: readonly string[]; after: Position | undefined; limit: number },
): Promise<NoteRow[]> =>
  ctx.db
    .select(
      contactNotes,
      oneOf(contactNotes.contactId, contactIds),
      behind(contactNotes.createdAt, contactNotes.id, after),
    )
    .orderBy(desc(contactNotes.createdAt), desc(contactNotes.id))
    .limit(limit)

export const findNote = async (
  ctx: OrganizationContext,
  { id, contactIds }: { id: string; contactIds: readonly string[] },
): Promise<NoteRow | undefined> =>
  (await ctx.db.select(contactNotes, eq(contactNotes.id, id), oneOf(contactNotes.contactId, contactIds)))[0]

export const insertNote = (ctx: OrganizationContext, note: Omit<NoteRow, 'organizationId'>) =>
  ctx.db.insert(contactNotes, note)

export const updateNote = (ctx: OrganizationContext, id: string, changes: Pick<NoteRow, 'body' | 'editedAt'>) =>
  ctx.db.update(contactNotes, changes, eq(contactNotes.id, id))

export const deleteNote = (ctx: OrganizationContext, id: string) => ctx.db.delete(contactNotes, eq(contactNotes.id, id))

/** What was said between opening and closing. Messages have whole seconds, and the one that opened it is from that second. */
const isFirstWord = sql`${messages.occurredAt} >= ${conversationEpisodes.openedAt} - ${conversationEpisodes.openedAt} % 1000 AND ${messages.occurredAt} <= coalesce(${conversationEpisodes.closedAt}, ${Number.MAX_SAFE_INTEGER}) AND ${messages.targetWamid} IS NULL AND ${messages.direction} <> 'internal' AND ${messages.sendState} IS NOT 'cancelled' AND ${messages.revokedAt} IS NULL`

/** Openings of these conversations, newest first, each with the message that it began with. */
export async function listContactEpisodes(
  ctx: OrganizationContext,
  page: { conversationIds: readonly string[]; after: Position | undefined; limit: number },
) {
  const { id, conversationId, openedBy, openedAt, closedAt } = conversationEpisodes
  const rows = await ctx.db
    .selectFields(
      conversationEpisodes,
      {
        ...{ id, conversationId, openedBy, openedAt, closedAt },
        subjectId: ctx.db.first<string | null>(messages, messages.id, {
          order: [messages.occurredAt, messages.id],
          where: [sql`${messages.conversationId} = ${conversationId}`, isFirstWord],
        }),
      },
      oneOf(conversationId, page.conversationIds),
      behind(openedAt, id, page.after),
    )
    .orderBy(desc(openedAt), desc(id))
    .limit(page.limit)
  const subjectIds = rows.flatMap(({ subjectId }) => subjectId ?? [])
  const subjects = await ctx.db.selectFields(
    messages,
    { id: messages.id, type: messages.type, text: messages.text },
    oneOf(messages.id, subjectIds),
  )
  return rows.map((row) => ({ ...row, subject: subjects.find((message) => message.id === row.subjectId) ?? null }))
}
