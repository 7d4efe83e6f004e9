import { MINUTE } from '../../shared/clock'
import type { OrganizationContext } from '../../shared/context'
import { announceInboxEvents, inboxEventsIfChanged } from '../../tenancy/inbox-events'
import { describeMetaError, GraphError } from '../../whatsapp/graph.errors'
import type { GraphClient } from '../../whatsapp/graph-client'
import { commitInboxChange } from '../inbox/inbox.usecases'
import { findPhoneNumber, openGraph, pauseRefusedNumber } from '../phone-numbers/phone-numbers.usecases'
import { MAX_FILE_BYTES } from './file-rules.models'
import { type CopyFailure, judgeCopy, toHexDigest } from './inbound-media.models'
import { mediaQueue } from './inbound-media.usecases'
import { claimMedia, findMedia, type MediaRow, releaseCopy, settleCopy } from './media.repository'
import { DamagedError, InterruptedError, mediaPath, storeBody, TooLargeError } from './media-store.usecases'

/** Longer than a download may take (graph-media.ts gives up after five minutes). */
const LEASE = 6 * MINUTE
/** Sooner than a sweep would be. */
const BY_QUEUE = 10 * MINUTE

class DisconnectedError extends Error {}

/**
 * Copies a file that a customer sent into our bucket, and fills in its message. May be called twice, at the same time too:
 * one of them has the file. Whatever happens, the row says when it is due again.
 * @param url the webhook's own address, tried first
 */
export async function copyMedia(ctx: OrganizationContext, mediaId: string, url: string | undefined): Promise<void> {
  const now = ctx.clock.now()
  const row = await claimMedia(ctx, { id: mediaId, status: 'pending', now, until: now + LEASE })
  if (!row) return
  let copied: Copied
  try {
    copied = await copyIn(ctx, row, url)
  } catch (error) {
    ctx.log.warn('a file was not copied', { mediaId, attempt: row.attempts, error })
    return settleFailure(ctx, row, error)
  }
  const isMirrored = ctx.config.mirror !== undefined
  await fillIn(ctx, row, { status: 'ready', failure: null, dueAt: isMirrored ? ctx.clock.now() : null, ...copied })
  // Its message may have been taken back meanwhile: then nobody else would remove what has just arrived.
  const after = await findMedia(ctx, mediaId)
  if (after?.status !== 'ready') return void (await ctx.media.delete(mediaPath(mediaId)))
  if (isMirrored) await tellQueue(ctx, mediaId, 0)
}

type Copied = { size: number; sha256: string | null }

async function copyIn(ctx: OrganizationContext, row: MediaRow, url: string | undefined): Promise<Copied> {
  // An earlier attempt may have died between the bucket and the database.
  const earlier = row.attempts > 1 && row.sha256 !== null ? await ctx.media.head(mediaPath(row.id)) : null
  const digest = earlier?.checksums.toJSON().sha256
  if (earlier && digest === row.sha256) return { size: earlier.size, sha256: row.sha256 }
  const number = row.phoneNumberId === null ? undefined : await findPhoneNumber(ctx, row.phoneNumberId)
  if (!number || number.disconnectedAt !== null) throw new DisconnectedError()
  const graph = await openGraph(ctx, number)
  const source = { row, url, metaPhoneNumberId: number.metaPhoneNumberId }
  const { response, announced } = await download(graph, source).catch(async (error: unknown) => {
    if (error instanceof GraphError && error.disposition === 'pause_number')
      await pauseRefusedNumber(ctx, number, describeMetaError(error.metaError).message)
    throw error
  })
  const sha256 = row.sha256 ?? toHexDigest(announced?.sha256 ?? null)
  if (!response.body) throw new InterruptedError('no body')
  const length = lengthOf(response)
  if (length !== null && announced?.size != null && length !== announced.size) {
    await response.body.cancel()
    throw new DamagedError(`${length} bytes instead of ${announced.size}`)
  }
  const file = { bucket: ctx.media, path: mediaPath(row.id) }
  const expected = { size: length, maxBytes: MAX_FILE_BYTES, sha256, mimeType: row.mimeType }
  return { ...(await storeBody(file, { rest: response.body }, expected)), sha256 }
}

