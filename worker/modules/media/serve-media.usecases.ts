import type { SystemContext } from '../../shared/context'
import { isMediaUrlSigned } from '../../shared/media-url'
import { openOrganization } from '../../tenancy/organization-context'
import { mediaLinkInvalid, mediaNotFound, mediaRangeInvalid } from './media.errors'
import { findMedia } from './media.repository'
import { mediaPath } from './media-store.usecases'
import { dispositionOf, hasTag, parseRange, servedType } from './serving.models'

type ContentRequest = {
  link: { organizationId: string; mediaId: string; expiresAt: number; signature: string }
  wantsDownload: boolean
  range: string | undefined
  ifRange: string | undefined
  ifNoneMatch: string | undefined
  isHead: boolean
}
type Content = { status: 200 | 206 | 304; body: ReadableStream | null; headers: Record<string, string> }

/** Browsers may keep a file as long as its address is the same. */
const CACHE_CONTROL = 'private, max-age=3600'

/** @throws `media.link_invalid`, `media.not_found`, `media.range_invalid` */
export async function openContent(system: SystemContext, request: ContentRequest): Promise<Content> {
  const { link, range, ifRange } = request
  if (!isMediaUrlSigned(system.config, link, system.clock.now())) throw mediaLinkInvalid()
  const ctx = await openOrganization(system, link.organizationId)
  const row = ctx && (await findMedia(ctx, link.mediaId))
  if (!ctx || row?.status !== 'ready' || row.size === null) throw mediaNotFound()
  // A file never changes under its id.
  const etag = `"${row.id}"`
  const headers = {
    etag,
    'cache-control': CACHE_CONTROL,
    'accept-ranges': 'bytes',
    'content-type': servedType(row.mimeType),
    'content-disposition': dispositionOf(row, request.wantsDownload),
  }
  if (hasTag(request.ifNoneMatch, etag)) return { status: 304, body: null, headers }
  const { size } = row
  const isSame = ifRange === undefined || ifRange.trim() === etag
  const asked = isSame ? parseRange(range, size) : 'all'
  if (asked === 'invalid') throw mediaRangeInvalid({ headers: { 'content-range': `bytes */${size}` } })
  const isPart = asked !== 'all'
  const body = request.isHead ? null : await ctx.media.get(mediaPath(row.id), isPart ? { range: asked } : {})
  if (!request.isHead && !body) throw mediaNotFound()
  return {
    status: isPart ? 206 : 200,
    body: body?.body ?? null,
    headers: {
      ...headers,
      'content-length': String(isPart ? asked.length : size),
      ...(isPart && { 'content-range': `bytes ${asked.offset}-${asked.offset + asked.length - 1}/${size}` }),
    },
  }
}
