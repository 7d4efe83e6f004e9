import type { OrganizationContext } from '../../shared/context'
import { parseChange } from '../../whatsapp/webhook-parser'
import { ARCHIVE, type ArchivedChange, archiveHour } from './archive.usecases'
import { withoutPerson } from './archive-erasure.models'
import { hashesOf } from './question.usecases'
import { withoutErased } from './told.models'

/** Whoever is erased: every id of theirs, their tombstones, and when. */
export type Erased = { ids: readonly string[]; identityHashes: readonly string[]; erasedAt: number }
type Page = { startAfter: string | null; limit: number }
/** `position`: the last object that is through; null when there is no further one. */
type Through = { position: string | null; objects: number; lines: number }

/** Objects at a time: with what the bucket takes, six connections are enough. */
const AT_ONCE = 5

/**
 * Takes a person out of what Meta told about the organization: each object that names them is written again without their
 * lines, in the order it had. What they said after the erasure stays: that is somebody new. Safe to repeat.
 */
export async function eraseFromArchive(
  ctx: OrganizationContext,
  erased: Erased,
  { startAfter, limit }: Page,
): Promise<Through> {
  const { objects, cursor } = await ctx.media.list(ARCHIVE, { ...(startAfter !== null && { startAfter }), limit })
  let lines = 0
  for (let at = 0; at < objects.length; at += AT_ONCE) {
    const some = objects.slice(at, at + AT_ONCE)
    const counts = await Promise.all(some.map(({ path }) => rewrite(ctx, path, erased)))
    lines += counts.reduce((sum, count) => sum + count, 0)
  }
  return { position: cursor === null ? null : (objects.at(-1)?.path ?? null), objects: objects.length, lines }
}

/** @returns how many lines were about them */
async function rewrite(ctx: OrganizationContext, path: string, erased: Erased): Promise<number> {
  const object = await ctx.media.get(path)
  if (!object) return 0
  const text = await object.text()
  if (!erased.ids.some((id) => text.includes(id))) return 0
  const ids = new Set(erased.ids)
  let lost = 0
  const kept = text.split('\n').flatMap((line) => {
    if (line === '' || !erased.ids.some((id) => line.includes(id))) return line === '' ? [] : [line]
    const change = JSON.parse(line) as ArchivedChange // written by `archiveChanges`
    if (isLater(change, erased)) return [line]
    const value = withoutPerson(change.value as Record<string, unknown>, ids)
    if (value === change.value) return [line]
    lost += 1
    return value === null ? [] : [JSON.stringify({ ...change, value })]
  })
  if (lost === 0) return 0
  if (kept.length === 0) await ctx.media.delete(path)
  else
    await ctx.media.put(path, `${kept.join('\n')}\n`, {
      ...(object.httpMetadata && { httpMetadata: object.httpMetadata }),
    })
  return lost
}

/** Came in after the erasure, and says nothing from before it. */
function isLater(change: ArchivedChange, { identityHashes, erasedAt }: Erased): boolean {
  const { receivedAt, phoneNumberId, ...raw } = change
  if (receivedAt < erasedAt) return false
  const told = parseChange(raw, { receivedAt }).events.map((event) => ({ event, phoneNumberId, receivedAt, change: 0 }))
  const tombstones = identityHashes.map((identityHash) => ({ identityHash, erasedAt }))
  return withoutErased(told, tombstones, hashesOf).length === told.length
}

/**
 * Removes what came in before a time, whole hours of it. @returns how many objects went, at most `limit`; fewer when
 * there are no more
 */
export async function deleteArchiveBefore(
  ctx: OrganizationContext,
  { before, limit }: { before: number; limit: number },
): Promise<number> {
  const { objects } = await ctx.media.list(ARCHIVE, { limit })
  const end = archiveHour(before)
  const old = objects.filter(({ path }) => path < end)
  for (let at = 0; at < old.length; at += AT_ONCE)
    await Promise.all(old.slice(at, at + AT_ONCE).map(({ path }) => ctx.media.delete(path)))
  return old.length
}
