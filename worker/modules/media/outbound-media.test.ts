import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { openShard } from '../../shared/db/shards'
import { testClock } from '../../test/clock'
import { createOrganization } from '../../test/factories'
import { createMedia, generated } from '../../test/media'
import { mediaContext } from '../../test/media-context'
import * as files from '../../test/media-files'
import { createMeta, type Meta } from '../../test/meta'
import { minute } from '../../test/minute'
import { GraphError } from '../../whatsapp/graph.errors'
import { media, mediaParts, mediaUploads } from './media.tables'
import { forgetMetaMedia, metaMediaIdsFor, requireSendableMedia, useMedia } from './outbound-media.usecases'
import { putPart } from './uploads.repository'

const DAY = 86_400_000
const MB = 1024 * 1024
const uploadsAt = (meta: Meta) => meta.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/media'))

async function setUp(options: Parameters<typeof createMeta>[0] = {}) {
  const meta = createMeta(options)
  const organization = await createOrganization()
  const number = await meta.phoneNumber(organization)
  return { meta, organization, number, ...mediaContext(organization) }
}

describe('a file that is sent', () => {
  it('is uploaded to Meta as it is, with its type and name', async () => {
    const { meta, organization, number, ctx } = await setUp()
    const bytes = files.padded(files.pdf(), 70_000)
    const file = await createMedia(organization, { bytes, filename: 'Angebot „Größe“\r\n.pdf' })
    const found = await metaMediaIdsFor(ctx, number, [file.id])
    const metaId = found.get(file.id) ?? ''
    expect(meta.world.state.media[metaId]).toMatchObject({ mimeType: 'application/pdf', size: 70_000 })
    expect(meta.world.state.media[metaId]?.filename).toContain('Angebot')
    expect(Buffer.from(meta.world.bytes.get(metaId) ?? []).equals(Buffer.from(bytes))).toBe(true)
  })

  it('is uploaded once for each number, until Meta forgets it', async () => {
    const { meta, organization, number, ctx } = await setUp({ numbers: 2 })
    const other = await meta.phoneNumber(organization, { number: meta.numbers[1] as never })
    const { id } = await createMedia(organization, { bytes: files.pdf() })
    const first = await metaMediaIdsFor(ctx, number, [id])
    expect(await metaMediaIdsFor(ctx, number, [id, id])).toEqual(first)
    expect(uploadsAt(meta)).toHaveLength(1)
    expect((await metaMediaIdsFor(ctx, other, [id])).get(id)).not.toBe(first.get(id))
    expect(uploadsAt(meta)).toHaveLength(2)
    testClock.advanceBy(29 * DAY - 1000)
    expect(await metaMediaIdsFor(ctx, number, [id])).toEqual(first)
    testClock.advanceBy(2000)
    const renewed = await metaMediaIdsFor(ctx, number, [id])
    expect(renewed.get(id)).not.toBe(first.get(id))
    expect(uploadsAt(meta)).toHaveLength(3)
    // Forgotten by Meta before its time: the next one is new.
    await forgetMetaMedia(ctx, number.id, [id])
    expect((await metaMediaIdsFor(ctx, number, [id])).get(id)).not.toBe(renewed.get(id))
    expect(await metaMediaIdsFor(ctx, number, [])).toEqual(new Map())
  })

  it('is remembered no longer than Meta knows it, nor are parts of what is finished', async () => {
    const { organization, number, ctx } = await setUp()
    const [sent, brought, whole] = [
      await createMedia(organization, { bytes: files.pdf() }),
      await createMedia(organization, { bytes: files.pdf(), status: 'pending', uploadId: 'upload' }),
      await createMedia(organization, { bytes: files.pdf() }),
    ]
    for (const { id } of [brought, whole]) await putPart(ctx, { mediaId: id, partNumber: 1, etag: 'e', size: 1 })
    await metaMediaIdsFor(ctx, number, [sent.id])
    const uploads = () => ctx.db.select(mediaUploads)
    await minute('0 3 * * *')
    expect(await uploads()).toHaveLength(1)
    expect((await ctx.db.select(mediaParts)).map(({ mediaId }) => mediaId)).toEqual([brought.id])
    testClock.advanceBy(29 * DAY)
    await minute('0 3 * * *')
    expect(await uploads()).toEqual([])
  })

  it('can be wanted by two messages at the same time', async () => {
    const { organization, ctx } = await setUp()
    const { id } = await createMedia(organization, { bytes: files.pdf(), dueAt: testClock.now() + DAY })
    /** Another message is stored between this one's look at the file and its wish to keep it. */
    const late = Object.create(ctx.db, {
      update: {
        value: (...values: Parameters<typeof ctx.db.update>) => ({
          returning: async (fields: never) => {
            const [use] = useMedia(ctx, [id], { conversationId: 'con_1', messageId: 'msg_1' })
            await ctx.db.batch([use as never])
            return ctx.db.update(...values).returning(fields)
          },
        }),
      },
      selectFields: { value: ctx.db.selectFields.bind(ctx.db) },
      select: { value: ctx.db.select.bind(ctx.db) },
    }) as typeof ctx.db
    expect(await requireSendableMedia({ ...ctx, db: late }, id, 'document')).toMatchObject({ id })
    const [row] = await openShard(env, organization.shard).select().from(media).where(eq(media.id, id))
    expect(row).toMatchObject({ status: 'ready', dueAt: null, messageId: 'msg_1' })
  })

  it('counts as used from then on', async () => {
    const { organization, number, ctx } = await setUp()
    const file = await createMedia(organization, { bytes: files.pdf(), dueAt: testClock.now() + DAY })
    await metaMediaIdsFor(ctx, number, [file.id])
    const [row] = await openShard(env, organization.shard).select().from(media).where(eq(media.id, file.id))
    expect(row?.dueAt).toBeNull()
  })

  it('several of them, and one that a customer sent', async () => {
    const { meta, organization, number, ctx } = await setUp()
    const theirs = await createMedia(organization, {
      bytes: files.jpeg(),
      mimeType: 'image/jpeg',
      conversationId: 'con_1',
    })
    const ours = await createMedia(organization, { bytes: files.png(), mimeType: 'image/png' })
    const found = await metaMediaIdsFor(ctx, number, [theirs.id, ours.id])
    expect([theirs, ours].map(({ id }) => meta.world.state.media[found.get(id) ?? '']?.mimeType)).toEqual([
      'image/jpeg',
      'image/png',
    ])
  })

  it('twice at the same time gives two that Meta knows both', async () => {
    const { meta, organization, number, ctx } = await setUp()
    const { id } = await createMedia(organization, { bytes: files.pdf() })
    const found = await Promise.all([1, 2].map(() => metaMediaIdsFor(ctx, number, [id])))
    for (const ids of found) expect(meta.world.state.media[ids.get(id) ?? '']).toBeDefined()
    const rows = await openShard(env, organization.shard)
      .select()
      .from(mediaUploads)
      .where(eq(mediaUploads.mediaId, id))
    expect(rows).toHaveLength(1)
    expect(found.map((ids) => ids.get(id))).toContain(rows[0]?.metaMediaId)
  })

  it('is not there: then neither is the message', async () => {
    const { organization, number, ctx } = await setUp()
    const pending = await createMedia(organization, { status: 'pending', size: null })
    const lost = await createMedia(organization)
    await ctx.media.delete(`media/${lost.id}`)
    const neighbours = await createMedia(await createOrganization())
    for (const id of ['med_none', pending.id, lost.id, neighbours.id])
      await expect(metaMediaIdsFor(ctx, number, [id])).rejects.toMatchObject({ code: 'media.not_found' })
  })

  it('that Meta refuses fails with Meta’s reason, and is not remembered', async () => {
    const { organization, number, ctx } = await setUp()
    const { id } = await createMedia(organization, { mimeType: 'application/zip' })
    await expect(metaMediaIdsFor(ctx, number, [id])).rejects.toBeInstanceOf(GraphError)
    expect(
      await openShard(env, organization.shard).select().from(mediaUploads).where(eq(mediaUploads.mediaId, id)),
    ).toEqual([])
  })

  it('of 100 MB never lies in memory: a slow Meta slows the bucket down', { timeout: 60_000 }, async () => {
    const organization = await createOrganization()
    const number = await createMeta().phoneNumber(organization)
    const size = 100 * MB
    const { id } = await createMedia(organization, { size })
    const source = generated(size, { chunkBytes: MB })
    const bucket = { get: async () => ({ body: source.stream, size }) }
    let consumed = 0
    let most = 0
    let length: string | null = null
    const slowMeta = async (_input: RequestInfo | URL, init?: RequestInit) => {
      let turns = 0
      const body = init?.body as ReadableStream<Uint8Array>
      for await (const chunk of body) {
        if (turns++ % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
        most = Math.max(most, source.state.produced - consumed)
        consumed += chunk.byteLength
      }
      length = new Headers(init?.headers).get('content-type')
      return Response.json({ id: '1' })
    }
    const { ctx } = mediaContext(organization, slowMeta as typeof fetch, { ...env, BUCKET: bucket } as unknown as Env)
    expect(await metaMediaIdsFor(ctx, number, [id])).toEqual(new Map([[id, '1']]))
    expect(length).toMatch(/^multipart\/form-data; boundary=/)
    expect(consumed).toBeGreaterThan(size)
    expect(consumed).toBeLessThan(size + 2000)
    expect(most / MB).toBeLessThanOrEqual(2)
  })
})
