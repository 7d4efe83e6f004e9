import { eq, or, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { contacts } from '../contacts/contacts.tables'
import { conversationEpisodes, conversations, conversationTags } from './conversations.tables'

export type ConversationRow = typeof conversations.$inferSelect
type NewConversation = Omit<typeof conversations.$inferInsert, 'organizationId'>
type NewEpisode = Omit<typeof conversationEpisodes.$inferInsert, 'organizationId'>

export const findConversation = async (ctx: OrganizationContext, id: string): Promise<ConversationRow | undefined> =>
  (await ctx.db.select(conversations, eq(conversations.id, id)))[0]

/** At most a hundred: one read for each. */
export const findConversations = (ctx: OrganizationContext, ids: readonly string[]): Promise<ConversationRow[]> =>
  ctx.db.select(conversations, sql`${conversations.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`)

/** The contacts that are one person: the survivor of merges and those that were merged into it. */
const personOf = (ctx: OrganizationContext, contactId: string): SQL => {
  const survivor = ctx.db.subquery(
    contacts,
    sql`coalesce(${contacts.mergedInto}, ${contacts.id})`,
    sql`${contacts.id} = ${contactId}`,
  )
  return ctx.db.subquery(contacts, contacts.id, or(eq(contacts.id, survivor), eq(contacts.mergedInto, survivor)))
}

/** A person's conversations on a number: one, and more only after a merge, which keeps both. */
export const findConversationsOf = (
  ctx: OrganizationContext,
  { contactId, phoneNumberId }: Pick<ConversationRow, 'contactId' | 'phoneNumberId'>,
): Promise<ConversationRow[]> =>
  ctx.db.select(
    conversations,
    eq(conversations.phoneNumberId, phoneNumberId),
    sql`${conversations.contactId} IN ${personOf(ctx, contactId)}`,
  )

/** All conversations of a person, on every number. */
export const findConversationsOfPerson = (
  ctx: OrganizationContext,
  contactId: string,
  tagId?: string,
): Promise<ConversationRow[]> =>
  ctx.db.select(
    conversations,
    sql`${conversations.contactId} IN ${personOf(ctx, contactId)}`,
    tagId === undefined
      ? undefined
      : ctx.db.exists(
          conversationTags,
          eq(conversationTags.conversationId, sql`${conversations.id}`),
          eq(conversationTags.tagId, tagId),
        ),
  )

/** Inserted unless the contact has one on this number. What may only follow an insert comes right behind it. */
export const insertConversation = (ctx: OrganizationContext, row: NewConversation) =>
  ctx.db.insert(conversations, row).onConflictDoNothing().returning({ id: conversations.id })

/** For right behind a statement that may turn out to change nothing. */
export const insertEpisodeIfChanged = (ctx: OrganizationContext, episode: NewEpisode) =>
  ctx.db.insertIfChanged(conversationEpisodes, episode)

export const countConversations = (ctx: OrganizationContext, contactId: string) =>
  ctx.db.update(
    contacts,
    {
      conversationCount: ctx.db.subquery<number>(
        conversations,
        sql`count(*)`,
        eq(conversations.contactId, contactId),
      ) as never,
    },
    eq(contacts.id, contactId),
  )
