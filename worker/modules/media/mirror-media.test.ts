import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { describe, expect, inject, it } from 'vitest'
import { storeMedia } from '../../../simulator/core/media-store'
import type { Config } from '../../shared/config'
import { openShard } from '../../shared/db/shards'
import { Secret } from '../../shared/secret'
import { testClock } from '../../test/clock'
import { createOrganization } from '../../test/factories'
import { createConversation } from '../../test/inbox-factories'
import { createMedia, generated } from '../../test/media'
import { mediaContext } from '../../test/media-context'
import { createMeta } from '../../test/meta'
import { minute } from '../../test/minute'
import { withdrawMedia } from './inbound-media.usecases'
import { media } from './media.tables'
import { workOnMedia } from './media.usecases'

declare module 'vitest' {
  interface ProvidedContext {
    s3: { endpoint: string; bucket: string; key: string }
  }
}

const MB = 1024 * 1024
type Organization = Awaited<ReturnType<typeof createOrganization>>
const s3 = inject('s3')
const mirror = (values: Partial<NonNullable<Config['mirror']>> = {}): Config['mirror'] => ({
  ...{ endpoint: s3.endpoint, bucket: s3.bucket, region: 'eu-central-1', accessKeyId: s3.key },
  secretAccessKey: new Secret(s3.key),
  ...values,
})
function mirrored(organization: Organization, config = mirror(), fetch?: typeof globalThis.fetch) {
  const made = mediaContext(organization, fetch)
  return { ...made, ctx: { ...made.ctx, config: { ...made.ctx.config, mirror: config } } }
}
const rowOf = async (organization: Organization, id: string) => {
  const [row] = await openShard(env, organization.shard).select().from(media).where(eq(media.id, id))
  return row
}
/** What the S3 server has, asked for without our code. */
const inS3 = (organization: Organization, id: string) =>
  fetch(`${s3.endpoint}/${s3.bucket}/organizations/${organization.id}/media/${id}`)
const waiting = async (organization: Organization, values: Parameters<typeof createMedia>[1] = {}) =>
  createMedia(organization, {
    ...{ conversationId: (await createConversation(organization)).id, dueAt: testClock.now(), mimeType: 'image/jpeg' },
    ...values,
  })

describe('a file that arrived', () => {
  it('is announced at once, and copied to the mirror by a message of its own', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const number = await meta.phoneNumber(organization)
    const bytes = new TextEncoder().encode('a photo')
    const stored = storeMedia(meta.world, {
      numberId: meta.number.id,
      bytes,
      mimeType: 'image/jpeg',
      isFromCustomer: true,
    })
    const conversation = await createConversation(organization, { phoneNumberId: number.id })
    const { id } = await createMedia(organization, {
      ...{ status: 'pending', size: null, conversationId: conversation.id, messageId: 'msg_1' },
      ...{ phoneNumberId: number.id, metaMediaId: stored.id, dueAt: testClock.now(), mimeType: 'image/jpeg' },
    })
    const { ctx, sent } = mirrored(organization)
    await workOnMedia(ctx, { mediaId: id })
    expect(await rowOf(organization, id)).toMatchObject({
      status: 'ready',
      mirroredAt: null,
      dueAt: expect.any(Number),
    })
    expect((await inS3(organization, id)).status).toBe(404)
    expect(sent()).toEqual([{ organizationId: organization.id, mediaId: id }])
    await workOnMedia(ctx, { mediaId: id })
    expect(await rowOf(organization, id)).toMatchObject({
      ...{ status: 'ready', mirroredAt: expect.any(Number), dueAt: null, claimedUntil: null, attempts: 0 },
    })
    const copy = await inS3(organization, id)
    expect([copy.status, copy.headers.get('content-type'), await copy.text()]).toEqual([200, 'image/jpeg', 'a photo'])
  })

  it('is removed all the same when it was taken back while it was being mirrored', async () => {
    const organization = await createOrganization()
    const { id } = await waiting(organization)
    const { ctx } = mirrored(organization, mirror(), async (input, init) => {
      const answer = await fetch(input as string, init)
      const [first, ...more] = withdrawMedia(ctx, [id])
      await ctx.db.batch([first as never, ...more])
      return answer
    })
    await workOnMedia(ctx, { mediaId: id })
    await workOnMedia(ctx, { mediaId: id })
    expect(await rowOf(organization, id)).toBeUndefined()
    expect(await ctx.media.head(`media/${id}`)).toBeNull()
  })

  it('is not mirrored without a mirror, nor when it was uploaded here', async () => {
    const organization = await createOrganization()
    const { id } = await waiting(organization)
    await workOnMedia(mediaContext(organization).ctx, { mediaId: id })
    expect(await rowOf(organization, id)).toMatchObject({ dueAt: null, mirroredAt: null })
    const upload = await createMedia(organization, { dueAt: testClock.now() + 9e9 })
    await workOnMedia(mirrored(organization).ctx, { mediaId: upload.id })
    expect((await inS3(organization, upload.id)).status).toBe(404)
  })

  it('of 30 MB streams through, and every byte arrives', { timeout: 60_000 }, async () => {
    const organization = await createOrganization()
    const size = 30 * MB
    const hash = createHash('sha256')
    for await (const chunk of generated(size).stream) hash.update(chunk)
    const digest = hash.digest('hex')
    const { id } = await waiting(organization, { sha256: digest, size })
    const { ctx } = mirrored(organization)
    const { readable, writable } = new FixedLengthStream(size)
    await Promise.all([generated(size).stream.pipeTo(writable), ctx.media.put(`media/${id}`, readable)])
    await workOnMedia(ctx, { mediaId: id })
    const stored = createHash('sha256')
    for await (const chunk of (await inS3(organization, id)).body as ReadableStream<Uint8Array>) stored.update(chunk)
    expect(stored.digest('hex')).toBe(digest)
  })

  it('says its length and its digest, where it has one: S3 takes no chunked body', async () => {
    const organization = await createOrganization()
    const requests: Request[] = []
    const { ctx } = mirrored(organization, mirror(), async (input, init) => {
      const request = new Request(input, init)
      requests.push(request)
      await request.arrayBuffer()
      return new Response()
    })
    const sha256 = createHash('sha256').update('hello').digest('hex')
    for (const digest of [sha256, null])
      await workOnMedia(ctx, { mediaId: (await waiting(organization, { sha256: digest })).id })
    expect(requests.map(({ headers }) => headers.get('x-amz-content-sha256'))).toEqual([sha256, 'UNSIGNED-PAYLOAD'])
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=S3RVER\/\d{8}\/eu-central-1\/s3\/aws4_request/),
      expect.stringContaining('x-amz-content-sha256'),
    ])
  })
})

