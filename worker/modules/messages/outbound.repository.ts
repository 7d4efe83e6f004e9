import { and, eq, gt, inArray, isNotNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { openShard, shardNames } from '../../shared/db/shards'
import type { Statement } from '../../shared/db/statements'
import type { MetaError } from '../../whatsapp/message-content.schemas'
import { contactIdentities } from '../contacts/contacts.tables'
import { messages, parkedStatuses } from './messages.tables'

type MessageRow = typeof messages.$inferSelect
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
  const held = db.select(
    messages,
    oneOf(messages.conversationId, conversationIds),
    isNotNull(messages.dueAt),
    eq(messages.sendState, 'sending'),
    eq(messages.claimToken, token),
  )
  return { claims, held }
}

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

type Accepted = Claimed & { wamid: string; phoneNumberId: string }
/**
 * Meta has them. A status that carried our id may have said so first; a lease that ran out meanwhile does not matter, the
 * token is still ours. What was parked for their wamids is applied and gone in the same batch.
 */
export const acceptStatements = (ctx: OrganizationContext, rows: Accepted[]): Statement[] =>
  rows.length === 0
    ? []
    : [
        ...ctx.db.updateMany(messages, rows, {
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
        }),
        ...applyParkedStatements(
          ctx,
          rows.map(({ id }) => id),
        ),
      ]

/** Statuses that were here before the message's wamid was: each time is written once, as when they come after. */
function applyParkedStatements({ db }: OrganizationContext, ids: readonly string[]): Statement[] {
  const isIts = sql`${parkedStatuses.wamid} = ${messages.wamid} AND ${parkedStatuses.phoneNumberId} = ${messages.phoneNumberId}`
  const isOne = oneOf(messages.id, ids)
  const once = (name: 'sentAt' | 'deliveredAt' | 'readAt' | 'playedAt' | 'failedAt' | 'error' | 'pricing') =>
    sql`coalesce(${messages[name]}, ${parkedStatuses[name]})`
  return [
    db.updateFrom(messages, parkedStatuses, {
      match: sql`${isOne} AND ${isIts}`,
      set: {
        sentAt: once('sentAt'),
        deliveredAt: once('deliveredAt'),
        readAt: once('readAt'),
        playedAt: once('playedAt'),
        failedAt: once('failedAt'),
        error: once('error'),
        pricing: once('pricing'),
      },
    }),
    db.delete(parkedStatuses, db.exists(messages, isOne, isIts)),
  ]
}

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
      isNotNull(messages.dueAt),
      eq(messages.sendState, 'queued'),
      eq(messages.phoneNumberId, phoneNumberId),
    )
    .returning({ conversationId: messages.conversationId, sentBy: messages.sentBy })

export type DueConversation = { organizationId: string; conversationId: string; dueAt: number; isAgents: boolean }
const SWEEP_PAGE = 2000

/** Over every shard, by time. What is scheduled for the next minute comes along, so that it can leave to the second. */
export async function listDueConversations(
  { env }: Pick<SystemContext, 'env'>,
  { now, soon }: { now: number; soon: number },
): Promise<DueConversation[]> {
  const pages = await Promise.all(
    shardNames(env).map((name) =>
      openShard(env, name)
        .select({
          organizationId: messages.organizationId,
          conversationId: messages.conversationId,
          dueAt: sql<number>`min(${messages.dueAt})`,
          isAgents: sql<number>`max(${messages.sentBy} IS 'agent')`,
        })
        .from(messages)
        .where(and(lte(messages.dueAt, soon), or(lte(messages.dueAt, now), eq(messages.sendState, 'scheduled'))))
        .groupBy(messages.organizationId, messages.conversationId)
        .orderBy(sql`min(${messages.dueAt})`)
        .limit(SWEEP_PAGE),
    ),
  )
  return pages.flat().map((row) => ({ ...row, isAgents: row.isAgents === 1 }))
}
