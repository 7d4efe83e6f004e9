import { asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { consentRecords, contactEvents, contactMerges, contactNotes } from '../contacts/contacts.tables'
import { conversationEpisodes, conversations } from '../conversations/conversations.tables'
import { jobs } from '../jobs/jobs.tables'
import { media } from '../media/media.tables'
import { messages } from '../messages/messages.tables'

type MediaRow = typeof media.$inferSelect
type Position = [at: number, id: string]
const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

const isOfContacts = (contactIds: readonly string[]) =>
  sql`json_extract(${jobs.input}, '$.contactId') IN (SELECT value FROM json_each(${JSON.stringify(contactIds)}))`

/** The export of one of these contacts that goes on already. */
export const findRunningExport = async ({ db }: OrganizationContext, contactIds: readonly string[]) =>
  (
    await db.select(
      jobs,
      eq(jobs.kind, 'person_export'),
      inArray(jobs.state, ['running', 'paused']),
      isOfContacts(contactIds),
    )
  )[0]

/** Exports of these contacts end now, and the sweep takes them with their files. */
export const endExports = ({ db, clock }: OrganizationContext, contactIds: readonly string[]): Statement => {
  const now = clock.now()
  return db.update(
    jobs,
    {
      state: sql`CASE WHEN ${jobs.state} IN ('running', 'paused') THEN 'cancelled' ELSE ${jobs.state} END` as never,
      finishedAt: sql`coalesce(${jobs.finishedAt}, ${now})` as never,
      ...{ claimToken: null, dueAt: now, expiresAt: now },
    },
    eq(jobs.kind, 'person_export'),
    isOfContacts(contactIds),
  )
}

/** What belongs to these contacts and their threads beside messages, each oldest first. */
export async function readRecords(
  { db }: OrganizationContext,
  { contactIds, conversationIds }: { contactIds: readonly string[]; conversationIds: readonly string[] },
) {
  const [consents, notes, events, merges, threads, episodes] = await db.batch([
    db
      .select(consentRecords, oneOf(consentRecords.contactId, contactIds))
      .orderBy(asc(consentRecords.occurredAt), asc(consentRecords.id)),
    db
      .select(contactNotes, oneOf(contactNotes.contactId, contactIds))
      .orderBy(asc(contactNotes.createdAt), asc(contactNotes.id)),
    db
      .select(contactEvents, oneOf(contactEvents.contactId, contactIds))
      .orderBy(asc(contactEvents.occurredAt), asc(contactEvents.id)),
    db
      .select(contactMerges, oneOf(contactMerges.survivorId, contactIds))
      .orderBy(asc(contactMerges.createdAt), asc(contactMerges.id)),
    db.select(conversations, oneOf(conversations.id, conversationIds)),
    db
      .select(conversationEpisodes, oneOf(conversationEpisodes.conversationId, conversationIds))
      .orderBy(asc(conversationEpisodes.openedAt), asc(conversationEpisodes.id)),
  ])
  return { consents, notes, events, merges, threads, episodes }
}

type Page = { conversationId: string; after: Position | null; limit: number }
/** Messages of a thread in reading order, with what was said about each of them (reactions, edits), and their files. */
export async function readMessages({ db }: OrganizationContext, { conversationId, after, limit }: Page) {
  const rows = await db
    .select(
      messages,
      eq(messages.conversationId, conversationId),
      isNull(messages.targetWamid),
      after ? sql`(${messages.occurredAt}, ${messages.id}) > (${after[0]}, ${after[1]})` : undefined,
    )
    .orderBy(messages.occurredAt, messages.id)
    .limit(limit)
  const wamids = rows.flatMap(({ wamid }) => wamid ?? [])
  const mediaIds = rows.flatMap(({ mediaId }) => mediaId ?? [])
  const [about, files] = await db.batch([
    db.select(messages, oneOf(messages.targetWamid, wamids)).orderBy(messages.occurredAt, messages.id),
    db.select(media, oneOf(media.id, mediaIds)),
  ])
  return { rows, about, files }
}
export type MessageRow = Awaited<ReturnType<typeof readMessages>>['rows'][number]

/** Files of these threads that are here, by their ids. */
export const listReadyFiles = (
  { db }: OrganizationContext,
  { conversationIds, after, limit }: { conversationIds: readonly string[]; after: string | null; limit: number },
): Promise<MediaRow[]> =>
  db
    .select(
      media,
      oneOf(media.conversationId, conversationIds),
      eq(media.status, 'ready'),
      after === null ? undefined : sql`${media.id} > ${after}`,
    )
    .orderBy(media.id)
    .limit(limit)

export const findReadyFiles = ({ db }: OrganizationContext, ids: readonly string[]): Promise<MediaRow[]> =>
  db.select(media, oneOf(media.id, ids), eq(media.status, 'ready')).orderBy(media.id)
