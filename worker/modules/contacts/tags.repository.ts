import { eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { conversations } from '../conversations/conversations.tables'
import { contacts, contactTags, tags } from './contacts.tables'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

export const listTagRows = (ctx: OrganizationContext, limit: number) =>
  ctx.db.select(tags).orderBy(sql`${tags.name} COLLATE NOCASE`, tags.id).limit(limit)

/** @returns false when a tag has this name */
export const insertTag = async (
  ctx: OrganizationContext,
  tag: { id: string; name: string; tint: number; createdAt: number },
): Promise<boolean> => (await ctx.db.insert(tags, tag).onConflictDoNothing().returning({ id: tags.id })).length > 0

export const findTagIds = async (ctx: OrganizationContext, ids: readonly string[]): Promise<string[]> =>
  (await ctx.db.selectFields(tags, { id: tags.id }, oneOf(tags.id, ids))).map(({ id }) => id)

/**
 * Who they are after merges, with their tags, and the conversations that show them: those of contacts that were merged into
 * one of them, too.
 */
export async function findTagged(ctx: OrganizationContext, contactIds: readonly string[]) {
  const { id, mergedInto } = contacts
  const personId = sql<string>`coalesce(${mergedInto}, ${id})`
  const people = ctx.db.subquery<string>(contacts, personId, oneOf(id, contactIds))
  const merged = ctx.db.subquery<string>(contacts, id, sql`${mergedInto} IN ${people}`)
  const shownFields = { id: conversations.id, contactId: conversations.contactId }
  const [found, family, links, own, others] = await ctx.db.batch([
    ctx.db.selectFields(contacts, { id }, sql`${id} IN ${people}`),
    ctx.db.selectFields(contacts, { id, personId: personId.as('person_id') }, sql`${mergedInto} IN ${people}`),
    ctx.db.select(contactTags, sql`${contactTags.contactId} IN ${people}`),
    // Apart: with OR between them SQLite would walk over every conversation.
    ctx.db.selectFields(conversations, shownFields, sql`${conversations.contactId} IN ${people}`),
    ctx.db.selectFields(conversations, shownFields, sql`${conversations.contactId} IN ${merged}`),
  ])
  const personOf = new Map(family.map((row) => [row.id, row.personId]))
  const shown = [...own, ...others].map((row) => ({
    id: row.id,
    contactId: personOf.get(row.contactId) ?? row.contactId,
  }))
  return { people: found, links, shown }
}

type Links = { contactId: string; tagIds: string[] }

export const tagStatements = (
  ctx: OrganizationContext,
  { add, remove }: { add: Links[]; remove: Links[] },
): Statement[] => [
  ...remove.map(({ contactId, tagIds }) =>
    ctx.db.delete(contactTags, eq(contactTags.contactId, contactId), oneOf(contactTags.tagId, tagIds)),
  ),
  ...ctx.db.insertMany(
    contactTags,
    add.flatMap(({ contactId, tagIds }) => tagIds.map((tagId) => ({ contactId, tagId, createdAt: ctx.clock.now() }))),
  ),
]

/** A conflict (`isConflict`) when another tag has the name. */
export const updateTag = (
  ctx: OrganizationContext,
  id: string,
  changes: { name: string; tint: number },
): Statement[] => [ctx.db.update(tags, changes, eq(tags.id, id))]

export const listTagged = async (ctx: OrganizationContext, tagId: string, limit: number): Promise<string[]> =>
  (
    await ctx.db
      .selectFields(contactTags, { contactId: contactTags.contactId }, eq(contactTags.tagId, tagId))
      .limit(limit)
  ).map(({ contactId }) => contactId)

export const deleteTag = (ctx: OrganizationContext, id: string) => ctx.db.delete(tags, eq(tags.id, id))
