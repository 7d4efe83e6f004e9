import { desc, eq, sql } from 'drizzle-orm'
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
