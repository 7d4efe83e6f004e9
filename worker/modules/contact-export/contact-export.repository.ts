import { and, asc, gt, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import {
  consentRecords,
  contactFieldValues,
  contactIdentities,
  contacts,
  contactTags,
  customFields,
  tags,
} from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

export const amongIds = (ids: readonly string[]): SQL => oneOf(contacts.id, ids)
export const notAmong = (ids: readonly string[]): SQL => sql`NOT ${oneOf(contacts.id, ids)}`

/** Each of those that are there. */
export const allOf = (...conditions: (SQL | undefined)[]): SQL | undefined => and(...conditions)
/** As the partial indexes have it, word for word. */
const isListed = sql`${contacts.mergedInto} IS NULL AND ${contacts.deletedAt} IS NULL`

type Page = { after: string | undefined; limit: number }
/** People whom a condition leaves, oldest first. */
export const listPeople = (ctx: OrganizationContext, condition: SQL | undefined, { after, limit }: Page) =>
  ctx.db
    .select(contacts, isListed, condition, after === undefined ? undefined : gt(contacts.id, after))
    .orderBy(asc(contacts.id))
    .limit(limit)
export type ContactRow = Awaited<ReturnType<typeof listPeople>>[number]

/** Who was merged into these. */
export const listMerged = ({ db }: OrganizationContext, ids: readonly string[]) =>
  db.selectFields(
    contacts,
    { id: contacts.id, mergedInto: contacts.mergedInto },
    isNotNull(contacts.mergedInto),
    oneOf(contacts.mergedInto, ids),
  )

/** What belongs to these contacts, each in its order. */
export async function readParts({ db }: OrganizationContext, ids: readonly string[]) {
  const [links, consents, identities, threads] = await db.batch([
    db.selectFields(
      contactTags,
      { contactId: contactTags.contactId, tagId: contactTags.tagId },
      oneOf(contactTags.contactId, ids),
    ),
    db
      .select(consentRecords, oneOf(consentRecords.contactId, ids))
      .orderBy(asc(consentRecords.occurredAt), asc(consentRecords.id)),
    db.select(contactIdentities, oneOf(contactIdentities.contactId, ids)).orderBy(asc(contactIdentities.createdAt)),
    db.selectFields(
      conversations,
      {
        ...{ id: conversations.id, contactId: conversations.contactId },
        ...{ assigneeId: conversations.assigneeId, phoneNumberId: conversations.phoneNumberId },
      },
      oneOf(conversations.contactId, ids),
    ),
  ])
  return { links, consents, identities, threads }
}

export const listTagRows = ({ db }: OrganizationContext) =>
  db.select(tags).orderBy(sql`${tags.name} COLLATE NOCASE`, tags.id)

/** Keys of custom fields: those that are defined in their order, then whatever else somebody wrote. */
export async function listFieldKeys({ db }: OrganizationContext): Promise<string[]> {
  const [defined, used] = await db.batch([
    db.selectFields(customFields, { key: customFields.key }).orderBy(asc(customFields.position), asc(customFields.id)),
    db
      .selectFields(contactFieldValues, { key: contactFieldValues.key })
      .groupBy(contactFieldValues.key)
      .orderBy(asc(contactFieldValues.key)),
  ])
  return [...new Set([...defined, ...used].map(({ key }) => key))]
}