/** Null when the body is compressed on the way: then the header counts other bytes. */
function lengthOf({ headers }: Response): number | null {
  const length = Number(headers.get('content-length') ?? 'none')
  return headers.has('content-encoding') || !Number.isInteger(length) ? null : length
}

type Source = { row: MediaRow; url: string | undefined; metaPhoneNumberId: string }

/** By the webhook's address, else by one that Graph gives; an address that has just expired is asked for again. */
async function download(graph: GraphClient, { row, url, metaPhoneNumberId }: Source) {
  const isExpired = (error: unknown) => error instanceof GraphError && error.httpStatus === 404
  if (url !== undefined) {
    const response = await graph.downloadMedia(url).catch((error: unknown) => {
      if (error instanceof GraphError) return null
      throw error
    })
    if (response) return { response, announced: null }
  }
  const ask = async () => {
    const announced = await graph.getMedia(row.metaMediaId ?? '', metaPhoneNumberId)
    return { response: await graph.downloadMedia(announced.url), announced }
  }
  return ask().catch((error: unknown) => {
    if (isExpired(error)) return ask()
    throw error
  })
}

async function settleFailure(ctx: OrganizationContext, row: MediaRow, error: unknown): Promise<void> {
  const now = ctx.clock.now()
  const { attempts, createdAt } = row
  const verdict = judgeCopy(toFailure(error), { attempts, createdAt, now })
  if ('failure' in verdict) return fillIn(ctx, row, { status: 'failed', failure: verdict.failure, dueAt: null })
  const { retryAfter } = verdict
  await releaseCopy(ctx, row.id, now + retryAfter)
  if (retryAfter < BY_QUEUE) await tellQueue(ctx, row.id, retryAfter)
}

function toFailure(error: unknown): CopyFailure {
  if (error instanceof GraphError) return { reason: 'graph', error }
  if (error instanceof DamagedError) return { reason: 'damaged' }
  if (error instanceof TooLargeError) return { reason: 'too_large' }
  if (error instanceof DisconnectedError) return { reason: 'disconnected' }
  return { reason: 'interrupted' }
}

/** A hint only: the sweep finds the row as well. */
async function tellQueue(ctx: OrganizationContext, mediaId: string, delay: number): Promise<void> {
  const { organizationId } = ctx
  await mediaQueue
    .send(ctx, [{ organizationId, mediaId }], { delaySeconds: Math.ceil(delay / 1000) })
    .catch((error: unknown) => ctx.log.warn('the media queue did not accept a message', { error }))
}

/** The message shows its file, or why there is none, to everyone who looks on. */
async function fillIn(
  ctx: OrganizationContext,
  row: MediaRow,
  outcome: Parameters<typeof settleCopy>[2],
): Promise<void> {
  const { id: mediaId, conversationId, messageId } = row
  try {
    if (conversationId === null || messageId === null) {
      await commitInboxChange(ctx, { statements: [settleCopy(ctx, mediaId, outcome)], conversationIds: [] })
      return
    }
    const type = outcome.status === 'ready' ? 'media.ready' : 'media.failed'
    // Right behind: a file that was taken back, or that another one has settled, is no news.
    const event = inboxEventsIfChanged(ctx, [
      { type, version: 1, at: ctx.clock.now(), data: { mediaId, messageId, conversationId } },
    ])
    const { results } = await commitInboxChange(ctx, {
      statements: [settleCopy(ctx, mediaId, outcome), event.statement],
      conversationIds: [conversationId],
      messageIds: [messageId],
    })
    if ((results[0] as unknown[]).length > 0) await announceInboxEvents(ctx, [event.row])
  } catch (error) {
    // Not until its lease ends: the copy is there, what is missing is quick.
    await releaseCopy(ctx, mediaId, ctx.clock.now()).catch(() => {})
    throw error
  }
}
