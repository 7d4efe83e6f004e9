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

/** Those of them that exist, with their tags, and the conversations that show them. */
export async function findTagged(ctx: OrganizationContext, contactIds: readonly string[]) {
  const [people, links, shown] = await ctx.db.batch([
    ctx.db.selectFields(contacts, { id: contacts.id }, oneOf(contacts.id, contactIds)),
    ctx.db.select(contactTags, oneOf(contactTags.contactId, contactIds)),
    ctx.db.selectFields(
      conversations,
      { id: conversations.id, contactId: conversations.contactId },
      oneOf(conversations.contactId, contactIds),
    ),
  ])
  return { people, links, shown }
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
