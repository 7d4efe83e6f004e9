import { and, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { excluded } from '../../shared/db/organization-db'
import type { Statement } from '../../shared/db/statements'
import { consentRecords, contactIdentities, contacts } from '../contacts/contacts.tables'
import { changeSequences, conversationEpisodes, conversations } from '../conversations/conversations.tables'
import { media } from '../media/media.tables'
import { messages, parkedStatuses } from '../messages/messages.tables'
import type { Edit } from './edits.models'
import type { Improvement } from './message-rows.models'
import type { ContactChange, NewIdentity } from './people.models'
import type { Absorption, Settlement, StatusChange } from './statuses.models'
import type { ConversationChange, NewEpisode } from './threads.models'

export type NewContactRow = Omit<typeof contacts.$inferInsert, 'organizationId'>
export type NewConversation = Omit<typeof conversations.$inferInsert, 'organizationId'>
export type NewMessage = Omit<typeof messages.$inferInsert, 'organizationId'>
export type NewMedia = Omit<typeof media.$inferInsert, 'organizationId'>
export type NewParkedStatus = Omit<typeof parkedStatuses.$inferInsert, 'organizationId'>
export type NewConsent = Omit<typeof consentRecords.$inferInsert, 'organizationId'>

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
/** The change that the batch has taken: what it writes needs no stamp after it. */
const currentChange = (ctx: OrganizationContext) => ctx.db.subquery<number>(changeSequences, changeSequences.value)
const strict = { strict: true }

type PeopleRows = {
  contacts: NewContactRow[]
  identities: NewIdentity[]
  removed: NewIdentity[]
  changes: ContactChange[]
  merges: { contactId: string; into: string }[]
}
export function peopleStatements({ db, clock }: OrganizationContext, rows: PeopleRows): Statement[] {
  const now = clock.now()
  type Decided = 'profileName' | 'username' | 'phone' | 'country' | 'consent' | 'mergedInto'
  const decided = (field: (name: Decided) => SQL, name: Decided) => sql`coalesce(${field(name)}, ${contacts[name]})`
  return [
    ...rows.removed.map(({ kind, value }) =>
      db.delete(
        contactIdentities,
        sql`${contactIdentities.kind} = ${kind}`,
        sql`${contactIdentities.value} = ${value}`,
      ),
    ),
    ...db.insertMany(contacts, rows.contacts, strict),
    ...db.insertMany(contactIdentities, rows.identities, strict),
    ...db.updateMany(contacts, rows.changes, {
      match: (field) => sql`${contacts.id} = ${field('id')}`,
      set: (field) => ({
        // What the team says meanwhile stays: these two are only ever filled in here.
        name: sql`coalesce(${contacts.name}, ${field('name')})`,
        blockedAt: sql`coalesce(${contacts.blockedAt}, ${field('blockedAt')})`,
        profileName: decided(field, 'profileName'),
        username: decided(field, 'username'),
        phone: decided(field, 'phone'),
        country: sql`CASE WHEN ${field('phone')} IS NULL THEN ${decided(field, 'country')} ELSE ${field('country')} END`,
        consent: decided(field, 'consent'),
        mergedInto: decided(field, 'mergedInto'),
        conversationCount: sql`${contacts.conversationCount} + ${field('addedConversations')}`,
        updatedAt: now,
      }),
    }),
    // Those who had been merged into somebody who is merged now; they may not all have been read.
    ...db.updateMany(contacts, rows.merges, {
      match: (field) => sql`${contacts.mergedInto} = ${field('contactId')}`,
      set: (field) => ({ mergedInto: field('into') }),
    }),
  ]
}

type ThreadRows = { conversations: NewConversation[]; changes: ConversationChange[]; episodes: NewEpisode[] }
export function threadStatements(ctx: OrganizationContext, rows: ThreadRows): Statement[] {
  const { db } = ctx
  return [
    ...db.insertMany(conversations, rows.conversations, strict),
    ...db.updateMany(conversations, rows.changes, {
      match: (field) => sql`${conversations.id} = ${field('id')}`,
      set: (field) => {
        // A conversation without a message yet carries the time it was made: any message is newer than that.
        const isNewer = sql`${field('lastMessageId')} IS NOT NULL AND (${conversations.lastMessageId} IS NULL OR (${field('lastMessageAt')}, ${field('lastMessageId')}) > (${conversations.lastMessageAt}, ${conversations.lastMessageId}))`
        const decided = (name: 'status' | 'snoozedUntil') =>
          sql`CASE WHEN ${field('isDecided')} THEN ${field(name)} ELSE ${conversations[name]} END`
        return {
          status: decided('status'),
          snoozedUntil: decided('snoozedUntil'),
          unreadCount: sql`${conversations.unreadCount} + ${field('addedUnread')}`,
          lastMessageId: sql`CASE WHEN ${isNewer} THEN ${field('lastMessageId')} ELSE ${conversations.lastMessageId} END`,
          lastMessageAt: sql`CASE WHEN ${isNewer} THEN ${field('lastMessageAt')} ELSE ${conversations.lastMessageAt} END`,
          lastInboundAt: sql`nullif(max(coalesce(${conversations.lastInboundAt}, 0), coalesce(${field('lastInboundAt')}, 0)), 0)`,
          changeSeq: currentChange(ctx),
        }
      },
    }),
    ...db.insertMany(conversationEpisodes, rows.episodes, strict),
  ]
}

type MessageRows = {
  messages: NewMessage[]
  media: NewMedia[]
  improved: Improvement[]
  unparked: { phoneNumberId: string; wamid: string }[]
}
export function messageStatements({ db }: OrganizationContext, rows: MessageRows): Statement[] {
  const isOne = (field: (name: 'id') => SQL) => sql`${messages.id} = ${field('id')}`
  return [
    ...db.insertMany(messages, rows.messages, strict),
    ...db.insertMany(media, rows.media, strict),
    ...rows.unparked.map(({ phoneNumberId, wamid }) =>
      db.delete(
        parkedStatuses,
        sql`${parkedStatuses.phoneNumberId} = ${phoneNumberId}`,
        sql`${parkedStatuses.wamid} = ${wamid}`,
      ),
    ),
    ...db.updateMany(messages, rows.improved, {
      match: (field) => sql`${isOne(field)} AND ${messages.revokedAt} IS NULL AND ${messages.editedAt} IS NULL`,
      set: (field) => ({
        type: field('type'),
        content: field('content'),
        text: field('text'),
        mediaId: field('mediaId'),
        parserVersion: field('parserVersion'),
      }),
    }),
  ]
}

type EditRows = { edits: Edit[]; revokes: { id: string; at: number }[] }
/** After the messages of the batch. */
export const editStatements = ({ db }: OrganizationContext, rows: EditRows): Statement[] => [
  ...db.updateMany(messages, rows.edits, {
    match: (field) =>
      sql`${messages.id} = ${field('id')} AND ${messages.revokedAt} IS NULL AND coalesce(${messages.editedAt}, 0) <= ${field('at')}`,
    set: (field) => ({ type: field('type'), content: field('content'), text: field('text'), editedAt: field('at') }),
  }),
  ...db.updateMany(messages, rows.revokes, {
    match: (field) => sql`${messages.id} = ${field('id')} AND ${messages.revokedAt} IS NULL`,
    set: (field) => ({ revokedAt: field('at'), content: sql`'{"type":"revoke"}'`, text: null, mediaId: null }),
  }),
]

type StatusRows = { changes: StatusChange[]; parked: NewParkedStatus[]; settled: Settlement[]; absorbed: Absorption[] }
export function statusStatements({ db }: OrganizationContext, rows: StatusRows): Statement[] {
  const once = (field: (name: keyof StatusChange & string) => SQL, name: Exclude<keyof StatusChange, 'id'>) =>
    sql`coalesce(${messages[name]}, ${field(name)})`
  // A row without any time is the mark of a try that is over: it stays one, or what is told of that try once more would
  // settle the next.
  const { sentAt, deliveredAt, readAt, playedAt, failedAt } = parkedStatuses
  const isMark = sql`coalesce(${sentAt}, ${deliveredAt}, ${readAt}, ${playedAt}, ${failedAt}) IS NULL`
  const earliest = (name: Exclude<keyof StatusChange, 'id'>) =>
    sql`CASE WHEN NOT (${isMark}) THEN coalesce(${parkedStatuses[name]}, ${excluded(parkedStatuses[name])}) END`
  return [
    ...(rows.absorbed.length > 0
      ? [
          db.delete(
            messages,
            oneOf(
              messages.id,
              rows.absorbed.map(({ id }) => id),
            ),
          ),
        ]
      : []),
    ...rows.absorbed.map(({ id, into, intoAt, conversationId }) =>
      db.update(
        conversations,
        { lastMessageId: into, lastMessageAt: intoAt },
        and(sql`${conversations.id} = ${conversationId}`, sql`${conversations.lastMessageId} = ${id}`),
      ),
    ),
    ...db.updateMany(messages, rows.settled, {
      match: (field) => sql`${messages.id} = ${field('id')} AND ${isNull(messages.wamid)}`,
      set: (field) => ({
        wamid: field('wamid'),
        sendState: 'accepted',
        failedAt: sql`CASE WHEN ${field('isRevived')} THEN NULL ELSE ${messages.failedAt} END`,
        error: sql`CASE WHEN ${field('isRevived')} THEN NULL ELSE ${messages.error} END`,
        claimToken: null,
        dueAt: null,
      }),
    }),
    ...db.updateMany(messages, rows.changes, {
      match: (field) => sql`${messages.id} = ${field('id')}`,
      set: (field) => ({
        sentAt: once(field, 'sentAt'),
        deliveredAt: once(field, 'deliveredAt'),
        readAt: once(field, 'readAt'),
        playedAt: once(field, 'playedAt'),
        failedAt: once(field, 'failedAt'),
        error: once(field, 'error'),
        pricing: once(field, 'pricing'),
      }),
    }),
    ...db.upsertMany(parkedStatuses, rows.parked, {
      target: [parkedStatuses.organizationId, parkedStatuses.phoneNumberId, parkedStatuses.wamid],
      set: {
        sentAt: earliest('sentAt'),
        deliveredAt: earliest('deliveredAt'),
        readAt: earliest('readAt'),
        playedAt: earliest('playedAt'),
        failedAt: earliest('failedAt'),
        error: earliest('error'),
        pricing: earliest('pricing'),
      },
    }),
    ...(rows.settled.length > 0 ? applyParked(db, rows.settled) : []),
  ]
}

/** What is parked for wamids that this batch has told, also by itself. */
function applyParked(db: OrganizationContext['db'], settled: Settlement[]): Statement[] {
  const ids = settled.map(({ id }) => id)
  const isIts = sql`${parkedStatuses.wamid} = ${messages.wamid} AND ${parkedStatuses.phoneNumberId} = ${messages.phoneNumberId}`
  const set = Object.fromEntries(
    (['sentAt', 'deliveredAt', 'readAt', 'playedAt', 'failedAt', 'error', 'pricing'] as const).map((name) => [
      name,
      sql`coalesce(${messages[name]}, ${parkedStatuses[name]})`,
    ]),
  )
  return [
    db.updateFrom(messages, parkedStatuses, { match: sql`${oneOf(messages.id, ids)} AND ${isIts}`, set }),
    db.delete(parkedStatuses, db.exists(messages, oneOf(messages.id, ids), isIts)),
  ]
}

/** Each entry once, by its id; the contact follows the latest by time, in whatever order they come. */
export const consentStatements = ({ db, clock }: OrganizationContext, rows: NewConsent[]): Statement[] => [
  ...db.insertMany(consentRecords, rows, strict),
  ...rows.map(({ id, contactId, state, occurredAt }) =>
    db.update(
      contacts,
      { consent: state, updatedAt: clock.now() },
      sql`${contacts.id} = ${contactId}`,
      sql`NOT ${db.exists(
        consentRecords,
        sql`${consentRecords.contactId} = ${contactId}`,
        sql`(${consentRecords.occurredAt}, ${consentRecords.id}) > (${occurredAt}, ${id})`,
      )}`,
    ),
  ),
]

export const runBatch = ({ db }: OrganizationContext, statements: Statement[]) =>
  db.batch(statements as [Statement, ...Statement[]])
