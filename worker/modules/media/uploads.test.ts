import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { openShard } from '../../shared/db/shards'
import { createOrganizationBucket } from '../../shared/organization-bucket'
import { testClock } from '../../test/clock'
import { createApiKey, createMember, createOrganization } from '../../test/factories'
import { faults } from '../../test/faults'
import { send } from '../../test/harness'
import { createConversation, createMessage } from '../../test/inbox-factories'
import { chunkAt, createMedia, generated, sendBytes } from '../../test/media'
import { mediaContext } from '../../test/media-context'
import * as files from '../../test/media-files'
import { minute } from '../../test/minute'
import { media, mediaParts } from './media.tables'
import { workOnMedia } from './media.usecases'
import { requireSendableMedia, useMedia } from './outbound-media.usecases'

const MB = 1024 * 1024
const DAY = 86_400_000
type Member = Awaited<ReturnType<typeof createMember>>

let member: Member
beforeAll(async () => {
  member = await createMember({ role: 'agent' })
})
const rowsOf = ({ organization }: Member) =>
  openShard(env, organization.shard).select().from(media).where(eq(media.organizationId, organization.id))
const objectsOf = async ({ organization }: Member) =>
  (await createOrganizationBucket(env.BUCKET, organization.id).list('media/')).objects

type Upload = {
  body: Uint8Array<ArrayBuffer> | ReadableStream
  type?: string
  query?: string
  length?: number | null
  token?: string
}
const upload = ({ body, type = '', query = '', length, token = member.token }: Upload) => {
  const known = length === undefined ? (body instanceof Uint8Array ? body.byteLength : null) : length
  return sendBytes('POST', `/api/media${query}`, {
    token,
    body,
    headers: { ...(type && { 'content-type': type }), ...(known !== null && { 'content-length': String(known) }) },
  })
}

describe('a file that is uploaded', () => {
  it('is there, is what it is, and can be looked at', async () => {
    const bytes = files.padded(files.jpeg(), 200_000)
    const { status, body } = await upload({ body: bytes, type: 'image/jpeg', query: '?filename=Größe.jpg' })
    expect([status, body]).toEqual([
      201,
      {
        ...{ id: expect.stringMatching(/^med_/), status: 'ready', kind: 'image', mimeType: 'image/jpeg' },
        ...{ filename: 'Größe.jpg', size: 200_000, url: expect.any(String), failure: null, direction: 'outbound' },
        ...{ conversationId: null, messageId: null, createdAt: expect.any(String) },
      },
    ])
    const content = await sendBytes('GET', body.url)
    expect([content.status, content.bytes]).toEqual([200, bytes])
  })

  it('may come by API key, without a length, and in chunks of any size', async () => {
    const { key } = await createApiKey(member.organization.id, member.user.id)
    const head = files.pdf()
    for (const chunkBytes of [7, 5000, MB]) {
      const size = chunkBytes === 7 ? 200 : 20 * MB + 3
      const { stream } = generated(size, { chunkBytes, head })
      const { status, body } = await upload({ body: stream, token: key, length: chunkBytes === MB ? null : size })
      expect([status, body.size, body.mimeType]).toEqual([201, size, 'application/pdf'])
      const { bytes } = await sendBytes('GET', body.url)
      expect(bytes.length).toBe(size)
      for (let at = 0; at < size; at += chunkBytes) {
        const length = Math.min(chunkBytes, size - at)
        if (!Buffer.from(bytes.subarray(at, at + length)).equals(chunkAt(at, length, head))) expect.fail(`at ${at}`)
      }
    }
  }, 60_000)

  it('of 100 MB streams through', async () => {
    const { stream } = generated(100 * MB, { chunkBytes: MB, head: files.pdf() })
    const { status, body } = await upload({ body: stream, length: 100 * MB })
    expect([status, body.size]).toEqual([201, 100 * MB])
  }, 60_000)
})

