import { and, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { SystemContext } from '../context'
import { mails } from './directory.tables'

export type MailRow = typeof mails.$inferSelect
type Directory = SystemContext['directory']
type Claim = { id: string; claimToken: string; now: number; until: number }

/** Takes the mail for this attempt, or nothing when it is gone or in other hands. A claim that has run out can be taken. */
export async function claimMail(
  directory: Directory,
  { id, claimToken, now, until }: Claim,
): Promise<MailRow | undefined> {
  const [row] = await directory
    .update(mails)
    .set({ claimToken, claimedUntil: until, attempts: sql`${mails.attempts} + 1` })
    .where(and(eq(mails.id, id), or(isNull(mails.claimToken), lte(mails.claimedUntil, now))))
    .returning()
  return row
}

const held = (id: string, claimToken: string) => and(eq(mails.id, id), eq(mails.claimToken, claimToken))

/** Gives the mail back for the next attempt. `claimedUntil` becomes the time of the last attempt. */
export async function releaseMail(directory: Directory, id: string, claimToken: string, now: number): Promise<void> {
  await directory.update(mails).set({ claimToken: null, claimedUntil: now }).where(held(id, claimToken))
}

export async function deleteMail(directory: Directory, id: string, claimToken: string): Promise<void> {
  await directory.delete(mails).where(held(id, claimToken))
}

type Sweep = {
  now: number
  /** Milliseconds. How long the queue has for itself, at first and at least. */
  patience: number
  /** Mail from before this time is given up. Milliseconds since 1970. */
  givenUpBefore: number
  limit: number
}

/** Mail that nobody has touched for `patience`, later for as long as it has been tried already. The longest untouched first. */
export async function findWaitingMails(
  directory: Directory,
  { now, patience, givenUpBefore, limit }: Sweep,
): Promise<string[]> {
  const rows = await directory
    .select({ id: mails.id })
    .from(mails)
    .where(
      and(
        lte(mails.claimedUntil, now - patience),
        gt(mails.createdAt, givenUpBefore),
        sql`max(${mails.claimedUntil}, ${mails.createdAt}) + max(${patience}, ${mails.claimedUntil} - ${mails.createdAt}) <= ${now}`,
      ),
    )
    .orderBy(mails.claimedUntil)
    .limit(limit)
  return rows.map(({ id }) => id)
}

/** Notes that the queue was told of them again. What a consumer has taken meanwhile stays its own. */
export async function touchMails(directory: Directory, ids: string[], { now, patience }: Sweep): Promise<void> {
  await directory
    .update(mails)
    .set({ claimToken: null, claimedUntil: now })
    .where(
      and(
        sql`${mails.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
        lte(mails.claimedUntil, now - patience),
      ),
    )
}

/** The end of time (ECMAScript's): no sweep reaches it. */
const NEVER = 8_640_000_000_000_000

/** Takes mail that is too old out of the sweep, and says which. The rows stay, and can still be delivered by name. */
export async function giveUpMails(
  directory: Directory,
  { now, patience, givenUpBefore, limit }: Sweep,
): Promise<string[]> {
  const old = directory
    .select({ id: mails.id })
    .from(mails)
    .where(and(lte(mails.claimedUntil, now - patience), lte(mails.createdAt, givenUpBefore)))
    .limit(limit)
  const rows = await directory
    .update(mails)
    .set({ claimToken: null, claimedUntil: NEVER })
    .where(inArray(mails.id, old))
    .returning({ id: mails.id })
  return rows.map(({ id }) => id)
}
