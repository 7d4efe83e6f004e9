import { eq, inArray, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { conversations } from '../conversations/conversations.tables'
import type { ContactIdentity } from './contacts.schemas'
import { consentRecords, contactIdentities, contacts } from './contacts.tables'

export type ContactRow = typeof contacts.$inferSelect
type NewContact = Omit<typeof contacts.$inferInsert, 'organizationId'>

/** The contacts that any of these identities names. */
export const findIdentities = (ctx: OrganizationContext, identities: readonly ContactIdentity[]) =>
  ctx.db.select(
    contactIdentities,
    inArray(contactIdentities.kind, [...new Set(identities.map(({ kind }) => kind))]),
    inArray(contactIdentities.value, [...new Set(identities.map(({ value }) => value))]),
  )

export const findContact = async (ctx: OrganizationContext, id: string): Promise<ContactRow | undefined> =>
  (await ctx.db.select(contacts, eq(contacts.id, id)))[0]

/** Which contact each of these is now, after merges. */
export const findSurvivors = (ctx: OrganizationContext, ids: readonly string[]) =>
  ctx.db.selectFields(
    contacts,
    { id: contacts.id, survivorId: sql<string>`coalesce(${contacts.mergedInto}, ${contacts.id})` },
    inArray(contacts.id, [...ids]),
  )

/** Everything this contact is known by, and what those are known by who were merged into it. Oldest first. */
export const listIdentitiesOf = (ctx: OrganizationContext, contactId: string) =>
  ctx.db
    .select(
      contactIdentities,
      sql`${contactIdentities.contactId} = ${contactId} OR ${contactIdentities.contactId} IN ${ctx.db.subquery(contacts, contacts.id, eq(contacts.mergedInto, contactId))}`,
    )
    .orderBy(contactIdentities.createdAt)

/**
 * One more name for a contact, and the contact itself if it is new. Whoever comes second with the same name changes
 * nothing. @returns whose the name is now
 */
export async function insertIdentity(
  ctx: OrganizationContext,
  { identity, contactId, contact, event }: Addition,
): Promise<string> {
  const named = eq(contactIdentities.value, identity.value)
  const results = await ctx.db.batch([
    ctx.db.insert(contactIdentities, { ...identity, contactId, createdAt: ctx.clock.now() }).onConflictDoNothing(),
    ...(contact ? [ctx.db.insertIfChanged(contacts, contact)] : []),
    ...(event ? [event] : []),
    ctx.db.select(contactIdentities, eq(contactIdentities.kind, identity.kind), named),
  ])
  const [found] = results.at(-1) as { contactId: string }[]
  return found?.contactId ?? contactId
}
type Addition = { identity: ContactIdentity; contactId: string; contact?: NewContact; event?: Statement }

type NewConsent = Omit<typeof consentRecords.$inferInsert, 'organizationId'>
/** The entry, once by its id; the contact follows it unless a later one is there. */
export const consentStatements = (ctx: OrganizationContext, entry: NewConsent): Statement[] => [
  ctx.db.insert(consentRecords, entry).onConflictDoNothing(),
  ctx.db.update(
    contacts,
    { consent: entry.state, updatedAt: ctx.clock.now() },
    eq(contacts.id, entry.contactId),
    sql`NOT ${ctx.db.exists(
      consentRecords,
      eq(consentRecords.contactId, entry.contactId),
      sql`(${consentRecords.occurredAt}, ${consentRecords.id}) > (${entry.occurredAt}, ${entry.id})`,
    )}`,
  ),
]

/** The conversations that show this contact. */
export const listConversationIdsOf = async (ctx: OrganizationContext, contactId: string): Promise<string[]> =>
  (await ctx.db.selectFields(conversations, { id: conversations.id }, eq(conversations.contactId, contactId))).map(
    ({ id }) => id,
  )
