import { fileTypeFromBuffer } from 'file-type'
import type { OrganizationContext } from '../../shared/context'
import type { AppError } from '../../shared/errors'
import { createId } from '../../shared/ids'
import { readShape } from './file-heads.models'
import { type FileClaim, type FileProblem, judgeFile, sizeProblem } from './file-rules.models'
import { mediaIncomplete, mediaNotSendable, mediaTooLarge, mediaTypeNotAccepted } from './media.errors'
import { insertMedia, type MediaRow, updateMedia } from './media.repository'
import { discardMedia, requireMedia, UNUSED_FOR } from './media.usecases'
import { InterruptedError, mediaPath, readHead, storeBody, TooLargeError } from './media-store.usecases'

/** Enough for the type, for a picture behind its colour profile, and for the first entries of an Office file. */
export const HEAD_BYTES = 64 * 1024

const errorOf = { type: mediaTypeNotAccepted, size: mediaTooLarge, shape: mediaNotSendable }
export const refusalOf = ({ problem, sentence }: FileProblem): AppError => errorOf[problem]({ message: sentence })

/** What WhatsApp will take the file as. @throws what is wrong with it */
export async function requireAcceptable(claim: FileClaim, head: Uint8Array) {
  // It reads on where a file is cut off, and says so by throwing.
  const sniffed = await fileTypeFromBuffer(head).catch(() => undefined)
  const verdict = judgeFile(claim, readShape(head), sniffed?.mime)
  if (verdict.problem !== null) throw refusalOf(verdict)
  return verdict
}

/** A file that somebody brings, streamed into the bucket. What WhatsApp would not take is refused here, and leaves nothing. */
export async function uploadMedia(
  ctx: OrganizationContext,
  claim: FileClaim,
  body: ReadableStream<Uint8Array>,
): Promise<MediaRow> {
  const tooLarge = sizeProblem(claim)
  if (tooLarge) throw refusalOf(tooLarge)
  const { head, rest } = await readHead(body, HEAD_BYTES).catch(toRefusal)
  if (head.byteLength === 0) throw mediaIncomplete({ message: 'There is no file in this request, or it is empty.' })
  const { kind, mimeType, maxBytes } = await requireAcceptable(claim, head)
  const now = ctx.clock.now()
  const id = createId('med', now)
  await insertMedia(ctx, {
    id,
    direction: 'outbound',
    status: 'pending',
    kind,
    mimeType,
    filename: claim.filename,
    uploadedBy: ctx.actor.id,
    // Should we die before the end, this removes what there is.
    dueAt: now + UNUSED_FOR,
    createdAt: now,
  })
  try {
    const expected = { size: claim.size, maxBytes, sha256: null, mimeType }
    const { size } = await storeBody({ bucket: ctx.media, path: mediaPath(id) }, { head, rest }, expected)
    await updateMedia(ctx, id, { status: 'ready', size })
  } catch (error) {
    await discardMedia(ctx, { id, uploadId: null }).catch((cause: unknown) =>
      ctx.log.warn('an upload that failed stays until it is swept', { mediaId: id, error: cause }),
    )
    return toRefusal(error)
  }
  return requireMedia(ctx, id)
}

function toRefusal(error: unknown): never {
  if (error instanceof TooLargeError) throw mediaTooLarge({ cause: error })
  if (error instanceof InterruptedError) throw mediaIncomplete({ cause: error })
  throw error
}
