import { and, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { openShard, shardNames } from '../../shared/db/shards'
import type { Statement } from '../../shared/db/statements'
import { messages, parkedStatuses } from './messages.tables'

const oneOf = (column: SQLiteColumn, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT value FROM json_each(${JSON.stringify(values)}))`

/** A message, and what Meta calls it from now on. */
type Named = { id: string; wamid: string; phoneNumberId: string }
const times = ['sentAt', 'deliveredAt', 'readAt', 'playedAt', 'failedAt'] as const
type Times = Record<(typeof times)[number], number | null>
/** Of a message: what was parked for it, and what it had itself. */
export type Parked = Named & { parked: Times; had: Times }

const areTheirs = (rows: readonly Named[]) => [
  oneOf(
    parkedStatuses.phoneNumberId,
    rows.map(({ phoneNumberId }) => phoneNumberId),
  ),
  oneOf(
    parkedStatuses.wamid,
    rows.map(({ wamid }) => wamid),
  ),
]

/** Of these messages those that are still whose claim it is, and what is parked for them, where anything is. */
export async function readParked<Row extends Named & { token: string }>(
  { db }: OrganizationContext,
  rows: readonly Row[],
): Promise<{ ours: Row[]; parked: Parked[] }> {
  const ids = rows.map(({ id }) => id)
  const [found, had] = await db.batch([
    db.select(parkedStatuses, ...areTheirs(rows)),
    db.select(messages, oneOf(messages.id, ids)),
  ])
  const ours = rows.filter(({ id, token }) => had.some((row) => row.id === id && row.claimToken === token))
  const parkedOf = (row: Row): Parked[] => {
    const parked = found.find(({ wamid, phoneNumberId }) => wamid === row.wamid && phoneNumberId === row.phoneNumberId)
    const message = had.find(({ id }) => id === row.id)
    return parked && message ? [{ ...row, parked, had: message }] : []
  }
  return { ours, parked: ours.flatMap(parkedOf) }
}

/** For a batch that tells what was parked: fails all of it, as a conflict, unless it still is exactly this. */
export const failUnlessParked = (
  { db }: OrganizationContext,
  rows: readonly Named[],
  known: readonly Parked[],
): Statement[] => [
  db.failIf(parkedStatuses, ...areTheirs(rows.filter((row) => !known.some(({ id }) => id === row.id)))),
  ...known.flatMap(({ id, wamid, phoneNumberId, parked, had }) => {
    const isAsRead = (table: typeof messages | typeof parkedStatuses, read: Times) =>
      and(...times.map((name) => sql`${table[name]} IS ${read[name]}`)) ?? sql`true`
    const isThere = db.exists(
      parkedStatuses,
      eq(parkedStatuses.wamid, wamid),
      eq(parkedStatuses.phoneNumberId, phoneNumberId),
      isAsRead(parkedStatuses, parked),
    )
    return db.failIf(messages, eq(messages.id, id), sql`NOT (${isThere} AND ${isAsRead(messages, had)})`)
  }),
]

/**
 * Statuses that were here before the message's wamid was: each time is written once, as when they come after, and nothing
 * is parked any more.
 */
export function applyParkedStatements({ db }: OrganizationContext, rows: readonly Named[]): Statement[] {
  if (rows.length === 0) return []
  const isIts = sql`${parkedStatuses.wamid} = ${messages.wamid} AND ${parkedStatuses.phoneNumberId} = ${messages.phoneNumberId}`
  const isOne = oneOf(
    messages.id,
    rows.map(({ id }) => id),
  )
  const once = (name: (typeof times)[number] | 'error' | 'pricing') =>
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
    db.delete(parkedStatuses, ...areTheirs(rows), db.exists(messages, isOne, isIts)),
  ]
}

/** In every shard, over all organizations: nothing is read, only what is old goes. @returns how many */
export async function deleteParkedBefore({ env }: Pick<SystemContext, 'env'>, before: number): Promise<number> {
  const gone = await Promise.all(
    shardNames(env).map((name) =>
      openShard(env, name).delete(parkedStatuses).where(lt(parkedStatuses.createdAt, before)),
    ),
  )
  return gone.reduce((count, { meta }) => count + meta.changes, 0)
}
