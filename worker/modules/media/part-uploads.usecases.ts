import { toIso } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { createId } from '../../shared/ids'
import { sizeProblem } from './file-rules.models'
import { mediaIncomplete, mediaNotFound, mediaUploadIncomplete } from './media.errors'
import { insertMedia, type MediaRow, updateMedia } from './media.repository'
import { mediaKindSchema, type StartUpload, type Upload } from './media.schemas'
import { discardMedia, requireMedia, UNUSED_FOR } from './media.usecases'
import { InterruptedError, mediaPath, pipeInto } from './media-store.usecases'
import { listParts, putPart } from './uploads.repository'
import { HEAD_BYTES, refusalOf, requireAcceptable } from './uploads.usecases'

/** R2 wants 5 MiB at least, and all but the last one alike. */
const PART_BYTES = 8 * 1024 * 1024
const partCountOf = (size: number): number => Math.ceil(size / PART_BYTES)
const partSizeOf = (size: number, partNumber: number): number =>
  partNumber < partCountOf(size) ? PART_BYTES : size - (partNumber - 1) * PART_BYTES

type UploadRow = MediaRow & { uploadId: string; size: number }

/** @throws `media.too_large` before anything is sent */
export async function startUpload(ctx: OrganizationContext, file: StartUpload): Promise<Upload> {
  const tooLarge = sizeProblem(file)
  if (tooLarge) throw refusalOf(tooLarge)
  const now = ctx.clock.now()
  const id = createId('med', now)
  const { uploadId } = await ctx.media.startParts(mediaPath(id), { httpMetadata: { contentType: file.mimeType } })
  await insertMedia(ctx, {
    ...file,
    id,
    direction: 'outbound',
    status: 'pending',
    uploadedBy: ctx.actor.id,
    uploadId,
    dueAt: now + UNUSED_FOR,
    createdAt: now,
  })
  return { ...describe({ id, size: file.size, createdAt: now }), arrived: [] }
}

const describe = ({ id, size, createdAt }: Pick<UploadRow, 'id' | 'size' | 'createdAt'>) => ({
  id,
  size,
  partSize: PART_BYTES,
  partCount: partCountOf(size),
  expiresAt: toIso(createdAt + UNUSED_FOR),
})

/** Which parts have arrived: whoever was interrupted sends the others. */
export async function findUpload(ctx: OrganizationContext, id: string): Promise<Upload> {
  const row = await requireUpload(ctx, id)
  const parts = await listParts(ctx, id)
  return { ...describe(row), arrived: parts.map(({ partNumber }) => partNumber) }
}

/** One part, streamed into the bucket. Sent again, it replaces the one that was there. */
export async function uploadPart(
  ctx: OrganizationContext,
  { id, partNumber, length }: { id: string; partNumber: number; length: number | null },
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const row = await requireUpload(ctx, id)
  if (partNumber < 1 || partNumber > partCountOf(row.size))
    throw mediaIncomplete({ message: `This file has ${partCountOf(row.size)} parts.` })
  const size = partSizeOf(row.size, partNumber)
  const wrongLength = () => mediaIncomplete({ message: `Part ${partNumber} of this file has ${size} bytes.` })
  if (length !== null && length !== size) throw wrongLength()
  const upload = await ctx.media.resumeParts(mediaPath(id), row.uploadId)
  const { etag } = await pipeInto({ rest: body }, size, (readable) => upload.uploadPart(partNumber, readable)).catch(
    (error: unknown) => {
      throw error instanceof InterruptedError ? wrongLength() : error
    },
  )
  await putPart(ctx, { mediaId: id, partNumber, etag, size })
}

/**
 * Puts the parts together and looks at what they are. May be called again when the answer was lost.
 * @throws `media.upload_incomplete`, or what is wrong with the file; then nothing of it is left
 */
export async function completeUpload(ctx: OrganizationContext, id: string): Promise<MediaRow> {
  const known = await requireMedia(ctx, id)
  if (known.direction === 'outbound' && known.status === 'ready') return known
  const row = await requireUpload(ctx, id)
  const parts = await listParts(ctx, id)
  const missing = Array.from({ length: partCountOf(row.size) }, (_, index) => index + 1).filter(
    (partNumber) => !parts.some((part) => part.partNumber === partNumber),
  )
  if (missing.length > 0) throw mediaUploadIncomplete({ details: { missing } })
  await join(ctx, row, parts)
  const { kind, mimeType } = await inspect(ctx, row).catch(async (error: unknown) => {
    await discardMedia(ctx, row)
    throw error
  })
  await updateMedia(ctx, id, { status: 'ready', kind, mimeType, uploadId: null })
  return requireMedia(ctx, id)
}

async function join(ctx: OrganizationContext, row: UploadRow, parts: R2UploadedPart[]): Promise<void> {
  const path = mediaPath(row.id)
  const upload = await ctx.media.resumeParts(path, row.uploadId)
  try {
    await upload.complete(parts.map(({ partNumber, etag }) => ({ partNumber, etag })))
  } catch (error) {
    // An earlier call may have put it together and died then.
    if ((await ctx.media.head(path))?.size !== row.size) throw error
  }
}

async function inspect(ctx: OrganizationContext, row: UploadRow) {
  const head = await ctx.media.get(mediaPath(row.id), { range: { offset: 0, length: Math.min(HEAD_BYTES, row.size) } })
  if (!head) throw new Error('the bucket lost what it has just put together')
  const { mimeType, filename, size } = row
  const claim = { kind: mediaKindSchema.parse(row.kind), mimeType, filename, size }
  return requireAcceptable(claim, new Uint8Array(await head.arrayBuffer()))
}

/** Whoever brings a file may think better of it. */
export async function abortUpload(ctx: OrganizationContext, id: string): Promise<void> {
  await discardMedia(ctx, await requireUpload(ctx, id))
}

async function requireUpload(ctx: OrganizationContext, id: string): Promise<UploadRow> {
  const row = await requireMedia(ctx, id)
  const { uploadId, size } = row
  // Nobody adds to a file that another is bringing. Programs of the organization share theirs.
  const isOwn = ctx.actor.type !== 'user' || row.uploadedBy === ctx.actor.id
  if (!isOwn || row.status !== 'pending' || uploadId === null || size === null) throw mediaNotFound()
  return { ...row, uploadId, size }
}
