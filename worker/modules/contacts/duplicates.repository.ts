import { and, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { conversations } from '../conversations/conversations.tables'
import { contactIdentities, contacts, contactsApart } from './contacts.tables'

const oneOf = (column: SQLiteColumn | SQL, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
/** As the partial indexes have it. */
const isListed = sql`merged_into IS NULL AND deleted_at IS NULL`
/** As the index `contacts_by_name` has it. */
const shownName = sql<string>`lower(coalesce(${contacts.name}, ${contacts.profileName}, ${contacts.username}, ${contacts.phone}, ''))`
const fields = {
  id: contacts.id,
  email: contacts.email,
  phone: contacts.phone,
  shownName: shownName.as('shown_name'),
  hasName: sql<number>`${contacts.name} IS NOT NULL OR ${contacts.profileName} IS NOT NULL`.as('has_name'),
  createdAt: contacts.createdAt,
}

/** People, newest first. */
export const listPeopleBelow = (ctx: OrganizationContext, { below, limit }: { below: string | null; limit: number }) =>
  ctx.db
    .selectFields(contacts, fields, isListed, below === null ? undefined : sql`${contacts.id} < ${below}`)
    .orderBy(sql`${contacts.id} DESC`)
    .limit(limit)
export type Candidate = Awaited<ReturnType<typeof listPeopleBelow>>[number]

/** What people are known by, and what those were who have been merged into them. */
export async function listNumbersOf(ctx: OrganizationContext, ids: readonly string[]) {
  const merged = ctx.db.subquery<string>(contacts, contacts.id, oneOf(contacts.mergedInto, ids))
  const isNumber = sql`${contactIdentities.kind} <> 'bsuid'`
  const [own, ofMerged, family] = await ctx.db.batch([
    ctx.db.select(contactIdentities, oneOf(contactIdentities.contactId, ids), isNumber),
    ctx.db.select(contactIdentities, sql`${contactIdentities.contactId} IN ${merged}`, isNumber),
    ctx.db.selectFields(
      contacts,
      { id: contacts.id, mergedInto: contacts.mergedInto },
      oneOf(contacts.mergedInto, ids),
    ),
  ])
  const survivorOf = new Map(family.map(({ id, mergedInto }) => [id, mergedInto]))
  return [...own, ...ofMerged].map(({ value, contactId }) => ({
    value,
    contactId: survivorOf.get(contactId) ?? contactId,
  }))
}

/** Whom these numbers lead to, after merges. */
export async function findByNumbers(ctx: OrganizationContext, numbers: readonly string[]) {
  const isOne = and(sql`${contactIdentities.kind} IN ('wa_id', 'phone')`, oneOf(contactIdentities.value, numbers))
  const owners = ctx.db.subquery<string>(contactIdentities, contactIdentities.contactId, isOne)
  const [rows, people] = await ctx.db.batch([
    ctx.db.select(contactIdentities, isOne),
    ctx.db.selectFields(
      contacts,
      { id: contacts.id, survivorId: sql<string>`coalesce(${contacts.mergedInto}, ${contacts.id})`.as('survivor_id') },
      sql`${contacts.id} IN ${owners}`,
    ),
  ])
  const survivorOf = new Map(people.map(({ id, survivorId }) => [id, survivorId]))
  return rows.flatMap(({ value, contactId }) => {
    const survivorId = survivorOf.get(contactId)
    return survivorId === undefined ? [] : [{ value, contactId: survivorId }]
  })
}

/** Emails are kept in small letters; what was written otherwise is found as it was written. */
export const findByEmails = (ctx: OrganizationContext, emails: readonly string[], limit: number) =>
  ctx.db.selectFields(contacts, fields, oneOf(contacts.email, emails), isNotNull(contacts.email), isListed).limit(limit)

/** People with a number who are called like that. */
export const findByNames = (ctx: OrganizationContext, names: readonly string[], limit: number) =>
  ctx.db.selectFields(contacts, fields, oneOf(shownName, names), isListed, isNotNull(contacts.phone)).limit(limit)

export const findListed = async (ctx: OrganizationContext, ids: readonly string[]): Promise<string[]> =>
  (await ctx.db.selectFields(contacts, { id: contacts.id }, oneOf(contacts.id, ids), isListed)).map(({ id }) => id)

/** Of these people, those with a conversation that is the member's or nobody's. */
export async function findSeen(ctx: OrganizationContext, ids: readonly string[], memberId: string) {
  const person = sql<string>`coalesce(${contacts.mergedInto}, ${contacts.id})`
  const seen = ctx.db.exists(
    conversations,
    sql`${conversations.contactId} = ${contacts.id}`,
    or(isNull(conversations.assigneeId), eq(conversations.assigneeId, memberId)),
  )
  const [own, ofMerged] = await ctx.db.batch([
    ctx.db.selectFields(contacts, { id: person.as('person_id') }, oneOf(contacts.id, ids), seen),
    ctx.db.selectFields(contacts, { id: person.as('person_id') }, oneOf(contacts.mergedInto, ids), seen),
  ])
  return new Set([...own, ...ofMerged].map(({ id }) => id))
}

export const listApart = (ctx: OrganizationContext, lowIds: readonly string[]) =>
  ctx.db.select(contactsApart, oneOf(contactsApart.lowId, lowIds))

type Pair = { lowId: string; highId: string }
export const insertApart = (ctx: OrganizationContext, pair: Pair) =>
  ctx.db.insert(contactsApart, { ...pair, createdAt: ctx.clock.now() }).onConflictDoNothing()
export const deleteApart = (ctx: OrganizationContext, { lowId, highId }: Pair) =>
  ctx.db.delete(contactsApart, eq(contactsApart.lowId, lowId), eq(contactsApart.highId, highId))
