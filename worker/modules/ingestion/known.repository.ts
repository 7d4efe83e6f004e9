import { inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { consentRecords, contactIdentities, contacts, erasedIdentities } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages, parkedStatuses } from '../messages/messages.tables'

export type IdentityRow = typeof contactIdentities.$inferSelect
export type ContactRow = typeof contacts.$inferSelect
export type ConversationRow = typeof conversations.$inferSelect
export type ParkedRow = typeof parkedStatuses.$inferSelect

/** What a batch of events is about: everything that may be in the database already. */
export type Question = {
  phoneNumberIds: string[]
  /** Values of identities, of any kind. */
  identities: string[]
  /** Hashes of identities that may have been erased. */
  identityHashes: string[]
  /** Of messages that arrive, of those that statuses, reactions, edits and deletions are about. */
  wamids: string[]
  /** Of messages that arrive and have a bubble: edits and deletions may have been faster. */
  newWamids: string[]
  /** Of messages that arrive and are ours: statuses may have been faster. */
  outboundWamids: string[]
  /** Our message ids that statuses carry. */
  messageIds: string[]
  consentIds: string[]
  /** Echoes are among them: what we are sending at this moment may be one of those. */
  withSending: boolean
}

/** Values as one parameter. */
export const oneOf = (column: SQLiteColumn | SQL, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

const messageFields = {
  id: messages.id,
  conversationId: messages.conversationId,
  phoneNumberId: messages.phoneNumberId,
  direction: messages.direction,
  type: messages.type,
  wamid: messages.wamid,
  targetWamid: messages.targetWamid,
  mediaId: messages.mediaId,
  sentBy: messages.sentBy,
  occurredAt: messages.occurredAt,
  sentAt: messages.sentAt,
  deliveredAt: messages.deliveredAt,
  readAt: messages.readAt,
  playedAt: messages.playedAt,
  failedAt: messages.failedAt,
  editedAt: messages.editedAt,
  revokedAt: messages.revokedAt,
  sendState: messages.sendState,
  parserVersion: messages.parserVersion,
  /** Only of calls: theirs is put together from several events. */
  call: sql<string | null>`CASE WHEN ${messages.type} = 'call' THEN ${messages.content} END`,
}
const lateFields = {
  id: messages.id,
  phoneNumberId: messages.phoneNumberId,
  targetWamid: messages.targetWamid,
  type: messages.type,
  content: messages.content,
  occurredAt: messages.occurredAt,
}

/** What is known before the batch: one round trip, and one more when people were merged. */
export async function readKnown(ctx: OrganizationContext, question: Question) {
  const { db } = ctx
  const named = [
    inArray(contactIdentities.kind, ['bsuid', 'wa_id', 'phone']),
    oneOf(contactIdentities.value, question.identities),
  ]
  const theirs = db.subquery(contactIdentities, contactIdentities.contactId, ...named)
  const onNumbers = oneOf(conversations.phoneNumberId, question.phoneNumberIds)
  const about = question.identities.length > 0
  const statements = {
    messages:
      question.wamids.length > 0 && db.selectFields(messages, messageFields, oneOf(messages.wamid, question.wamids)),
    ours:
      question.messageIds.length > 0 &&
      db.selectFields(messages, messageFields, oneOf(messages.id, question.messageIds)),
    late: question.newWamids.length > 0 && db.selectFields(messages, lateFields, isLate(question.newWamids)),
    parked: question.outboundWamids.length > 0 && db.select(parkedStatuses, isParked(question)),
    identities: about && db.select(contactIdentities, ...named),
    contacts: about && db.select(contacts, sql`${contacts.id} IN ${theirs}`),
    merged: about && db.select(contacts, sql`${contacts.mergedInto} IN ${theirs}`),
    conversations: about && db.select(conversations, sql`${conversations.contactId} IN ${theirs}`, onNumbers),
    erased:
      question.identityHashes.length > 0 &&
      db.select(erasedIdentities, oneOf(erasedIdentities.identityHash, question.identityHashes)),
    consents:
      question.consentIds.length > 0 &&
      db.selectFields(consentRecords, { id: consentRecords.id }, oneOf(consentRecords.id, question.consentIds)),
    sending:
      question.withSending &&
      db.selectFields(
        messages,
        { conversationId: messages.conversationId },
        sql`${messages.conversationId} IN ${db.subquery(conversations, conversations.id, sql`${conversations.contactId} IN ${theirs}`, onNumbers)}`,
        sql`${messages.dueAt} IS NOT NULL`,
        inArray(messages.sendState, ['sending', 'unconfirmed']),
        isNull(messages.wamid),
      ),
  }
  const asked = Object.entries(statements).flatMap(([name, statement]) =>
    statement ? [[name, statement] as const] : [],
  )
  const answers: unknown[] = asked.length === 0 ? [] : await db.batch(asked.map(([, statement]) => statement) as never)
  const byName = Object.fromEntries(asked.map(([name], at) => [name, answers[at]]))
  const known = Object.fromEntries(
    Object.keys(statements).map((name) => [name, byName[name] ?? []]),
  ) as unknown as Known
  return withFamilies(ctx, known, onNumbers)
}

export const isLate = (wamids: readonly string[]): SQL =>
  sql`${oneOf(messages.targetWamid, wamids)} AND ${messages.type} IN ('edit', 'revoke')`
export const isParked = ({
  phoneNumberIds,
  outboundWamids,
}: Pick<Question, 'phoneNumberIds' | 'outboundWamids'>): SQL =>
  sql`${oneOf(parkedStatuses.phoneNumberId, phoneNumberIds)} AND ${oneOf(parkedStatuses.wamid, outboundWamids)}`

/** Merged contacts are one person: with one of them come the others, and their threads. */
async function withFamilies(ctx: OrganizationContext, known: Known, onNumbers: SQL): Promise<Known> {
  const survivors = new Set([
    ...known.contacts.flatMap(({ mergedInto }) => mergedInto ?? []),
    ...known.merged.flatMap(({ mergedInto }) => mergedInto ?? []),
  ])
  if (survivors.size === 0) return known
  const { db } = ctx
  const ids = [...survivors]
  const isMerged = oneOf(contacts.mergedInto, ids)
  const answers = await db.batch([
    // Apart: with OR between them SQLite would walk over every contact.
    db.select(contacts, oneOf(contacts.id, ids)),
    db.select(contacts, isMerged),
    db.select(conversations, oneOf(conversations.contactId, ids), onNumbers),
    db.select(
      conversations,
      sql`${conversations.contactId} IN ${db.subquery(contacts, contacts.id, isMerged)}`,
      onNumbers,
    ),
  ])
  const family = [...answers[0], ...answers[1]]
  const theirs = [...answers[2], ...answers[3]]
  const contactById = new Map([...known.contacts, ...known.merged, ...family].map((row) => [row.id, row]))
  const conversationById = new Map([...known.conversations, ...theirs].map((row) => [row.id, row]))
  return { ...known, contacts: [...contactById.values()], merged: [], conversations: [...conversationById.values()] }
}

type Selected<F extends Record<string, SQLiteColumn | SQL>> = {
  [K in keyof F]: F[K] extends SQL<infer T>
    ? T
    : F[K] extends SQLiteColumn<infer C>
      ? C['notNull'] extends true
        ? C['data']
        : C['data'] | null
      : never
}
export type KnownMessage = Selected<typeof messageFields>
export type LateEvent = Selected<typeof lateFields>
export type Known = {
  messages: KnownMessage[]
  ours: KnownMessage[]
  late: LateEvent[]
  parked: ParkedRow[]
  identities: IdentityRow[]
  contacts: ContactRow[]
  merged: ContactRow[]
  conversations: ConversationRow[]
  erased: { identityHash: string; erasedAt: number }[]
  consents: { id: string }[]
  sending: { conversationId: string }[]
}
