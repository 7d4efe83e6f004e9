import { and, desc, eq, getTableColumns, gt, gte, inArray, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { organizations } from '../../shared/db/directory.tables'
import { openShard, shardNames } from '../../shared/db/shards'
import type { Statement } from '../../shared/db/statements'
import type { MetaError } from '../../whatsapp/message-content.schemas'
import { contactIdentities } from '../contacts/contacts.tables'
import { messages } from './messages.tables'

type MessageRow = typeof messages.$inferSelect
/** A claimed message, and whether a message of a person waits behind it. */
export type HeldRow = MessageRow & { isAwaited: number }
type Claimed = { id: string; token: string }

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`
const other = alias(messages, 'other')

/** A retry's queue message may come a little before its time, by another clock. */
const EARLY_MS = 500

/**
 * Claims the oldest waiting message of each conversation that has none in flight, and gives what this token holds: asked
 * twice with the same token, because an answer was lost, it gives the same. One that waits for its next try is not passed.
 */
export function claimStatements(
  { db }: OrganizationContext,
  claim: { conversationIds: readonly string[]; token: string; now: number; until: number },
) {
  const { conversationIds, token, now, until } = claim
  const rows = conversationIds.map((id) => ({ id }))
  const claims = db.updateMany(messages, rows, {
    match: (field) => {
      const sameConversation = sql`${other.conversationId} = ${field('id')}`
      const oldest = db.first(other, other.id, {
        order: [other.occurredAt, other.id],
        where: [sameConversation, isNotNull(other.dueAt), eq(other.sendState, 'queued')],
      })
      const isInFlight = db.exists(other, sameConversation, gt(other.dueAt, now), eq(other.sendState, 'sending'))
      return sql`${messages.id} = ${oldest} AND ${messages.sendState} = 'queued'
        AND (${messages.attempts} = 0 OR ${messages.dueAt} <= ${now + EARLY_MS}) AND NOT ${isInFlight}`
    },
    set: () => ({ sendState: 'sending', claimToken: token, dueAt: until, attempts: sql`${messages.attempts} + 1` }),
  })
  const isAwaited = db.exists(
    other,
    sql`${other.conversationId} = ${messages.conversationId}`,
    isNotNull(other.dueAt),
    eq(other.sendState, 'queued'),
    eq(other.sentBy, 'agent'),
  )
  const held = db.selectFields(
    messages,
    { ...getTableColumns(messages), isAwaited: sql<number>`${isAwaited}`.as('is_awaited') },
    oneOf(messages.conversationId, conversationIds),
    isNotNull(messages.dueAt),
    eq(messages.sendState, 'sending'),
    eq(messages.claimToken, token),
  )
  return { claims, held }
}

export type Waiting = Pick<MessageRow, 'conversationId' | 'sentBy'>
/** In which of these conversations a message waits, whenever it may go, and whose. */
export const selectWaiting = ({ db }: OrganizationContext, conversationIds: readonly string[]) =>
  db
    .selectFields(
      messages,
      { conversationId: messages.conversationId, sentBy: messages.sentBy },
      oneOf(messages.conversationId, conversationIds),
      isNotNull(messages.dueAt),
      eq(messages.sendState, 'queued'),
    )
    .groupBy(messages.conversationId, messages.sentBy)

/** Leases that ran out, messages whose time has come, unconfirmed ones that are offered from now on. */
export const selectOverdue = ({ db }: OrganizationContext, conversationIds: readonly string[], now: number) =>
  db.select(
    messages,
    oneOf(messages.conversationId, conversationIds),
    lte(messages.dueAt, now),
    inArray(messages.sendState, ['sending', 'unconfirmed', 'scheduled']),
  )

const isHeld = (field: (name: 'id' | 'token') => SQL): SQL =>
  sql`${messages.id} = ${field('id')} AND ${messages.claimToken} = ${field('token')}`

export type Accepted = Claimed & { wamid: string; phoneNumberId: string }
/**
 * Meta has them. A status that carried our id may have said so first; a lease that ran out meanwhile does not matter, the
 * token is still ours.
 */
export const acceptStatements = (ctx: OrganizationContext, rows: Accepted[]): Statement[] =>
  ctx.db.updateMany(messages, rows, {
    match: (field) => sql`${isHeld(field)} AND ${messages.sendState} IN ('sending', 'unconfirmed')`,
    set: (field) => {
      const isTaken = ctx.db.exists(
        other,
        sql`${other.wamid} = ${field('wamid')}`,
        sql`${other.phoneNumberId} = ${field('phoneNumberId')}`,
      )
      const isFree = sql`${messages.wamid} IS NULL AND NOT ${isTaken}`
      return {
        sendState: 'accepted',
        wamid: sql`CASE WHEN ${isFree} THEN ${field('wamid')} ELSE ${messages.wamid} END`,
        claimToken: null,
        dueAt: null,
      }
    },
  })

/** Meta refused them, or we did. */
export const failStatements = ({ db }: OrganizationContext, rows: (Claimed & { error: MetaError; at: number })[]) =>
  db.updateMany(messages, rows, {
    match: (field) =>
      sql`${isHeld(field)} AND ${messages.sendState} IN ('sending', 'unconfirmed') AND ${messages.wamid} IS NULL`,
    set: (field) => ({
      sendState: 'failed',
      failedAt: sql`coalesce(${messages.failedAt}, ${field('at')})`,
      error: field('error'),
      claimToken: null,
      dueAt: null,
    }),
  })

/** They may have been sent. The token stays: whoever holds it may still learn what became of them. */
export const doubtStatements = ({ db }: OrganizationContext, rows: (Claimed & { offerAt: number })[]) =>
  db.updateMany(messages, rows, {
    match: (field) => sql`${isHeld(field)} AND ${messages.sendState} = 'sending' AND ${messages.wamid} IS NULL`,
    set: (field) => ({ sendState: 'unconfirmed', dueAt: field('offerAt') }),
  })

/** For a batch about messages whose time has come: fails all of it, as a conflict, unless it still has. */
export const failUnlessOverdue = ({ db }: OrganizationContext, ids: readonly string[], now: number): Statement =>
  db.failIf(
    messages,
    oneOf(messages.id, ids),
    sql`(${messages.sendState} IN ('sending', 'scheduled') AND ${messages.dueAt} <= ${now}) IS NOT TRUE`,
  )

/** Back into the row, to be claimed again. */
export const releaseStatements = (
  { db }: OrganizationContext,
  rows: (Claimed & { dueAt: number; attempts: number })[],
) =>
  db.updateMany(messages, rows, {
    match: (field) => sql`${isHeld(field)} AND ${messages.sendState} = 'sending'`,
    set: (field) => ({
      sendState: 'queued',
      claimToken: null,
      dueAt: field('dueAt'),
      attempts: field('attempts'),
    }),
  })

/** Claims that certainly came to no call go back into their rows, whoever had them. */
export const giveBackStatements = (
  { db }: OrganizationContext,
  rows: { conversationId: string; token: string }[],
  { now, waitingUntil }: { now: number; waitingUntil: number },
) =>
  db.updateMany(messages, rows, {
    match: (field) =>
      sql`${messages.conversationId} = ${field('conversationId')} AND ${messages.dueAt} IS NOT NULL
        AND ${messages.claimToken} = ${field('token')} AND ${messages.sendState} = 'sending'`,
    set: () => ({
      sendState: 'queued',
      claimToken: null,
      dueAt: sql`CASE WHEN ${messages.attempts} > 1 THEN ${now} ELSE ${waitingUntil} END`,
      attempts: sql`${messages.attempts} - 1`,
    }),
  })

/** @returns false when the claim is not ours any more */
export async function renewLease({ db }: OrganizationContext, { id, token }: Claimed, until: number): Promise<boolean> {
  const renewed = await db
    .update(
      messages,
      { dueAt: until },
      eq(messages.id, id),
      eq(messages.claimToken, token),
      eq(messages.sendState, 'sending'),
    )
    .returning({ id: messages.id })
  return renewed.length > 0
}

/** From now on these are offered to the agent: nothing is due about them any more. */
export const offerStatement = ({ db }: OrganizationContext, ids: readonly string[], now: number): Statement =>
  db.update(
    messages,
    { dueAt: null },
    oneOf(messages.id, ids),
    eq(messages.sendState, 'unconfirmed'),
    lte(messages.dueAt, now),
  )

/** What Meta calls people, as its answers said. Who is known by it already stays known by it. */
export const learnStatements = (
  { db }: OrganizationContext,
  identities: { kind: 'wa_id' | 'bsuid'; value: string; contactId: string; createdAt: number }[],
): Statement[] => db.insertMany(contactIdentities, identities)

/** Everything that waits for this number is due now. */
export const wakeNumber = (
  { db }: OrganizationContext,
  phoneNumberId: string,
  now: number,
): Promise<Pick<MessageRow, 'conversationId' | 'sentBy'>[]> =>
  db
    .update(
      messages,
      { dueAt: now },
      // Found by a query of its own: SQLite does not look for what it changes in the index that the change moves it in.
      sql`${messages.id} IN ${db.subquery(other, other.id, isNotNull(other.dueAt), eq(other.sendState, 'queued'), eq(other.phoneNumberId, phoneNumberId))}`,
    )
    .returning({ conversationId: messages.conversationId, sentBy: messages.sentBy })

/** Nobody's messages leave while their organization is switched off, and those of the others must not wait behind them. */
export const listInactiveOrganizations = async ({ directory }: Pick<SystemContext, 'directory'>): Promise<string[]> =>
  (await directory.select({ id: organizations.id }).from(organizations).where(eq(organizations.isActive, false))).map(
    ({ id }) => id,
  )

const SWEEP_PAGE = 1000
/** Of a shard and minute, from each end. */
const SWEEP_PAGES = 10

/**
 * Messages in which something is due, over every shard, page by page. What is scheduled for the next minute comes along, so
 * that it can leave to the second. Where more is due than a minute's pages hold, the other half of them is for the newest:
 * so whatever becomes due is told then, however much lies there that nobody can do.
 * @param except organizations that are switched off
 */
export async function* listDueMessages(
  { env }: Pick<SystemContext, 'env'>,
  { now, soon, except }: { now: number; soon: number; except: readonly string[] },
) {
  const { organizationId, id, conversationId, dueAt, sentBy, sendState } = messages
  const place = sql`(${dueAt}, ${id})`
  for (const name of shardNames(env)) {
    const shard = openShard(env, name)
    const page = (order: 'oldest' | 'newest', ...between: SQL[]) =>
      shard
        .select({ organizationId, id, conversationId, sentBy, dueAt: sql<number>`${dueAt}` })
        .from(messages)
        .where(
          and(
            ...between,
            or(lte(dueAt, now), eq(sendState, 'scheduled')),
            except.length > 0 ? sql`NOT ${oneOf(organizationId, except)}` : undefined,
          ),
        )
        .orderBy(...(order === 'oldest' ? [dueAt, id] : [desc(dueAt), desc(id)]))
        .limit(SWEEP_PAGE)
    let [first, last] = [
      { at: 0, id: '' },
      { at: soon + 1, id: '' },
    ]
    for (let at = 0; at < 2 * SWEEP_PAGES; at++) {
      const order = at < SWEEP_PAGES ? 'oldest' : 'newest'
      const rows = await page(
        order,
        ...[gte(dueAt, first.at), sql`${place} > (${first.at}, ${first.id})`],
        ...[lte(dueAt, last.at), sql`${place} < (${last.at}, ${last.id})`],
      )
      yield rows
      const end = rows.at(-1)
      if (rows.length < SWEEP_PAGE || !end) break
      if (order === 'oldest') first = { at: end.dueAt, id: end.id }
      else last = { at: end.dueAt, id: end.id }
    }
  }
}
