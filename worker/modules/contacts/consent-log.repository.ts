import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import { consentRecords } from './contacts.tables'

export type ConsentRow = typeof consentRecords.$inferSelect

const ofContacts = (ids: readonly string[]): SQL =>
  sql`${consentRecords.contactId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** Newest first. */
export const listConsent = (
  ctx: OrganizationContext,
  {
    ids,
    after,
    limit,
  }: { ids: readonly string[]; after: readonly [at: number, id: string] | undefined; limit: number },
): Promise<ConsentRow[]> =>
  ctx.db
    .select(
      consentRecords,
      ofContacts(ids),
      after && sql`(${consentRecords.occurredAt}, ${consentRecords.id}) < (${after[0]}, ${after[1]})`,
    )
    .orderBy(desc(consentRecords.occurredAt), desc(consentRecords.id))
    .limit(limit)

/** What was written, as long as it is there. */
export const findSaid = async (ctx: OrganizationContext, messageId: string) =>
  (
    await ctx.db.selectFields(
      messages,
      { text: messages.text, occurredAt: messages.occurredAt },
      eq(messages.id, messageId),
    )
  )[0]

export const listThreads = async (ctx: OrganizationContext, ids: readonly string[]): Promise<string[]> =>
  (
    await ctx.db.selectFields(
      conversations,
      { id: conversations.id },
      sql`${conversations.contactId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    )
  ).map(({ id }) => id)