describe('what WhatsApp would not take is refused, and leaves nothing', () => {
  const tiny = files.text('x')
  it.each<[string, () => Upload, number, string, string]>([
    ['101 MB that say so', () => ({ body: tiny, length: 101 * MB }), 413, 'media.too_large', 'this one has 101 MB'],
    [
      '101 MB that do not say so',
      () => ({ body: generated(101 * MB, { chunkBytes: MB, head: files.pdf() }).stream }),
      413,
      'media.too_large',
      'too large for WhatsApp',
    ],
    [
      'an image of 6 MB that says so',
      () => ({ body: tiny, length: 6 * MB, query: '?kind=image' }),
      413,
      'media.too_large',
      'An image may have at most 5 MB; this one has 6 MB.',
    ],
    [
      'an image of 6 MB that does not say what it is',
      () => ({ body: generated(6 * MB, { head: files.jpeg() }).stream, length: 6 * MB }),
      413,
      'media.too_large',
      'An image may have at most 5 MB',
    ],
    [
      'an image of 6 MB that says nothing at all',
      () => ({ body: generated(6 * MB, { head: files.jpeg() }).stream }),
      413,
      'media.too_large',
      'too large for WhatsApp',
    ],
    [
      'an archive that calls itself a picture',
      () => ({ body: files.zip(), type: 'image/jpeg', query: '?filename=cat.jpg&kind=image' }),
      415,
      'media.type_not_accepted',
      'its contents are application/zip',
    ],
    [
      'a page',
      () => ({ body: files.text('<script>1</script>'), type: 'text/html' }),
      415,
      'media.type_not_accepted',
      '',
    ],
    ['a wrong sticker', () => ({ body: files.webp({ width: 100 }) }), 400, 'media.not_sendable', '512 × 512'],
    ['a stereo voice note', () => ({ body: files.oggOpus({ channels: 2 }) }), 400, 'media.not_sendable', 'mono'],
    ['nothing', () => ({ body: new Uint8Array(), type: 'text/plain' }), 400, 'media.incomplete', 'empty'],
    ['a kind that is none', () => ({ body: tiny, query: '?kind=gif' }), 400, 'request.invalid', ''],
    [
      'fewer bytes than it says',
      () => ({ body: generated(90_000, { head: files.pdf() }).stream, length: 100_000 }),
      400,
      'media.incomplete',
      'did not arrive completely',
    ],
    [
      'more bytes than it says',
      () => ({ body: generated(110_000, { head: files.pdf() }).stream, length: 100_000 }),
      400,
      'media.incomplete',
      'did not arrive completely',
    ],
  ])(
    '%s',
    async (_, request, status, code, sentence) => {
      const own = await createMember({ role: 'agent' })
      const answer = await upload({ ...request(), token: own.token })
      expect([answer.status, answer.body.error.code]).toEqual([status, code])
      expect(answer.body.error.message).toContain(sentence)
      expect(answer.body.error.requestId).toMatch(/^req_/)
      expect(await rowsOf(own)).toEqual([])
      expect(await objectsOf(own)).toEqual([])
    },
    60_000,
  )

  it('a body that breaks off', async () => {
    const own = await createMember({ role: 'agent' })
    let pulls = 0
    const body = new ReadableStream({
      pull(controller) {
        if (pulls++ < 3) controller.enqueue(files.padded(files.pdf(), 50_000))
        else controller.error(new Error('the browser was closed'))
      },
    })
    const answer = await upload({ body, length: 10 * MB, token: own.token })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'media.incomplete'])
    expect([await rowsOf(own), await objectsOf(own)]).toEqual([[], []])
  })

  it('and its refusal needs no reading: a stream of 101 MB is not begun', async () => {
    const { stream, state } = generated(101 * MB)
    expect((await upload({ body: stream, length: 101 * MB })).status).toBe(413)
    expect(state.produced).toBe(0)
  })
})

describe('the door for files', () => {
  it('is closed to those without a credential before anything is read', async () => {
    const { stream, state } = generated(50 * MB)
    const answer = await sendBytes('POST', '/api/media', { body: stream })
    expect([answer.status, answer.body.error.code, state.produced]).toEqual([401, 'auth.credential_missing', 0])
  })

  it('is the only one that takes more than 1 MB, or anything but JSON', async () => {
    const { token } = member
    for (const [method, path] of [
      ['POST', '/api/media/uploads'],
      ['PUT', '/api/media'],
      ['POST', '/api/organizations'],
      ['POST', '/api/media/x'],
    ] as const) {
      const file = await sendBytes(method, path, {
        token,
        body: files.pdf(),
        headers: { 'content-type': 'application/pdf' },
      })
      expect([path, file.status]).toEqual([path, 415])
      const large = await sendBytes(method, path, {
        token,
        body: new Uint8Array(2 * MB),
        headers: { 'content-type': 'application/json', 'content-length': String(2 * MB) },
      })
      expect([path, large.status]).toEqual([path, 413])
    }
  })
})

