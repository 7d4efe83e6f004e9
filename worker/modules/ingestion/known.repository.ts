import { gt, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext } from '../../shared/context'
import { consentRecords, contactIdentities, contacts, erasedIdentities } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages, parkedStatuses } from '../messages/messages.tables'

export type IdentityRow = Selected<typeof identityFields>
export type ContactRow = Selected<typeof contactFields>
export type ConversationRow = Selected<typeof conversationFields>
export type ParkedRow = typeof parkedStatuses.$inferSelect

/** What a batch of events is about: everything that may be in the database already. */
export type Question = {
  phoneNumberIds: string[]
  /** Of the people: user ids, and numbers in every form in which they may be written. */
  userIds: string[]
  waIds: string[]
  /** Of those numbers, which come without a user id. */
  loneWaIds: string[]
  /** When the oldest of it was said: whoever was erased before that is not in question. Null: it is about nobody. */
  saidSince: number | null
  /** Hashes of identities that may have been erased. Empty until somebody is known to be in question. */
  identityHashes: string[]
  /** Of messages that arrive, of those that statuses, reactions, edits and deletions are about. */
  wamids: string[]
  /** Of messages that arrive: edits and deletions have been faster. Empty until that is known (see `Assumptions`). */
  lateWamids: string[]
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

// Each value that D1 gives back has its price: these are asked for with every batch.
const identityFields = {
  kind: contactIdentities.kind,
  value: contactIdentities.value,
  contactId: contactIdentities.contactId,
  createdAt: contactIdentities.createdAt,
}
const contactFields = {
  id: contacts.id,
  name: contacts.name,
  profileName: contacts.profileName,
  username: contacts.username,
  phone: contacts.phone,
  country: contacts.country,
  source: contacts.source,
  consent: contacts.consent,
  blockedAt: contacts.blockedAt,
  conversationCount: contacts.conversationCount,
  mergedInto: contacts.mergedInto,
  createdAt: contacts.createdAt,
}
const conversationFields = {
  id: conversations.id,
  contactId: conversations.contactId,
  phoneNumberId: conversations.phoneNumberId,
  status: conversations.status,
  snoozedUntil: conversations.snoozedUntil,
  lastMessageAt: conversations.lastMessageAt,
  createdAt: conversations.createdAt,
}
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

/** Whoever is known by one of these. Two conditions: one for both kinds would look everything up thrice. */
const isNamed = (userIds: readonly string[], waIds: readonly string[]): SQL[] => [
  ...(userIds.length > 0
    ? [sql`${contactIdentities.kind} = 'bsuid' AND ${oneOf(contactIdentities.value, userIds)}`]
    : []),
  ...(waIds.length > 0
    ? [sql`${contactIdentities.kind} IN ('wa_id', 'phone') AND ${oneOf(contactIdentities.value, waIds)}`]
    : []),
]

/**
 * What is known before the batch: one round trip, and one more where somebody has no thread on this number, was merged, or
 * is known by their number and not by their user id.
 */
export async function readKnown(ctx: OrganizationContext, question: Question): Promise<Known> {
  const { db } = ctx
  const onNumbers = oneOf(conversations.phoneNumberId, question.phoneNumberIds)
  // Both ids of somebody lead to one contact, nearly always: it is read by the first.
  const theirs = isNamed(question.userIds, question.loneWaIds).map((condition) =>
    db.subquery(contactIdentities, contactIdentities.contactId, condition),
  )
  const threads = theirs.map((ids) => sql`${conversations.contactId} IN ${ids}`)
  const statements = {
    messages: question.wamids.length > 0 ? [selectMessages(ctx, oneOf(messages.wamid, question.wamids))] : [],
    ours: question.messageIds.length > 0 ? [selectMessages(ctx, oneOf(messages.id, question.messageIds))] : [],
    late: question.lateWamids.length > 0 ? [db.selectFields(messages, lateFields, isLate(question.lateWamids))] : [],
    parked: question.outboundWamids.length > 0 ? [db.select(parkedStatuses, isParked(question))] : [],
    identities: isNamed(question.userIds, question.waIds).map((condition) =>
      db.selectFields(contactIdentities, identityFields, condition),
    ),
    contacts: theirs.map((ids) => db.selectFields(contacts, contactFields, sql`${contacts.id} IN ${ids}`)),
    conversations: threads.map((isTheirs) => db.selectFields(conversations, conversationFields, isTheirs, onNumbers)),
    erased:
      question.identityHashes.length > 0
        ? [db.select(erasedIdentities, oneOf(erasedIdentities.identityHash, question.identityHashes))]
        : [],
    erasures:
      question.identityHashes.length === 0 && question.saidSince !== null
        ? [
            db
              .selectFields(
                erasedIdentities,
                { erasedAt: erasedIdentities.erasedAt },
                gt(erasedIdentities.erasedAt, question.saidSince),
              )
              .limit(1),
          ]
        : [],
    consents:
      question.consentIds.length > 0
        ? [db.selectFields(consentRecords, { id: consentRecords.id }, oneOf(consentRecords.id, question.consentIds))]
        : [],
    sending: question.withSending ? threads.map((isTheirs) => selectSending(ctx, isTheirs, onNumbers)) : [],
  }
  const all = Object.values(statements).flat()
  const answers = (all.length === 0 ? [] : await db.batch(all as never)) as unknown[][]
  const known = Object.fromEntries(
    Object.entries(statements).map(([name, some]) => [name, answers.splice(0, some.length).flat()]),
  ) as unknown as Known // each name has the rows of its statements
  const unique = {
    ...known,
    contacts: uniqueById(known.contacts),
    conversations: uniqueById(known.conversations),
  }
  const noted = known.ours.some(({ wamid }) => wamid === null) ? await selectNoted(ctx, question) : []
  const [retired = [], faster = []] = [true, false].map((isOver) =>
    noted.filter(
      ({ sentAt, deliveredAt, readAt, playedAt, failedAt }) =>
        isOver === [sentAt, deliveredAt, readAt, playedAt, failedAt].every((at) => at === null),
    ),
  )
  return withFamilies(ctx, { ...unique, retired, faster }, { question, onNumbers })
}

/** What is parked for the ids that statuses name. */
const selectNoted = ({ db }: OrganizationContext, { phoneNumberIds, wamids }: Question) =>
  db.select(parkedStatuses, oneOf(parkedStatuses.phoneNumberId, phoneNumberIds), oneOf(parkedStatuses.wamid, wamids))

const selectMessages = ({ db }: OrganizationContext, where: SQL) => db.selectFields(messages, messageFields, where)

/** What we are sending into threads at this moment, without knowing yet what Meta calls it. */
const selectSending = ({ db }: OrganizationContext, isTheirs: SQL, onNumbers: SQL) =>
  db.selectFields(
    messages,
    { conversationId: messages.conversationId },
    sql`${messages.conversationId} IN ${db.subquery(conversations, conversations.id, isTheirs, onNumbers)}`,
    sql`${messages.dueAt} IS NOT NULL`,
    inArray(messages.sendState, ['sending', 'unconfirmed']),
    isNull(messages.wamid),
  )

export const isLate = (wamids: readonly string[]): SQL =>
  sql`${oneOf(messages.targetWamid, wamids)} AND ${messages.type} IN ('edit', 'revoke')`
const isParked = ({ phoneNumberIds, outboundWamids }: Pick<Question, 'phoneNumberIds' | 'outboundWamids'>): SQL =>
  sql`${oneOf(parkedStatuses.phoneNumberId, phoneNumberIds)} AND ${oneOf(parkedStatuses.wamid, outboundWamids)}`

/**
 * Merged contacts are one person: with one of them come the others, and their threads. Asked for those who were merged, for
 * those who were not read yet, and for those without a thread on one of the numbers: it may hang on somebody who was merged
 * into them.
 */
async function withFamilies(
  ctx: OrganizationContext,
  known: Known,
  { question, onNumbers }: { question: Question; onNumbers: SQL },
): Promise<Known> {
  const read = new Set(known.contacts.map(({ id }) => id))
  const threads = Map.groupBy(known.conversations, ({ contactId }) => contactId)
  const isWhole = ({ id, mergedInto }: ContactRow) =>
    mergedInto === null && (threads.get(id)?.length ?? 0) >= question.phoneNumberIds.length
  const wanted = new Set([
    ...known.contacts.filter((row) => !isWhole(row)).map(({ id, mergedInto }) => mergedInto ?? id),
    ...known.identities.map(({ contactId }) => contactId).filter((id) => !read.has(id)),
  ])
  if (wanted.size === 0) return known
  const first = await readFamilies(ctx, [...wanted], onNumbers)
  const survivors = first.contacts.flatMap(({ mergedInto }) =>
    mergedInto && !wanted.has(mergedInto) ? mergedInto : [],
  )
  const second =
    survivors.length > 0 ? await readFamilies(ctx, survivors, onNumbers) : { contacts: [], conversations: [] }
  return {
    ...known,
    contacts: uniqueById([...known.contacts, ...first.contacts, ...second.contacts]),
    conversations: uniqueById([...known.conversations, ...first.conversations, ...second.conversations]),
  }
}

/** These contacts, those who were merged into them, and the threads of all. */
async function readFamilies({ db }: OrganizationContext, ids: string[], onNumbers: SQL) {
  const isMerged = oneOf(contacts.mergedInto, ids)
  const select = (where: SQL) => db.selectFields(conversations, conversationFields, where, onNumbers)
  const [own, merged, threads, others] = await db.batch([
    // Apart: with OR between them SQLite would walk over every contact.
    db.selectFields(contacts, contactFields, oneOf(contacts.id, ids)),
    db.selectFields(contacts, contactFields, isMerged),
    select(oneOf(conversations.contactId, ids)),
    select(sql`${conversations.contactId} IN ${db.subquery(contacts, contacts.id, isMerged)}`),
  ])
  return { contacts: [...own, ...merged], conversations: [...threads, ...others] }
}

/** The conversations that show these people, on every number: those of contacts that were merged into them, too. */
export async function listConversationIdsOf({ db }: OrganizationContext, contactIds: readonly string[]) {
  const isMerged = oneOf(contacts.mergedInto, contactIds)
  const found = await db.batch([
    db.selectFields(conversations, { id: conversations.id }, oneOf(conversations.contactId, contactIds)),
    db.selectFields(
      conversations,
      { id: conversations.id },
      sql`${conversations.contactId} IN ${db.subquery(contacts, contacts.id, isMerged)}`,
    ),
  ])
  return found.flat().map(({ id }) => id)
}

const uniqueById = <Row extends { id: string }>(rows: Row[]): Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
]

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
  conversations: ConversationRow[]
  erased: { identityHash: string; erasedAt: number }[]
  /** Somebody was erased since, and it was not asked who. */
  erasures: { erasedAt: number }[]
  consents: { id: string }[]
  sending: { conversationId: string }[]
  /** Of messages that a person has sent again: what Meta called the tries before, of which a status may be told again. */
  retired: { phoneNumberId: string; wamid: string }[]
  /** Statuses that were here before it was known whose they are. */
  faster: ParkedRow[]
}
