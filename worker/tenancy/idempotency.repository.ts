import { and, eq, isNull, lt, sql } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../shared/context'
import { idempotencyKeys } from '../shared/db/shard.tables'
import { openShard, shardNames } from '../shared/db/shards'

/** A key that one request holds. `createdAt` is the proof: whoever takes over writes a later one. */
export type Claim = { key: string; requestHash: string; createdAt: number }

/** @returns false when the key exists already */
export const insertClaim = async ({ db }: OrganizationContext, claim: Claim): Promise<boolean> =>
  (await db.insert(idempotencyKeys, claim).onConflictDoNothing().returning({ key: idempotencyKeys.key })).length > 0

export const findKey = async ({ db }: OrganizationContext, key: string) =>
  (await db.select(idempotencyKeys, eq(idempotencyKeys.key, key)))[0]

const heldBy = (claim: Pick<Claim, 'key' | 'createdAt'>) =>
  and(
    eq(idempotencyKeys.key, claim.key),
    eq(idempotencyKeys.createdAt, claim.createdAt),
    isNull(idempotencyKeys.status),
  )

/** Takes a claim over from a request that died. @returns false when somebody else was faster */
export const takeOver = async ({ db }: OrganizationContext, from: Claim, now: number): Promise<boolean> =>
  (await db.update(idempotencyKeys, { createdAt: now }, heldBy(from)).returning({ key: idempotencyKeys.key })).length >
  0

/** Writes the answer, unless the claim has been taken over meanwhile. */
export const settle = (
  { db }: OrganizationContext,
  claim: Claim,
  answer: { status: number; sealedBody: string | null },
) => db.update(idempotencyKeys, answer, heldBy(claim))

/** Forgets a claim whose request may simply be made again. */
export const release = ({ db }: OrganizationContext, claim: Claim) => db.delete(idempotencyKeys, heldBy(claim))

/** Rows a statement: a shard answers nobody else while it deletes. */
const SLICE = 2000

/** Deletes the keys of all organizations that are older. @returns how many */
export async function deleteKeysBefore({ env }: Pick<SystemContext, 'env'>, before: number): Promise<number> {
  const counts = await Promise.all(
    shardNames(env).map(async (name) => {
      const old = sql`SELECT rowid FROM ${idempotencyKeys} WHERE ${lt(idempotencyKeys.createdAt, before)} LIMIT ${SLICE}`
      let total = 0
      for (let deleted = SLICE; deleted === SLICE; total += deleted) {
        const result = await openShard(env, name).run(sql`DELETE FROM ${idempotencyKeys} WHERE rowid IN (${old})`)
        deleted = result.meta.changes
      }
      return total
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}