describe('an upload that dies', () => {
  it('at any point leaves nothing that a day later is still there', async () => {
    const own = await createMember({ role: 'agent' })
    const attempt = () => upload({ body: files.padded(files.pdf(), 100_000), token: own.token })
    const operations = 12
    let kills = 0
    for (let at = 0; at < operations; at++)
      for (const when of ['before', 'after'] as const) {
        faults.killNext(at, when)
        if ((await attempt()).status === 500) kills++
        faults.stop()
      }
    expect(kills).toBeGreaterThan(5)
    const ready = (await rowsOf(own)).filter(({ status }) => status === 'ready')
    testClock.advanceBy(DAY + 1)
    await sweep(own)
    expect(ready.length).toBeGreaterThan(0)
    expect(await rowsOf(own)).toEqual([])
    expect(await objectsOf(own)).toEqual([])
  })
})

/** What the sweep and the queue do, in the test's own time. */
async function sweep({ organization }: Member): Promise<void> {
  const { ctx, sent } = mediaContext(organization)
  await minute('* * * * *', { ...env, MEDIA: ctx.env.MEDIA } as Env)
  for (const message of sent()) if (message.organizationId === organization.id) await workOnMedia(ctx, message)
}

describe('an upload that no message uses', () => {
  it('is removed after a day, and not before', async () => {
    const own = await createMember({ role: 'agent' })
    const { body } = await upload({ body: files.pdf(), token: own.token })
    testClock.advanceBy(DAY - 1000)
    await sweep(own)
    expect(await rowsOf(own)).toHaveLength(1)
    testClock.advanceBy(2000)
    await sweep(own)
    expect([await rowsOf(own), await objectsOf(own)]).toEqual([[], []])
    expect((await send('GET', `/api/media/${body.id}`, { token: (await sessionOf(own)).token })).status).toBe(404)
  })

  it('stays when a message has it: tied in its batch, about to be, or waiting to be sent', async () => {
    const own = await createMember({ role: 'agent' })
    const { ctx } = mediaContext(own.organization)
    const conversation = await createConversation(own.organization)
    const bring = async () => (await upload({ body: files.pdf(), token: own.token })).body.id as string
    const [tied, checked, waiting, unused] = [await bring(), await bring(), await bring(), await bring()]
    const message = await createMessage(own.organization, conversation, { direction: 'outbound' })
    await ctx.db.batch(useMedia(ctx, [tied], { conversationId: conversation.id, messageId: message.id }) as never)
    await createMessage(own.organization, conversation, {
      ...{ direction: 'outbound', type: 'document', content: { type: 'document', mediaId: waiting }, dueAt: 9e15 },
    })
    testClock.advanceBy(DAY - 1000)
    await requireSendableMedia(ctx, checked, 'document')
    testClock.advanceBy(2000)
    await sweep(own)
    const left = await rowsOf(own)
    expect(left.map(({ id }) => id).sort()).toEqual([tied, checked, waiting].sort())
    expect(left.find(({ id }) => id === tied)).toMatchObject({
      ...{ dueAt: null, conversationId: conversation.id, messageId: message.id },
    })
    expect(await objectsOf(own)).toHaveLength(3)
    expect((await rowsOf(own)).map(({ id }) => id)).not.toContain(unused)
    // Tied once, it stays with its first message.
    await ctx.db.batch(useMedia(ctx, [tied], { conversationId: 'con_other', messageId: 'msg_other' }) as never)
    expect((await rowsOf(own)).find(({ id }) => id === tied)?.messageId).toBe(message.id)
    expect(useMedia(ctx, [], { conversationId: 'con_1', messageId: 'msg_1' })).toEqual([])
  })

  it('is not tied by a neighbour, nor used by one', async () => {
    const own = await createMember({ role: 'agent' })
    const { body } = await upload({ body: files.pdf(), token: own.token })
    const { ctx } = mediaContext(await createOrganization())
    await ctx.db.batch(useMedia(ctx, [body.id], { conversationId: 'con_1', messageId: 'msg_1' }) as never)
    expect(await rowsOf(own)).toMatchObject([{ conversationId: null, messageId: null, dueAt: expect.any(Number) }])
    await expect(requireSendableMedia(ctx, body.id, 'document')).rejects.toMatchObject({ code: 'media.not_found' })
  })
})
const sessionOf = (own: Member) => createMember({ organization: own.organization, role: 'agent' })

