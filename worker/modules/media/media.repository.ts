import { and, asc, desc, eq, gt, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { openShard } from '../../shared/db/shards'
import type { Statement } from '../../shared/db/statements'
import { conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import { media, mediaParts, mediaUploads } from './media.tables'

export type MediaRow = typeof media.$inferSelect
/** A row to be inserted: the handle adds the organization. */
export type NewMediaRow = Omit<typeof media.$inferInsert, 'organizationId'> & { id: string }

const among = (ids: readonly string[]): SQL => sql`${media.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

export const findMedia = async (ctx: OrganizationContext, id: string): Promise<MediaRow | undefined> =>
  (await ctx.db.select(media, eq(media.id, id)))[0]

export const findMediaRows = (ctx: OrganizationContext, ids: readonly string[]): Promise<MediaRow[]> =>
  ctx.db.select(media, among(ids))

/** Undefined for a conversation that does not exist. */
export const findAssignee = async (ctx: OrganizationContext, conversationId: string) =>
  (
    await ctx.db.selectFields(
      conversations,
      { assigneeId: conversations.assigneeId },
      eq(conversations.id, conversationId),
    )
  )[0]

export const insertMedia = async (ctx: OrganizationContext, row: NewMediaRow): Promise<void> => {
  await ctx.db.insert(media, row)
}

export const updateMedia = async (
  ctx: OrganizationContext,
  id: string,
  changes: Partial<Omit<MediaRow, 'id' | 'organizationId'>>,
): Promise<void> => {
  await ctx.db.update(media, changes, eq(media.id, id))
}

/**
 * Takes a file for oneself until `until`, if nobody else has it; should the taker die, it is due again then.
 * @returns the row with this attempt counted; undefined when another one has it, or its status has changed
 */
export async function claimMedia(
  ctx: OrganizationContext,
  { id, status, now, until }: { id: string; status: MediaRow['status']; now: number; until: number },
): Promise<MediaRow | undefined> {
  const [claimed] = await ctx.db
    .update(
      media,
      { claimedUntil: until, dueAt: until, attempts: sql`${media.attempts} + 1` as never },
      eq(media.id, id),
      eq(media.status, status),
      or(isNull(media.claimedUntil), lte(media.claimedUntil, now)),
    )
    .returning()
  return claimed
}

/** What became of a mirror's try, unless the file was withdrawn meanwhile: then its removal is what is due. */
export const settleMirror = async (
  ctx: OrganizationContext,
  id: string,
  outcome: Pick<MediaRow, 'dueAt'> & Partial<Pick<MediaRow, 'mirroredAt' | 'attempts'>>,
): Promise<void> => {
  // One that has become a message's of ours meanwhile has nothing due any more.
  const isStillTheirs = eq(media.direction, 'inbound')
  await ctx.db.update(
    media,
    { ...outcome, claimedUntil: null },
    eq(media.id, id),
    eq(media.status, 'ready'),
    isStillTheirs,
  )
}

/** Gives a pending copy back, to be tried again then. One that was settled or withdrawn meanwhile stays as it is. */
export const releaseCopy = async (ctx: OrganizationContext, id: string, dueAt: number): Promise<void> => {
  await ctx.db.update(media, { claimedUntil: null, dueAt }, eq(media.id, id), eq(media.status, 'pending'))
}

/** The end of a pending copy, once. For the batch that tells the inbox; gives the id back if it was pending. */
export const settleCopy = (
  ctx: OrganizationContext,
  id: string,
  outcome: Pick<MediaRow, 'status' | 'failure' | 'dueAt'> & Partial<Pick<MediaRow, 'size' | 'sha256'>>,
): Statement =>
  ctx.db
    .update(media, { ...outcome, attempts: 0, claimedUntil: null }, eq(media.id, id), eq(media.status, 'pending'))
    .returning({ id: media.id })

/**
 * Takes files out of use. What is left of them is removed when they are next worked on, which is due at once. One that a
 * message of ours has sent on is that message's from now on.
 */
export function withdraw(
  ctx: OrganizationContext,
  ids: readonly string[],
  { failure, now }: { failure: string; now: number },
): Statement[] {
  const conversationId = ctx.db.subquery(messages, messages.conversationId, eq(messages.id, media.forwardedBy)) as never
  const ours = { direction: 'outbound' as const, messageId: sql`${media.forwardedBy}` as never, conversationId }
  const isSentOn = isNotNull(media.forwardedBy)
  return [
    ctx.db.update(
      media,
      { status: 'failed', failure, dueAt: now, claimedUntil: null },
      among(ids),
      isNull(media.forwardedBy),
    ),
    ctx.db.update(media, { ...ours, forwardedBy: null, dueAt: null, claimedUntil: null }, among(ids), isSentOn),
  ]
}

/** Ties files to the message that carries them: uploads are not removed as unused any more, and what it sends on stays. */
export const markUsed = (
  ctx: OrganizationContext,
  ids: readonly string[],
  message: { conversationId: string; messageId: string } | null,
) =>
  ctx.db.update(
    media,
    {
      dueAt: sql`CASE ${media.direction} WHEN 'outbound' THEN NULL ELSE ${media.dueAt} END` as never,
      ...(message && {
        conversationId: sql`coalesce(${media.conversationId}, ${message.conversationId})` as never,
        messageId: sql`coalesce(${media.messageId}, ${message.messageId})` as never,
        forwardedBy:
          sql`CASE ${media.direction} WHEN 'inbound' THEN coalesce(${media.forwardedBy}, ${message.messageId}) END` as never,
      }),
    },
    eq(media.status, 'ready'),
    among(ids),
  )

/** Keeps an upload that a message is about to use; one that another message has stays anyway. @returns whether it was still there */
export const postponeRemoval = async (ctx: OrganizationContext, id: string, until: number): Promise<boolean> => {
  const dueAt = sql`CASE WHEN ${media.dueAt} IS NULL THEN NULL ELSE ${until} END` as never
  const kept = await ctx.db
    .update(media, { dueAt }, eq(media.id, id), eq(media.status, 'ready'))
    .returning({ id: media.id })
  return kept.length > 0
}

/**
 * Takes an upload that no message uses out of use; what is left of it is removed next. One whose message still waits to
 * be sent stays, though the message may not have been tied to it.
 * @returns the row, if it was unused and due
 */
export async function retireUnused(
  ctx: OrganizationContext,
  id: string,
  dueBefore: number,
): Promise<MediaRow | undefined> {
  const waiting = ctx.db.exists(messages, isNotNull(messages.dueAt), sql`instr(${messages.content}, ${id}) > 0`)
  const [retired] = await ctx.db
    .update(
      media,
      { status: 'failed', failure: 'This file was not used within a day and has been removed.' },
      eq(media.id, id),
      eq(media.direction, 'outbound'),
      lte(media.dueAt, dueBefore),
      sql`NOT ${waiting}`,
    )
    .returning()
  return retired
}

export const deleteMedia = async (ctx: OrganizationContext, id: string): Promise<void> => {
  await ctx.db.batch([
    ctx.db.delete(mediaParts, eq(mediaParts.mediaId, id)),
    ctx.db.delete(mediaUploads, eq(mediaUploads.mediaId, id)),
    ctx.db.delete(media, eq(media.id, id)),
  ])
}

export type GalleryPage = {
  kind: string | undefined
  before: { createdAt: number; id: string } | undefined
  limit: number
}
/** Of these conversations together, newest first. Files of messages that were taken back are left out. */
export async function listOfConversations(
  ctx: OrganizationContext,
  conversationIds: readonly string[],
  { kind, before, limit }: GalleryPage,
): Promise<MediaRow[]> {
  // Each is a range of the index, read as far as the page goes.
  const [first, ...others] = conversationIds.map((conversationId) =>
    ctx.db
      .select(
        media,
        eq(media.conversationId, conversationId),
        kind === undefined ? undefined : eq(media.kind, kind),
        before && sql`(${media.createdAt}, ${media.id}) < (${before.createdAt}, ${before.id})`,
        sql`NOT ${ctx.db.exists(messages, eq(messages.id, media.messageId), isNotNull(messages.revokedAt))}`,
      )
      .orderBy(desc(media.createdAt), desc(media.id))
      .limit(limit),
  )
  if (!first) return []
  const found = (await ctx.db.batch([first, ...others])) as MediaRow[][]
  return found
    .flat()
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
    .slice(0, limit)
}

/** Inbound files of a number that failed for this reason, since then. */
export const listFailed = (
  ctx: OrganizationContext,
  { phoneNumberId, failure, since, limit }: { phoneNumberId: string; failure: string; since: number; limit: number },
): Promise<MediaRow[]> =>
  ctx.db
    .select(
      media,
      eq(media.direction, 'inbound'),
      eq(media.status, 'failed'),
      eq(media.phoneNumberId, phoneNumberId),
      eq(media.failure, failure),
      // What is due about a failed one is its removal.
      isNull(media.dueAt),
      gt(media.createdAt, since),
    )
    .orderBy(asc(media.id))
    .limit(limit)

/** They wait for a copy again, if nothing else has become of them. */
export const reopenCopies = (
  ctx: OrganizationContext,
  ids: readonly string[],
  { failure, now }: { failure: string; now: number },
): Statement =>
  ctx.db.update(
    media,
    { status: 'pending', failure: null, dueAt: now, attempts: 0, claimedUntil: null },
    among(ids),
    eq(media.status, 'failed'),
    eq(media.failure, failure),
    isNull(media.dueAt),
  )

type Shards = Pick<SystemContext, 'env'>

/** Files about which something is due on a shard, whoever's they are, the longest waiting first. */
export const listDueMedia = (
  { env }: Shards,
  shard: string,
  { now, limit }: { now: number; limit: number },
): Promise<{ organizationId: string; id: string }[]> =>
  openShard(env, shard)
    .select({ organizationId: media.organizationId, id: media.id })
    .from(media)
    .where(and(isNotNull(media.dueAt), lte(media.dueAt, now)))
    .orderBy(asc(media.dueAt))
    .limit(limit)

/** Their queue messages are on the way: they are listed once more at `again`, should one be lost. */
export const postponeDueMedia = async (
  { env }: Shards,
  shard: string,
  { ids, now, again }: { ids: readonly string[]; now: number; again: number },
): Promise<void> => {
  await openShard(env, shard)
    .update(media)
    .set({ dueAt: again })
    .where(and(among(ids), lte(media.dueAt, now)))
}
