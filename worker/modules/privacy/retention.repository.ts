import { and, desc, eq, gte, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { OrganizationContext } from '../../shared/context'
import { jobs } from '../jobs/jobs.tables'
import { media } from '../media/media.tables'
import { messages } from '../messages/messages.tables'
import { ERASED } from './erased-content.models'

type MediaRow = typeof media.$inferSelect

export const findLastRetention = async ({ db }: OrganizationContext) =>
  (await db.select(jobs, eq(jobs.kind, 'retention')).orderBy(desc(jobs.createdAt), desc(jobs.id)).limit(1))[0]

/** Ids of a time are in the order of arrival: of the primary key, as no index is by time alone. */
type Range = { from: string; to: string; before: number; limit: number }

/** Messages from before a time that nothing is due about, and that still say something. */
export const listOldMessages = ({ db }: OrganizationContext, { from, to, before, limit }: Range) =>
  db
    .selectFields(
      messages,
      { id: messages.id, wamid: messages.wamid, conversationId: messages.conversationId },
      sql`${messages.id} > ${from}`,
      lt(messages.id, to),
      lt(messages.occurredAt, before),
      isNull(messages.dueAt),
      sql`json_extract(${messages.content}, '$.originalType') IS NOT ${ERASED}`,
    )
    .orderBy(messages.id)
    .limit(limit)

/** Files of messages that came before a time. */
export const listOldFiles = (
  { db }: OrganizationContext,
  { from, to, limit }: Omit<Range, 'before'>,
): Promise<MediaRow[]> =>
  db
    .select(media, sql`${media.id} > ${from}`, and(lt(media.id, to), isNotNull(media.conversationId)))
    .orderBy(media.id)
    .limit(limit)

/** Which of these files a message that stays has. */
export const listStillUsed = async (
  { db }: OrganizationContext,
  { ids, since }: { ids: readonly string[]; since: string },
): Promise<string[]> =>
  (
    await db.selectFields(
      messages,
      { mediaId: messages.mediaId },
      gte(messages.id, since),
      sql`${messages.mediaId} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
    )
  ).flatMap(({ mediaId }) => mediaId ?? [])