describe('a file that comes in parts', () => {
  const PART = 8 * MB
  const size = 2 * PART + 1000
  const head = files.pdf()
  const start = (values: object = {}, token = member.token) =>
    send('POST', '/api/media/uploads', {
      token,
      body: { filename: 'plan.pdf', mimeType: 'application/pdf', kind: 'document', size, ...values },
    })
  const part = (id: string, partNumber: number, length = partNumber === 3 ? 1000 : PART, token = member.token) =>
    sendBytes('PUT', `/api/media/uploads/${id}/parts/${partNumber}`, {
      token,
      body: chunkAt((partNumber - 1) * PART, length, head),
      headers: { 'content-length': String(length) },
    })
  const complete = (id: string, token = member.token) => send('POST', `/api/media/uploads/${id}/complete`, { token })

  it('goes on after an interruption, in any order, and is one file', async () => {
    const { status, body: begun } = await start()
    expect([status, begun]).toEqual([
      201,
      { id: begun.id, size, partSize: PART, partCount: 3, arrived: [], expiresAt: expect.any(String) },
    ])
    expect((await part(begun.id, 3)).body).toEqual({ partNumber: 3 })
    expect((await part(begun.id, 1)).status).toBe(200)
    const early = await complete(begun.id)
    expect([early.status, early.body.error]).toMatchObject([
      409,
      { code: 'media.upload_incomplete', details: { missing: [2] } },
    ])
    expect((await send('GET', `/api/media/uploads/${begun.id}`, { token: member.token })).body.arrived).toEqual([1, 3])
    await part(begun.id, 2)
    await part(begun.id, 2)
    const { body: whole } = await complete(begun.id)
    expect(whole).toMatchObject({ id: begun.id, status: 'ready', kind: 'document', size, filename: 'plan.pdf' })
    // The answer was lost: asked again, it is the same.
    expect((await complete(begun.id)).body).toEqual(whole)
    const { bytes } = await sendBytes('GET', whole.url)
    for (const [number, length] of [
      [0, PART],
      [1, PART],
      [2, 1000],
    ] as const)
      expect(
        Buffer.from(bytes.subarray(number * PART, number * PART + length)).equals(chunkAt(number * PART, length, head)),
      ).toBe(true)
    expect((await part(begun.id, 1)).status).toBe(404)
  }, 60_000)

  it('is brought by one person: a colleague neither adds to it nor ends it', async () => {
    const colleague = await sessionOf(member)
    const { body } = await start({ size: 1000 })
    const answers = [
      await part(body.id, 1, 1000, colleague.token),
      await complete(body.id, colleague.token),
      await send('DELETE', `/api/media/uploads/${body.id}`, { token: colleague.token }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    expect((await part(body.id, 1, 1000)).status).toBe(200)
    expect((await complete(body.id)).status).toBe(200)
  })

  it('has parts of its own number and length', async () => {
    const { body } = await start({ size: 1000 })
    const answers = [
      await part(body.id, 2, 10),
      await part(body.id, 1, 999),
      await part(body.id, 1, 1001),
      await sendBytes('PUT', `/api/media/uploads/${body.id}/parts/1`, {
        token: member.token,
        body: generated(999).stream,
      }),
    ]
    expect(answers.map((answer) => [answer.status, answer.body.error.code])).toEqual(
      answers.map(() => [400, 'media.incomplete']),
    )
    expect(answers[1]?.body.error.message).toBe('Part 1 of this file has 1000 bytes.')
    for (const number of ['0', '-1', 'x', '10001'])
      expect(
        (await sendBytes('PUT', `/api/media/uploads/${body.id}/parts/${number}`, { token: member.token, body: head }))
          .status,
      ).toBe(400)
    expect((await send('GET', `/api/media/uploads/${body.id}`, { token: member.token })).body.arrived).toEqual([])
  })

  it('is refused before it comes when it is too large, and when it turns out to be something else', async () => {
    const own = await createMember({ role: 'agent' })
    const large = await start({ size: 101 * MB }, own.token)
    expect([large.status, large.body.error.code]).toEqual([413, 'media.too_large'])
    expect((await start({ size: 17 * MB, kind: 'video' }, own.token)).status).toBe(413)
    expect((await start({ size: 0 }, own.token)).status).toBe(400)
    const { body } = await start({ size: 1000, kind: 'image', mimeType: 'image/jpeg' }, own.token)
    await part(body.id, 1, 1000, own.token)
    const answer = await complete(body.id, own.token)
    expect([answer.status, answer.body.error.code]).toEqual([415, 'media.type_not_accepted'])
    expect([await rowsOf(own), await objectsOf(own)]).toEqual([[], []])
    expect((await complete(body.id, own.token)).status).toBe(404)
  })

  it('is finished by a second call when the first one died between the bucket and the database', async () => {
    const { body } = await start({ size: 1000 })
    await part(body.id, 1, 1000)
    const bucket = createOrganizationBucket(env.BUCKET, member.organization.id)
    const [row] = (await rowsOf(member)).filter(({ id }) => id === body.id)
    const [{ etag } = { etag: '' }] = await openShard(env, member.organization.shard)
      .select()
      .from(mediaParts)
      .where(eq(mediaParts.mediaId, body.id))
    await (await bucket.resumeParts(`media/${body.id}`, row?.uploadId ?? '')).complete([{ partNumber: 1, etag }])
    expect((await complete(body.id)).body).toMatchObject({ status: 'ready', size: 1000 })
  })

  it('can be given up, by whoever began it', async () => {
    const own = await createOrganization({ agentVisibility: 'own' })
    const agent = await createMember({ organization: own, role: 'agent' })
    const colleague = await createMember({ organization: own, role: 'agent' })
    const { body } = await start({ size: 1000 }, agent.token)
    await part(body.id, 1, 1000, agent.token)
    expect((await send('DELETE', `/api/media/uploads/${body.id}`, { token: colleague.token })).status).toBe(404)
    expect((await part(body.id, 1, 1000, colleague.token)).status).toBe(404)
    expect((await send('DELETE', `/api/media/uploads/${body.id}`, { token: agent.token })).status).toBe(204)
    expect(await rowsOf(agent)).toEqual([])
    expect((await send('DELETE', `/api/media/uploads/${body.id}`, { token: agent.token })).status).toBe(404)
  })

  it('and is never finished is removed after a day, with its parts', async () => {
    const own = await createMember({ role: 'agent' })
    const { body } = await start({ size: 1000 }, own.token)
    await part(body.id, 1, 1000, own.token)
    const [row] = await rowsOf(own)
    testClock.advanceBy(DAY + 1)
    await sweep(own)
    expect(await rowsOf(own)).toEqual([])
    const upload = await createOrganizationBucket(env.BUCKET, own.organization.id).resumeParts(
      `media/${body.id}`,
      row?.uploadId ?? '',
    )
    await expect(upload.complete([{ partNumber: 1, etag: 'x' }])).rejects.toThrow()
    const parts = await openShard(env, own.organization.shard).select().from(mediaParts)
    expect(parts.filter(({ mediaId }) => mediaId === body.id)).toEqual([])
  })
})

describe('a file for a message', () => {
  it('has to be here, of the right kind, and not too large', async () => {
    const own = await createOrganization()
    const { ctx } = mediaContext(own)
    const refusal = async (
      values: Parameters<typeof createMedia>[1],
      kind: Parameters<typeof requireSendableMedia>[2],
    ) => {
      const { id } = await createMedia(own, values)
      return requireSendableMedia(ctx, id, kind).then(
        (row) => row.id === id,
        (error: { code: string; message: string }) => [error.code, error.message],
      )
    }
    expect(await refusal({ mimeType: 'application/pdf' }, 'document')).toBe(true)
    expect(await refusal({ kind: 'image', mimeType: 'image/jpeg', conversationId: 'con_1' }, 'image')).toBe(true)
    expect(await refusal({ kind: 'audio', mimeType: 'audio/ogg; codecs=opus' }, 'voice')).toBe(true)
    expect(await refusal({ kind: 'audio', mimeType: 'audio/mpeg' }, 'voice')).toEqual([
      'media.not_sendable',
      expect.stringContaining('Opus'),
    ])
    expect(await refusal({ mimeType: 'application/pdf' }, 'image')).toEqual([
      'media.not_sendable',
      'An image is a JPEG or PNG file.',
    ])
    expect(await refusal({ mimeType: 'video/mp4', size: 20 * MB }, 'video')).toEqual([
      'media.not_sendable',
      expect.stringContaining('at most 16 MB'),
    ])
    expect(await refusal({ status: 'pending', size: null }, 'document')).toEqual([
      'media.not_ready',
      expect.any(String),
    ])
    expect(await refusal({ status: 'failed', failure: 'It was lost.' }, 'document')).toEqual([
      'media.not_found',
      'It was lost.',
    ])
    await expect(requireSendableMedia(ctx, 'med_none', 'image')).rejects.toMatchObject({ code: 'media.not_found' })
  })
})
