import { desc, eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { conversationEpisodes } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import { consentRecords, contactEvents, contactMerges, contactNotes } from './contacts.tables'
import type { Position } from './timeline.models'

const behind = (at: SQLiteColumn, id: SQLiteColumn, after: Position | undefined): SQL | undefined =>
  after && sql`(${at}, ${id}) < (${after[0]}, ${after[1]})`

type Page = { after: Position | undefined; limit: number }
const PREVIEW_MAX = 200
const beginning = (text: SQLiteColumn) => sql<string | null>`substr(${text}, 1, ${PREVIEW_MAX})`.as('preview')

/** Each reads in the order of an index: as many rows as are asked for. One conversation, or one contact, each. */
const selectMessages = (ctx: OrganizationContext, conversationId: string, { after, limit }: Page) =>
  ctx.db
    .selectFields(
      messages,
      {
        id: messages.id,
        conversationId: messages.conversationId,
        direction: messages.direction,
        type: messages.type,
        preview: beginning(messages.text),
        author: messages.author,
        sentBy: messages.sentBy,
        sendState: messages.sendState,
        revokedAt: messages.revokedAt,
        occurredAt: messages.occurredAt,
      },
      eq(messages.conversationId, conversationId),
      sql`${messages.targetWamid} IS NULL`,
      behind(messages.occurredAt, messages.id, after),
    )
    .orderBy(desc(messages.occurredAt), desc(messages.id))
    .limit(limit)

/** By when they began: what began before a moment may have ended after it. */
const selectEpisodes = (ctx: OrganizationContext, conversationId: string, { after, limit }: Page) =>
  ctx.db
    .select(
      conversationEpisodes,
      eq(conversationEpisodes.conversationId, conversationId),
      after && sql`${conversationEpisodes.openedAt} <= ${after[0]}`,
    )
    .orderBy(desc(conversationEpisodes.openedAt), desc(conversationEpisodes.id))
    .limit(limit)

const selectNotes = (ctx: OrganizationContext, contactId: string, { after, limit }: Page) =>
  ctx.db
    .selectFields(
      contactNotes,
      {
        id: contactNotes.id,
        preview: beginning(contactNotes.body),
        author: contactNotes.author,
        createdAt: contactNotes.createdAt,
      },
      eq(contactNotes.contactId, contactId),
      behind(contactNotes.createdAt, contactNotes.id, after),
    )
    .orderBy(desc(contactNotes.createdAt), desc(contactNotes.id))
    .limit(limit)

const selectConsent = (ctx: OrganizationContext, contactId: string, { after, limit }: Page) =>
  ctx.db
    .select(
      consentRecords,
      eq(consentRecords.contactId, contactId),
      behind(consentRecords.occurredAt, consentRecords.id, after),
    )
    .orderBy(desc(consentRecords.occurredAt), desc(consentRecords.id))
    .limit(limit)

const selectEvents = (ctx: OrganizationContext, contactId: string, { after, limit }: Page) =>
  ctx.db
    .select(
      contactEvents,
      eq(contactEvents.contactId, contactId),
      behind(contactEvents.occurredAt, contactEvents.id, after),
    )
    .orderBy(desc(contactEvents.occurredAt), desc(contactEvents.id))
    .limit(limit)

const selects = {
  messages: selectMessages,
  episodes: selectEpisodes,
  notes: selectNotes,
  consent: selectConsent,
  events: selectEvents,
}
export type TimelineTable = keyof typeof selects
/** `ofId`: of a conversation for messages and episodes, of a contact for the others. */
export type TimelineRead = { table: TimelineTable; ofId: string }
export type RowsOf = { [T in TimelineTable]: Awaited<ReturnType<(typeof selects)[T]>> }

/** All of them in one round trip, each in its order. */
export async function readTimeline(
  ctx: OrganizationContext,
  reads: readonly TimelineRead[],
  page: Page,
): Promise<{ [T in TimelineTable]: RowsOf[T][] }> {
  const all: { [T in TimelineTable]: RowsOf[T][] } = { messages: [], episodes: [], notes: [], consent: [], events: [] }
  if (reads.length === 0) return all
  const statements = reads.map(({ table, ofId }) => selects[table](ctx, ofId, page))
  const answers = (await ctx.db.batch(statements as never)) as unknown[]
  // Each answer has the rows of its statement.
  for (const [index, { table }] of reads.entries()) (all[table] as unknown[]).push(answers[index])
  return all
}

/** The newest merge of a person that stands: the one that can be undone. */
export const findNewestMerge = async (ctx: OrganizationContext, survivorId: string): Promise<string | undefined> =>
  (
    await ctx.db
      .selectFields(
        contactMerges,
        { id: contactMerges.id },
        eq(contactMerges.survivorId, survivorId),
        sql`${contactMerges.undoneAt} IS NULL`,
      )
      .orderBy(desc(contactMerges.createdAt), desc(contactMerges.id))
      .limit(1)
  )[0]?.id
