import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm'
import type { SystemContext } from '../../shared/context'
import { deadLetters } from '../../shared/db/directory.tables'

type Directory = Pick<SystemContext, 'directory'>
export type DeadLetterRow = typeof deadLetters.$inferSelect
/** Ids are the queue's and say nothing of time, so a position is both. */
export type Position = [createdAt: number, id: string]

/** A message that is delivered twice is one letter. */
export const insertDeadLetter = ({ directory }: Directory, letter: typeof deadLetters.$inferInsert) =>
  directory.insert(deadLetters).values(letter).onConflictDoNothing()

/** Newest first. */
export const listDeadLetters = (
  { directory }: Directory,
  { before, limit }: { before: Position | undefined; limit: number },
) =>
  directory
    .select()
    .from(deadLetters)
    .where(before && sql`(${deadLetters.createdAt}, ${deadLetters.id}) < (${before[0]}, ${before[1]})`)
    .orderBy(desc(deadLetters.createdAt), desc(deadLetters.id))
    .limit(limit)

export const findDeadLetter = async ({ directory }: Directory, id: string): Promise<DeadLetterRow | undefined> =>
  (await directory.select().from(deadLetters).where(eq(deadLetters.id, id)))[0]

export const markReplayed = ({ directory }: Directory, id: string, now: number) =>
  directory.update(deadLetters).set({ replayedAt: now }).where(eq(deadLetters.id, id))

/** @returns whether it was there */
export const deleteDeadLetter = async ({ directory }: Directory, id: string): Promise<boolean> =>
  (await directory.delete(deadLetters).where(eq(deadLetters.id, id))).meta.changes > 0

/** Those from before then, but for what was replayed since `replayedSince`. @returns how many */
export const deleteLettersBefore = async (
  { directory }: Directory,
  { before, replayedSince }: { before: number; replayedSince: number },
): Promise<number> => {
  const isQuiet = or(isNull(deadLetters.replayedAt), lt(deadLetters.replayedAt, replayedSince))
  return (await directory.delete(deadLetters).where(and(lt(deadLetters.createdAt, before), isQuiet))).meta.changes
}

/** Which of these objects of the bucket a letter still points at. */
export async function listNamedObjects({ directory }: Directory, keys: readonly string[]): Promise<Set<string>> {
  const key = sql<string>`json_extract(${deadLetters.message}, '$.payload.key')`
  const named = await directory
    .select({ key })
    .from(deadLetters)
    .where(and(eq(deadLetters.queue, 'inbound'), sql`${key} IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`))
  return new Set(named.map((row) => row.key))
}