describe('a mirror that fails', () => {
  it.each([
    ['because the secret is wrong', mirror({ secretAccessKey: new Secret('wrong') }), undefined],
    ['because the bucket is not there', mirror({ bucket: 'nowhere' }), undefined],
    ['because nobody answers', mirror(), () => Promise.reject(new TypeError('connection refused'))],
    ['with an answer of its own', mirror(), async () => new Response('SlowDown', { status: 503 })],
    ['by sending us elsewhere', mirror(), async () => Response.redirect('https://evil.example/', 307)],
  ])('%s is asked again later, and the file is there all the same', async (_, config, fetch) => {
    const organization = await createOrganization()
    const { id } = await waiting(organization)
    const before = testClock.now()
    await workOnMedia(mirrored(organization, config, fetch).ctx, { mediaId: id })
    const row = await rowOf(organization, id)
    expect(row).toMatchObject({ status: 'ready', mirroredAt: null, claimedUntil: null, attempts: 1 })
    expect((row?.dueAt ?? 0) - before).toBeGreaterThanOrEqual(60_000)
    expect((await inS3(organization, id)).status).toBe(404)

    // The sweep finds it, and by then the mirror is well.
    const { ctx, sent } = mirrored(organization)
    testClock.advanceBy(90_000)
    await minute('* * * * *', { ...env, MEDIA: ctx.env.MEDIA } as Env)
    expect(sent()).toContainEqual({ organizationId: organization.id, mediaId: id })
    await workOnMedia(ctx, { mediaId: id })
    expect((await inS3(organization, id)).status).toBe(200)
  })

  it('waits longer each time', async () => {
    const organization = await createOrganization()
    const { id } = await waiting(organization)
    const { ctx } = mirrored(organization, mirror(), async () => new Response('', { status: 500 }))
    const delays: number[] = []
    for (let attempt = 0; attempt < 4; attempt++) {
      const before = testClock.now()
      await workOnMedia(ctx, { mediaId: id })
      delays.push(Math.round(((await rowOf(organization, id))?.dueAt ?? 0) - before) / 60_000)
    }
    expect(delays.map(Math.round)).toEqual([1, 2, 4, 8])
  })

  it('is asked by one at a time, and again when that one died', async () => {
    const organization = await createOrganization()
    const { id } = await waiting(organization)
    let puts = 0
    const { ctx } = mirrored(organization, mirror(), async (_input, init) => {
      puts++
      await new Response(init?.body as ReadableStream).arrayBuffer()
      return new Response()
    })
    await Promise.all([workOnMedia(ctx, { mediaId: id }), workOnMedia(ctx, { mediaId: id })])
    expect(puts).toBe(1)
    const other = await waiting(organization, { claimedUntil: testClock.now() + 60_000 })
    await workOnMedia(ctx, { mediaId: other.id })
    testClock.advanceBy(60_000)
    await workOnMedia(ctx, { mediaId: other.id })
    expect(puts).toBe(2)
  })
})
