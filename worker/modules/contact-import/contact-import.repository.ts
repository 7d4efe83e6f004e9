import { eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import {
  consentRecords,
  contactEvents,
  contactIdentities,
  contacts,
  contactTags,
  customFields,
  tags,
} from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

export const listCustomFields = (ctx: OrganizationContext) => ctx.db.select(customFields).orderBy(customFields.position)
export type CustomFieldRow = typeof customFields.$inferSelect
export const listTagsByName = (ctx: OrganizationContext) => ctx.db.selectFields(tags, { id: tags.id, name: tags.name })

const personFields = {
  id: contacts.id,
  name: contacts.name,
  username: contacts.username,
  phone: contacts.phone,
  country: contacts.country,
  language: contacts.language,
  email: contacts.email,
  fields: contacts.fields,
  consent: contacts.consent,
  mergedInto: contacts.mergedInto,
  deletedAt: contacts.deletedAt,
}
export type PersonRow = Pick<typeof contacts.$inferSelect, keyof typeof personFields>

/** Whom these ids, numbers and addresses name, with whoever they were merged into, and their tags. */
export async function findPeople(
  ctx: OrganizationContext,
  { ids: given, numbers, emails }: Record<'ids' | 'numbers' | 'emails', readonly string[]>,
) {
  const [identities, byEmail] = await ctx.db.batch([
    ctx.db.selectFields(
      contactIdentities,
      { kind: contactIdentities.kind, value: contactIdentities.value, contactId: contactIdentities.contactId },
      sql`${contactIdentities.kind} IN ('wa_id', 'phone')`,
      oneOf(contactIdentities.value, numbers),
    ),
    ctx.db.selectFields(
      contacts,
      { id: contacts.id },
      sql`${contacts.email} IS NOT NULL`,
      oneOf(contacts.email, emails),
    ),
  ])
  const ids = [...new Set([...given, ...identities.map(({ contactId }) => contactId), ...byEmail.map(({ id }) => id)])]
  if (ids.length === 0) return { identities, people: [], links: [] }
  const survivors = ctx.db.subquery(
    contacts,
    contacts.mergedInto,
    oneOf(contacts.id, ids),
    sql`${contacts.mergedInto} IS NOT NULL`,
  )
  const [direct, merged] = await ctx.db.batch([
    ctx.db.selectFields(contacts, personFields, oneOf(contacts.id, ids)),
    ctx.db.selectFields(contacts, personFields, sql`${contacts.id} IN ${survivors}`),
  ])
  const people = [...new Map([...direct, ...merged].map((row) => [row.id, row])).values()]
  const links = await ctx.db.selectFields(
    contactTags,
    { contactId: contactTags.contactId, tagId: contactTags.tagId },
    oneOf(
      contactTags.contactId,
      people.map(({ id }) => id),
    ),
  )
  return { identities, people, links }
}

/** The threads that show these people, of those who were merged into them, too. */
export async function listConversationsOf(ctx: OrganizationContext, contactIds: readonly string[]): Promise<string[]> {
  if (contactIds.length === 0) return []
  const merged = ctx.db.subquery(contacts, contacts.id, oneOf(contacts.mergedInto, contactIds))
  const [own, others] = await ctx.db.batch([
    ctx.db.selectFields(conversations, { id: conversations.id }, oneOf(conversations.contactId, contactIds)),
    ctx.db.selectFields(conversations, { id: conversations.id }, sql`${conversations.contactId} IN ${merged}`),
  ])
  return [...new Set([...own, ...others].map(({ id }) => id))]
}

type New<T extends { $inferInsert: object }> = Omit<T['$inferInsert'], 'organizationId'>
export type PersonChange = {
  id: string
  name: string | null
  username: string | null
  phone: string | null
  country: string | null
  language: string | null
  email: string | null
  fields: string | null
  consent: string
  updatedAt: number
}
export type ImportChanges = {
  people: New<typeof contacts>[]
  identities: New<typeof contactIdentities>[]
  changed: PersonChange[]
  tags: New<typeof tags>[]
  links: New<typeof contactTags>[]
  consents: New<typeof consentRecords>[]
  events: New<typeof contactEvents>[]
}

/** Fails where somebody else has made a person or a tag of the same name meanwhile: the step looks again. */
export function importStatements(ctx: OrganizationContext, changes: ImportChanges): Statement[] {
  const { people, identities, changed, links, consents, events } = changes
  return [
    ...ctx.db.insertMany(tags, changes.tags, { strict: true }),
    ...ctx.db.insertMany(contacts, people, { strict: true }),
    ...ctx.db.insertMany(contactIdentities, identities, { strict: true }),
    ...ctx.db.updateMany(contacts, changed, {
      match: (field) => sql`${eq(contacts.id, field('id'))}`,
      set: (field) => ({
        name: field('name'),
        username: field('username'),
        phone: field('phone'),
        country: field('country'),
        language: field('language'),
        email: field('email'),
        fields: field('fields'),
        consent: field('consent'),
        updatedAt: field('updatedAt'),
      }),
    }),
    ...ctx.db.insertMany(contactTags, links),
    ...ctx.db.insertMany(consentRecords, consents, { strict: true }),
    ...ctx.db.insertMany(contactEvents, events, { strict: true }),
  ]
}
