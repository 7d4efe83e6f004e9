import type { z } from 'zod'
import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { isUniqueViolation } from '../../shared/db/statements'
import { createId } from '../../shared/ids'
import { isAllowed, type MemberRole } from '../../tenancy/permissions.schemas'
import { cannedReplyNotFound, sharingNotAllowed, shortcutTaken, tooManyCannedReplies } from './canned-replies.errors'
import {
  type CannedReplyRow,
  deleteCannedReply,
  findCannedReply,
  insertCannedReply,
  listCannedReplies,
  SHARED,
  updateCannedReply,
} from './canned-replies.repository'
import {
  CANNED_REPLIES_MAX,
  type CannedReply,
  type changeCannedReplySchema,
  type newCannedReplySchema,
} from './canned-replies.schemas'

/** Who asks: an API key has no replies of its own, its id owns none. */
type Asker = { id: string; role: MemberRole }

const toCannedReply = (row: Omit<CannedReplyRow, 'organizationId'>): CannedReply => ({
  id: row.id,
  shortcut: row.shortcut,
  body: row.body,
  isShared: row.ownerId === SHARED,
  updatedAt: toIso(row.updatedAt),
})

export const listReplies = async (ctx: OrganizationContext, asker: Asker): Promise<CannedReply[]> =>
  (await listCannedReplies(ctx, asker.id, CANNED_REPLIES_MAX)).map(toCannedReply)

/** @throws `canned_replies.sharing_not_allowed`, `canned_replies.shortcut_taken`, `canned_replies.too_many` */
export async function createReply(
  ctx: OrganizationContext,
  asker: Asker,
  { shortcut, body, isShared }: z.output<typeof newCannedReplySchema>,
): Promise<CannedReply> {
  requireSharing(asker, isShared)
  if ((await listCannedReplies(ctx, asker.id, CANNED_REPLIES_MAX)).length >= CANNED_REPLIES_MAX)
    throw tooManyCannedReplies()
  const now = ctx.clock.now()
  const row = {
    id: createId('can', now),
    shortcut,
    body,
    ownerId: isShared ? SHARED : asker.id,
    createdAt: now,
    updatedAt: now,
  }
  await refusingTwice(() => insertCannedReply(ctx, row))
  return toCannedReply(row)
}

/** @throws `canned_replies.not_found` and what `createReply` throws */
export async function changeReply(
  ctx: OrganizationContext,
  asker: Asker,
  { id, changes }: { id: string; changes: z.output<typeof changeCannedReplySchema> },
): Promise<CannedReply> {
  const row = await requireReply(ctx, asker, id)
  const isShared = changes.isShared ?? row.ownerId === SHARED
  requireSharing(asker, isShared)
  const next = {
    shortcut: changes.shortcut ?? row.shortcut,
    body: changes.body ?? row.body,
    ownerId: isShared ? SHARED : asker.id,
    updatedAt: ctx.clock.now(),
  }
  await refusingTwice(() => updateCannedReply(ctx, id, next))
  return toCannedReply({ ...row, ...next })
}

/** @throws `canned_replies.not_found`, `canned_replies.sharing_not_allowed` */
export async function removeReply(ctx: OrganizationContext, asker: Asker, id: string): Promise<void> {
  await requireReply(ctx, asker, id)
  await deleteCannedReply(ctx, id)
}

async function requireReply(ctx: OrganizationContext, asker: Asker, id: string): Promise<CannedReplyRow> {
  const row = await findCannedReply(ctx, { id, userId: asker.id })
  if (!row) throw cannedReplyNotFound()
  requireSharing(asker, row.ownerId === SHARED)
  return row
}

function requireSharing({ role }: Asker, isShared: boolean): void {
  if (isShared && !isAllowed(role, 'canned-replies:share')) throw sharingNotAllowed()
}

async function refusingTwice(write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (isUniqueViolation(error, 'canned_replies.shortcut')) throw shortcutTaken()
    throw error
  }
}
