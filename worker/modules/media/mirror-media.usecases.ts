import { AwsV4Signer } from 'aws4fetch'
import { MINUTE } from '../../shared/clock'
import type { Config } from '../../shared/config'
import type { OrganizationContext } from '../../shared/context'
import { mirrorDelay } from './inbound-media.models'
import { claimMedia, type MediaRow, settleMirror } from './media.repository'
import { mediaPath, pipeInto } from './media-store.usecases'

const LEASE = 6 * MINUTE
const TIMEOUT = 5 * MINUTE

/** Copies a file to the S3 bucket of the settings as well. One that fails is tried again later, and holds nothing up. */
export async function mirrorMedia(ctx: OrganizationContext, { id }: Pick<MediaRow, 'id'>): Promise<void> {
  const { mirror } = ctx.config
  if (!mirror) return settleMirror(ctx, id, { dueAt: null })
  const now = ctx.clock.now()
  const row = await claimMedia(ctx, { id, status: 'ready', now, until: now + LEASE })
  if (!row) return
  try {
    await copyOut(ctx, mirror, row)
    await settleMirror(ctx, id, { mirroredAt: ctx.clock.now(), dueAt: null, attempts: 0 })
  } catch (error) {
    ctx.log.warn('a file was not mirrored', { mediaId: id, attempt: row.attempts, error })
    await settleMirror(ctx, id, { dueAt: ctx.clock.now() + mirrorDelay(row.attempts) })
  }
}

/** Takes a copy out of the S3 bucket of the settings. One that is not there is no error. @throws what can be tried again */
export async function removeMirrored(ctx: OrganizationContext, { id }: Pick<MediaRow, 'id'>): Promise<void> {
  const { mirror } = ctx.config
  if (!mirror) return
  const { url, headers } = await new AwsV4Signer({
    method: 'DELETE',
    url: `${mirror.endpoint}/${mirror.bucket}/${ctx.media.keyOf(mediaPath(id))}`,
    accessKeyId: mirror.accessKeyId,
    secretAccessKey: mirror.secretAccessKey.reveal(),
    service: 's3',
    region: mirror.region,
  }).sign()
  const signal = AbortSignal.timeout(TIMEOUT)
  const response = await ctx.fetch(url.href, { method: 'DELETE', headers, redirect: 'manual', signal })
  const answer = await response.text()
  if (!response.ok && response.status !== 404)
    throw new Error(`the mirror answered ${response.status}: ${answer.slice(0, 300)}`)
}

async function copyOut(ctx: OrganizationContext, mirror: NonNullable<Config['mirror']>, row: MediaRow): Promise<void> {
  const path = mediaPath(row.id)
  const object = await ctx.media.get(path)
  if (!object) throw new Error('the bucket does not have it')
  // Dated by the real clock, which is the store's: ours may have been moved.
  const signed = await new AwsV4Signer({
    method: 'PUT',
    url: `${mirror.endpoint}/${mirror.bucket}/${ctx.media.keyOf(path)}`,
    headers: {
      'content-type': row.mimeType,
      // With the digest the store checks what arrives; without one it would have to be read twice to sign it.
      'x-amz-content-sha256': row.sha256 ?? 'UNSIGNED-PAYLOAD',
    },
    accessKeyId: mirror.accessKeyId,
    secretAccessKey: mirror.secretAccessKey.reveal(),
    service: 's3',
    region: mirror.region,
  }).sign()
  // S3 takes no chunked body: the length has to be known.
  await pipeInto({ rest: object.body }, object.size, (readable) => put(ctx, signed, readable))
}

type Signed = Awaited<ReturnType<AwsV4Signer['sign']>>
async function put(ctx: OrganizationContext, { url, headers }: Signed, body: ReadableStream): Promise<void> {
  const response = await ctx.fetch(url.href, {
    method: 'PUT',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(`the mirror answered ${response.status}: ${answer.slice(0, 300)}`)
}
