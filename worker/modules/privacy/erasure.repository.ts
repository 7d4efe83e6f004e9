import { eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { auditLogEntries } from '../audit-log/audit-log.tables'
import {
  consentRecords,
  contactEvents,
  contactIdentities,
  contactMerges,
  contactNotes,
  contacts,
  contactsApart,
  contactTags,
  erasedIdentities,
} from '../contacts/contacts.tables'
import { conversationEpisodes, conversations } from '../conversations/conversations.tables'
import { jobs } from '../jobs/jobs.tables'
import { media, mediaParts, mediaUploads } from '../media/media.tables'
import { messages, parkedStatuses } from '../messages/messages.tables'
import { ERASED_TARGET, ERASED_TYPE, erasedContent } from './erased-content.models'

export type MediaRow = typeof media.$inferSelect
export const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

/** Everything that leads to a person, also to one who has left the lists: the contacts that are one, their names, threads. */
export async function readSubject({ db }: OrganizationContext, contactId: string) {
  const survivor = db.subquery(
    contacts,
    sql`coalesce(${contacts.mergedInto}, ${contacts.id})`,
    eq(contacts.id, contactId),
  )
  const rows = await db.select(contacts, sql`${contacts.id} = ${survivor} OR ${contacts.mergedInto} = ${survivor}`)
  const contactIds = rows.map(({ id }) => id)
  const [identities, threads] = await db.batch([
    db.select(contactIdentities, oneOf(contactIdentities.contactId, contactIds)),
    db.selectFields(conversations, { id: conversations.id }, oneOf(conversations.contactId, contactIds)),
  ])
  return { rows, contactIds, identities, conversationIds: threads.map(({ id }) => id) }
}

/** The erasure of one of these contacts that goes on already. */
export const findRunningErasure = async ({ db }: OrganizationContext, contactIds: readonly string[]) =>
  (
    await db.select(
      jobs,
      eq(jobs.kind, 'person_erasure'),
      inArray(jobs.state, ['running', 'paused']),
      sql`json_extract(${jobs.input}, '$.contactId') IN (SELECT value FROM json_each(${JSON.stringify(contactIds)}))`,
    )
  )[0]

/** Out of every list at once. */
export const hidePerson = (ctx: OrganizationContext, contactIds: readonly string[]): Statement[] => [
  ctx.db.update(
    contacts,
    { deletedAt: sql`coalesce(${contacts.deletedAt}, ${ctx.clock.now()})` as never },
    oneOf(contacts.id, contactIds),
  ),
  ctx.db.update(
    conversations,
    { status: 'unlisted', snoozedUntil: null, unreadCount: 0, failedMessageId: null },
    oneOf(conversations.contactId, contactIds),
  ),
]

type Subject = { contactIds: readonly string[]; conversationIds: readonly string[] }
/** Nobody finds them any more, nothing is sent to them, and Meta's old deliveries bring nobody back. */
export const forgetPerson = (
  ctx: OrganizationContext,
  { contactIds, conversationIds, identityHashes }: Subject & { identityHashes: readonly string[] },
): Statement[] => {
  const { db } = ctx
  const now = ctx.clock.now()
  return [
    ...db.upsertMany(
      erasedIdentities,
      identityHashes.map((identityHash) => ({ identityHash, erasedAt: now })),
      { target: [erasedIdentities.organizationId, erasedIdentities.identityHash], set: { erasedAt: sql`${now}` } },
    ),
    db.delete(contactIdentities, oneOf(contactIdentities.contactId, contactIds)),
    ...hidePerson(ctx, contactIds),
    db.update(
      messages,
      { sendState: 'cancelled', dueAt: null },
      oneOf(messages.conversationId, conversationIds),
      isNotNull(messages.dueAt),
      inArray(messages.sendState, ['scheduled', 'queued']),
    ),
    db.update(
      conversationEpisodes,
      { closedAt: now, closedBy: 'system' },
      oneOf(conversationEpisodes.conversationId, conversationIds),
      isNull(conversationEpisodes.closedAt),
    ),
    db.update(
      contacts,
      {
        ...{ name: null, profileName: null, username: null, phone: null, country: null, language: null, email: null },
        ...{ ownerId: null, fields: null, consent: 'unknown', blockedAt: null, updatedAt: now },
      },
      oneOf(contacts.id, contactIds),
    ),
    ...[contactNotes, contactEvents, consentRecords, contactTags].map((table) =>
      db.delete(table, oneOf(table.contactId, contactIds)),
    ),
    db.delete(
      contactMerges,
      sql`${oneOf(contactMerges.survivorId, contactIds)} OR ${oneOf(contactMerges.mergedId, contactIds)}`,
    ),
    db.delete(
      contactsApart,
      sql`${oneOf(contactsApart.lowId, contactIds)} OR ${oneOf(contactsApart.highId, contactIds)}`,
    ),
    // What was done stays; whom it was done to had a name.
    db.update(
      auditLogEntries,
      { target: sql`json_set(${auditLogEntries.target}, '$.label', NULL)` as never },
      sql`json_extract(${auditLogEntries.target}, '$.id') IN (SELECT value FROM json_each(${JSON.stringify(contactIds)}))`,
    ),
  ]
}

/** How many rows there are of what goes at once, for the receipt. */
export async function countParts({ db }: OrganizationContext, contactIds: readonly string[]) {
  const count = sql<number>`count(*)`
  const [notes, events, consents] = await db.batch([
    db.selectFields(contactNotes, { count }, oneOf(contactNotes.contactId, contactIds)),
    db.selectFields(contactEvents, { count }, oneOf(contactEvents.contactId, contactIds)),
    db.selectFields(consentRecords, { count }, oneOf(consentRecords.contactId, contactIds)),
  ])
  return { notes: notes[0]?.count ?? 0, events: events[0]?.count ?? 0, consents: consents[0]?.count ?? 0 }
}

export type Position = [at: number, id: string]
type Bubbles = { conversationId: string; after: Position | null; before?: number; limit: number }
/** Messages of a thread in reading order, erased ones too: reactions, edits and deletions are in `listTargeted`. */
export const listBubbles = ({ db }: OrganizationContext, { conversationId, after, before, limit }: Bubbles) =>
  db
    .selectFields(
      messages,
      { id: messages.id, wamid: messages.wamid, occurredAt: messages.occurredAt },
      eq(messages.conversationId, conversationId),
      isNull(messages.targetWamid),
      after ? sql`(${messages.occurredAt}, ${messages.id}) > (${after[0]}, ${after[1]})` : undefined,
      before === undefined ? undefined : sql`${messages.occurredAt} < ${before}`,
    )
    .orderBy(messages.occurredAt, messages.id)
    .limit(limit)

/** What is about another message, of the whole organization: a thread has no index of its own of these. */
export const listTargeted = (
  { db }: OrganizationContext,
  { after, limit }: { after: [target: string, id: string] | null; limit: number },
) =>
  db
    .selectFields(
      messages,
      {
        ...{ id: messages.id, wamid: messages.wamid, targetWamid: messages.targetWamid },
        ...{ conversationId: messages.conversationId, occurredAt: messages.occurredAt },
      },
      isNotNull(messages.targetWamid),
      after ? sql`(${messages.targetWamid}, ${messages.id}) > (${after[0]}, ${after[1]})` : undefined,
    )
    .orderBy(messages.targetWamid, messages.id)
    .limit(limit)

/**
 * What was said goes; when, by whom of the team and what became of it stay. Ids of Meta go as well: the customer's number
 * can be read in them.
 */
export const eraseMessages = (
  { db }: OrganizationContext,
  rows: readonly { id: string; wamid: string | null }[],
): Statement[] => {
  if (rows.length === 0) return []
  const wamids = rows.flatMap(({ wamid }) => wamid ?? [])
  return [
    db.update(
      messages,
      {
        ...{ type: ERASED_TYPE, content: erasedContent, text: null, context: null, mediaId: null, wamid: null },
        ...{ replyToWamid: null, clientId: null, scheduledFor: null, editedAt: null },
        targetWamid: sql`CASE WHEN ${messages.targetWamid} IS NULL THEN NULL ELSE ${ERASED_TARGET} END` as never,
        error:
          sql`CASE WHEN ${messages.error} IS NULL THEN NULL ELSE json_set(${messages.error}, '$.details', NULL) END` as never,
        sendState:
          sql`CASE WHEN ${messages.sendState} IN ('scheduled', 'queued') THEN 'cancelled' ELSE ${messages.sendState} END` as never,
        // Whoever is sending it at this moment settles it.
        dueAt: sql`CASE WHEN ${messages.sendState} = 'sending' THEN ${messages.dueAt} ELSE NULL END` as never,
      },
      oneOf(
        messages.id,
        rows.map(({ id }) => id),
      ),
    ),
    ...(wamids.length > 0 ? [db.delete(parkedStatuses, oneOf(parkedStatuses.wamid, wamids))] : []),
  ]
}

/** Files of threads, oldest first. */
export const listFiles = (
  { db }: OrganizationContext,
  { conversationIds, limit }: { conversationIds: readonly string[]; limit: number },
): Promise<MediaRow[]> => db.select(media, oneOf(media.conversationId, conversationIds)).orderBy(media.id).limit(limit)

/** Which of our uploads somebody else was sent as well, and by which message. */
export const listUsedElsewhere = (
  { db }: OrganizationContext,
  { ids, conversationIds, since }: { ids: readonly string[]; conversationIds: readonly string[]; since: string },
) =>
  db
    .selectFields(
      messages,
      { mediaId: messages.mediaId, id: messages.id, conversationId: messages.conversationId },
      sql`${messages.id} >= ${since}`,
      oneOf(messages.mediaId, ids),
      sql`NOT ${oneOf(messages.conversationId, conversationIds)}`,
    )
    .orderBy(messages.id)

export const tieFile = (
  { db }: OrganizationContext,
  id: string,
  to: { id: string; conversationId: string },
): Statement =>
  db.update(
    media,
    { direction: 'outbound', messageId: to.id, conversationId: to.conversationId, forwardedBy: null, dueAt: null },
    eq(media.id, id),
  )

export const deleteFiles = ({ db }: OrganizationContext, ids: readonly string[]): Statement[] =>
  ids.length === 0
    ? []
    : [
        db.delete(mediaParts, oneOf(mediaParts.mediaId, ids)),
        db.delete(mediaUploads, oneOf(mediaUploads.mediaId, ids)),
        db.delete(media, oneOf(media.id, ids)),
      ]

/** What an erasure that did not come to its end knew: by then the names were gone already. */
export const listEarlierPlaces = async ({ db }: OrganizationContext, contactIds: readonly string[]) =>
  (
    await db.selectFields(
      jobs,
      { place: jobs.place },
      eq(jobs.kind, 'person_erasure'),
      sql`json_extract(${jobs.input}, '$.contactId') IN (SELECT value FROM json_each(${JSON.stringify(contactIds)}))`,
    )
  ).map(({ place }) => place)

/** Exports of a person that may still lie in the bucket. */
export const listExports = ({ db }: OrganizationContext, contactIds: readonly string[]) =>
  db.selectFields(
    jobs,
    { id: jobs.id },
    eq(jobs.kind, 'person_export'),
    sql`json_extract(${jobs.input}, '$.contactId') IN (SELECT value FROM json_each(${JSON.stringify(contactIds)}))`,
  )
