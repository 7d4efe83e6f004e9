import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { contacts, contactTags } from './contacts.tables'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

/** The next people by id, of those whom the condition leaves, or of these. */
export const listPeople = (
  ctx: OrganizationContext,
  page: { condition: SQL | undefined; ids: readonly string[] | null; after: string; limit: number },
) =>
  ctx.db
    .selectFields(
      contacts,
      { id: contacts.id, ownerId: contacts.ownerId, fields: contacts.fields },
      sql`${contacts.mergedInto} IS NULL AND ${contacts.deletedAt} IS NULL`,
      page.ids === null ? undefined : oneOf(contacts.id, page.ids),
      sql`${contacts.id} > ${page.after}`,
      page.condition,
    )
    .orderBy(contacts.id)
    .limit(page.limit)

export const setOwner = (ctx: OrganizationContext, ids: readonly string[], ownerId: string | null): Statement =>
  ctx.db.update(contacts, { ownerId, updatedAt: ctx.clock.now() }, oneOf(contacts.id, ids))

export const setField = (
  ctx: OrganizationContext,
  ids: readonly string[],
  { key, value }: { key: string; value: string | number | boolean | null },
): Statement =>
  ctx.db.update(
    contacts,
    {
      fields: sql`json_patch(coalesce(${contacts.fields}, '{}'), ${JSON.stringify({ [key]: value })})` as never,
      updatedAt: ctx.clock.now(),
    },
    oneOf(contacts.id, ids),
  )

export const changeLinks = (
  ctx: OrganizationContext,
  changes: readonly { contactId: string; add: readonly string[] }[],
  removed: readonly string[],
): Statement[] => [
  ctx.db.delete(
    contactTags,
    oneOf(
      contactTags.contactId,
      changes.map(({ contactId }) => contactId),
    ),
    oneOf(contactTags.tagId, removed),
  ),
  ...ctx.db.insertMany(
    contactTags,
    changes.flatMap(({ contactId, add }) => add.map((tagId) => ({ contactId, tagId, createdAt: ctx.clock.now() }))),
  ),
]
