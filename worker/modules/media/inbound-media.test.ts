import { env } from 'cloudflare:workers'
import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, it } from 'vitest'
import { mediaUrl as metaUrl, removeMedia, storeMedia } from '../../../simulator/core/media-store'
import { phoneNumbers } from '../../shared/db/directory.tables'
import { shardOutbox } from '../../shared/db/shard.tables'
import { openShard } from '../../shared/db/shards'
import { testClock } from '../../test/clock'
import { createMember, createOrganization } from '../../test/factories'
import { faults, Invocation, Killed } from '../../test/faults'
import { send, until } from '../../test/harness'
import { createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { watch } from '../../test/instrument'
import { createMedia, generated, sendBytes } from '../../test/media'
import { mediaContext } from '../../test/media-context'
import { createMeta, type Meta } from '../../test/meta'
import { minute } from '../../test/minute'
import { repairDuring, standingOf } from '../../test/repaired-number'
import { loadMessages } from '../inbox/inbox.usecases'
import { mediaQueue, newInboundMedia, withdrawMedia } from './inbound-media.usecases'
import { mediaSubscriber } from './media.subscriber'
import { media } from './media.tables'
import { workOnMedia } from './media.usecases'
import { useMedia } from './outbound-media.usecases'

const MINUTE = 60_000
const DAY = 86_400_000
const MB = 1024 * 1024
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
type Organization = Awaited<ReturnType<typeof createOrganization>>

/** A message of a customer whose file Meta has, as ingestion leaves it; and the bytes. */
async function received(
  organization: Organization,
  meta: Meta,
  {
    bytes = new TextEncoder().encode(`a photo ${Math.random()}`),
    sha256 = digestOf(bytes).toString('base64') as string | null,
  } = {},
) {
  const number = await meta.phoneNumber(organization).catch(async () => numberOf(organization))
  const stored = storeMedia(meta.world, {
    numberId: meta.number.id,
    bytes,
    mimeType: 'image/jpeg',
    isFromCustomer: true,
  })
  const conversation = await createConversation(organization, { phoneNumberId: number.id })
  const row = await pendingFile(organization, conversation, { metaMediaId: stored.id, sha256 })
  return { ...row, stored, bytes, number, url: () => metaUrl(meta.world, stored.id) }
}
const numberOf = async ({ id }: Organization) => {
  const [row] = await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.organizationId, id))
  if (!row) throw new Error('no number')
  return row
}

async function pendingFile(
  organization: Organization,
  conversation: { id: string; phoneNumberId: string },
  { metaMediaId = '1', sha256 = null as string | null } = {},
) {
  const message = await createMessage(organization, conversation, {
    type: 'image',
    content: { type: 'image', mediaId: 'med_later' },
    text: null,
  })
  const row = newInboundMedia(
    { clock: testClock },
    {
      ...{ messageId: message.id, conversationId: conversation.id, phoneNumberId: conversation.phoneNumberId },
      kind: 'image',
      media: { metaMediaId, mimeType: 'image/jpeg', sha256, url: null, filename: null },
    },
  )
  await createMedia(organization, { ...row, size: null })
  const shard = openShard(env, organization.shard)
  await shard.run(`UPDATE messages SET media_id = '${row.id}' WHERE id = '${message.id}'`)
  return { mediaId: row.id, messageId: message.id, conversationId: conversation.id }
}

const rowOf = async (organization: Organization, id: string) => {
  const [row] = await openShard(env, organization.shard).select().from(media).where(eq(media.id, id))
  if (!row) throw new Error(`no file ${id}`)
  return row
}
const eventsOf = async ({ id, shard }: Organization) =>
  (await openShard(env, shard).select().from(shardOutbox).where(eq(shardOutbox.organizationId, id))).flatMap(
    ({ event }) => (event as unknown as { events: { type: string; data: unknown }[] }).events,
  )

describe('a file that a customer sent', () => {
  it('is copied from the webhook’s address, checked, and fills its message in', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const file = await received(organization, meta)
    const { ctx } = mediaContext(organization)
    await workOnMedia(ctx, { mediaId: file.mediaId, url: file.url() })
    expect(meta.calls.map(({ path }) => path)).toEqual(['/whatsapp_business/attachments/'])
    expect(await rowOf(organization, file.mediaId)).toMatchObject({
      ...{ status: 'ready', size: file.bytes.length, sha256: digestOf(file.bytes).toString('hex') },
      ...{ dueAt: null, claimedUntil: null, failure: null },
    })
    const object = await ctx.media.get(`media/${file.mediaId}`)
    expect(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(file.bytes)
    const [message] = await loadMessages(ctx, [file.messageId])
    expect(message?.media).toMatchObject({
      id: file.mediaId,
      status: 'ready',
      url: expect.stringContaining('signature='),
    })
    const { mediaId, messageId, conversationId } = file
    expect(await eventsOf(organization)).toMatchObject([
      { type: 'media.ready', version: 1, data: { mediaId, messageId, conversationId } },
    ])
  })

  it('is asked for at Graph without an address, with an expired one, and with one that is not Meta’s', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const paths: string[][] = []
    for (const kind of ['none', 'expired', 'foreign']) {
      const file = await received(organization, meta)
      const expired = file.url()
      if (kind === 'expired') testClock.advanceBy(6 * MINUTE)
      const url = { none: undefined, expired, foreign: 'https://evil.example/internal' }[kind]
      meta.calls.length = 0
      await workOnMedia(ctx, { mediaId: file.mediaId, url })
      expect((await rowOf(organization, file.mediaId)).status, kind).toBe('ready')
      paths.push(meta.calls.map(({ path }) => path.replace(/\d+$/, '…')))
    }
    const [download, info] = ['/whatsapp_business/attachments/', '/…']
    expect(paths).toEqual([
      [info, download],
      [download, info, download],
      [info, download],
    ])
  })

  it.each([
    ['base64', (bytes: Uint8Array) => digestOf(bytes).toString('base64')],
    ['hex', (bytes: Uint8Array) => digestOf(bytes).toString('hex')],
    ['nothing: then Graph’s', () => null],
  ])('is held against a digest in %s', async (_, sha256) => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const bytes = new TextEncoder().encode('the same')
    const file = await received(organization, meta, { bytes, sha256: sha256(bytes) })
    meta.number.chaos.corruptMedia = 1
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect((await rowOf(organization, file.mediaId)).status).toBe('pending')
    expect(await ctx.media.head(`media/${file.mediaId}`)).toBeNull()
    meta.number.chaos.corruptMedia = 0
    await workOnMedia(ctx, { mediaId: file.mediaId })
    const digest = digestOf(bytes).toString('hex')
    expect(await rowOf(organization, file.mediaId)).toMatchObject({ status: 'ready', sha256: digest })
  })

  it('with one wrong byte is not the file, by the webhook’s address nor by Graph’s', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    for (const isByWebhook of [true, false]) {
      const file = await received(organization, meta)
      const kept = meta.world.bytes.get(file.stored.id) as Uint8Array
      const wrong = Uint8Array.from(kept, (byte, at) => (at === 3 ? byte ^ 1 : byte))
      meta.world.bytes.set(file.stored.id, wrong)
      const { ctx } = mediaContext(organization)
      await workOnMedia(ctx, { mediaId: file.mediaId, url: isByWebhook ? file.url() : undefined })
      expect((await rowOf(organization, file.mediaId)).status).toBe('pending')
      expect(await ctx.media.head(`media/${file.mediaId}`)).toBeNull()
    }
  })

  it('that arrives damaged every time is given up with a sentence, and leaves nothing', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx, delays } = mediaContext(organization)
    const file = await received(organization, meta)
    meta.number.chaos.corruptMedia = 1
    for (let attempt = 0; attempt < 5; attempt++) await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(await rowOf(organization, file.mediaId)).toMatchObject({
      ...{ status: 'failed', dueAt: null, size: null },
      failure: expect.stringContaining('damaged'),
    })
    expect(await ctx.media.head(`media/${file.mediaId}`)).toBeNull()
    expect(delays()).toEqual([4, 15, 60, 300])
    const [message] = await loadMessages(ctx, [file.messageId])
    expect(message?.media).toMatchObject({ status: 'failed', url: null, failure: expect.stringContaining('damaged') })
    expect(await eventsOf(organization)).toMatchObject([{ type: 'media.failed' }])
    // It stays so, whoever asks.
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect((await rowOf(organization, file.mediaId)).status).toBe('failed')
  })

  it('that Meta does not have any more is given up with a sentence', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const file = await received(organization, meta)
    removeMedia(meta.world, file.stored.id)
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect((await rowOf(organization, file.mediaId)).status).toBe('pending')
    await workOnMedia(ctx, { mediaId: file.mediaId })
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(await rowOf(organization, file.mediaId)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('does not have this file any more'),
    })
  })

  it('of a number that was disconnected since has no way to be had, until it is connected again', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const [file, old] = [await received(organization, meta), await received(organization, meta)]
    const lost = { status: 'failed', failure: 'The phone number was disconnected before this file had arrived.' }
    await ctx.db.update(
      media,
      { ...lost, dueAt: null, createdAt: testClock.now() - 7 * DAY } as never,
      eq(media.id, old.mediaId),
    )
    const { accessToken } = file.number
    await drizzle(env.DIRECTORY)
      .update(phoneNumbers)
      .set({ disconnectedAt: 1, status: 'disconnected', accessToken: '' })
      .where(eq(phoneNumbers.id, file.number.id))
    await workOnMedia(ctx, { mediaId: file.mediaId, url: file.url() })
    expect(await rowOf(organization, file.mediaId)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('disconnected'),
    })
    expect(meta.calls).toEqual([])

    await drizzle(env.DIRECTORY)
      .update(phoneNumbers)
      .set({ disconnectedAt: null, status: 'connected', accessToken })
      .where(eq(phoneNumbers.id, file.number.id))
    const connected = { type: 'phone_number.connected', data: { phoneNumberId: file.number.id } }
    for (let time = 0; time < 2; time++) await mediaSubscriber(ctx, { ...connected, id: 'evt_1' } as never)
    expect((await loadMessages(ctx, [file.messageId]))[0]).toMatchObject({ media: { status: 'pending' } })
    expect(await rowOf(organization, old.mediaId), 'Meta has deleted it by now').toMatchObject(lost)
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(await rowOf(organization, file.mediaId)).toMatchObject({ status: 'ready', failure: null })
    expect(await ctx.media.head(`media/${file.mediaId}`)).not.toBeNull()
  })

  it('waits for a person when the token died: the number is paused, the file comes once it is repaired', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const file = await received(organization, meta)
    const token = meta.world.state.tokens[meta.token]
    if (!token) throw new Error('no token')
    token.isValid = false
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect((await rowOf(organization, file.mediaId)).status).toBe('pending')
    expect((await numberOf(organization)).status).toBe('paused')
    token.isValid = true
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect((await rowOf(organization, file.mediaId)).status).toBe('ready')
  })

  it('does not pause a number that was given another token meanwhile', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const file = await received(organization, meta)
    const { number } = file
    await repairDuring(meta, number, `/${file.stored.id}`)
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(await standingOf(number.id)).toEqual({ status: 'connected', pausedReason: null })
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect((await rowOf(organization, file.mediaId)).status).toBe('ready')
  })

  it('that nobody could get for seven days is given up', async () => {
    const organization = await createOrganization()
    const number = await createPhoneNumber(organization)
    const conversation = await createConversation(organization, { phoneNumberId: number.id })
    const { mediaId } = await pendingFile(organization, conversation)
    const { ctx } = mediaContext(organization, async () => new Response('', { status: 503 }))
    await workOnMedia(ctx, { mediaId })
    expect((await rowOf(organization, mediaId)).status).toBe('pending')
    testClock.advanceBy(7 * DAY)
    await workOnMedia(ctx, { mediaId })
    expect(await rowOf(organization, mediaId)).toMatchObject({
      status: 'failed',
      failure: expect.stringContaining('seven'),
    })
  })

  it('is copied by one of two that come at the same time, and by the second should the first die', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const file = await received(organization, meta)
    await Promise.all([1, 2, 3].map(() => workOnMedia(ctx, { mediaId: file.mediaId, url: file.url() })))
    expect(meta.calls).toHaveLength(1)
    expect(await eventsOf(organization)).toHaveLength(1)

    const second = await received(organization, meta)
    await openShard(env, organization.shard)
      .update(media)
      .set({ claimedUntil: testClock.now() + MINUTE })
      .where(eq(media.id, second.mediaId))
    await workOnMedia(ctx, { mediaId: second.mediaId })
    expect((await rowOf(organization, second.mediaId)).status).toBe('pending')
    testClock.advanceBy(MINUTE)
    await workOnMedia(ctx, { mediaId: second.mediaId })
    expect((await rowOf(organization, second.mediaId)).status).toBe('ready')
  })

  it('is copied once, however often its message comes; and one that is not there is nobody’s', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const file = await received(organization, meta)
    for (let time = 0; time < 3; time++) await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(meta.calls.filter(({ path }) => path.startsWith('/whatsapp_business'))).toHaveLength(1)
    await workOnMedia(ctx, { mediaId: 'med_none' })
    const neighbour = mediaContext(await createOrganization())
    const mine = await received(organization, meta)
    await workOnMedia(neighbour.ctx, { mediaId: mine.mediaId })
    expect(await rowOf(organization, mine.mediaId)).toMatchObject({ status: 'pending', attempts: 0 })
  })

  it('is seen by the agent, from the webhook to the bytes', async () => {
    const meta = createMeta()
    const member = await createMember()
    await meta.phoneNumber(member.organization)
    const sent = await meta.act(meta.customer, { type: 'image', caption: 'The broken cup' })
    expect(await meta.deliver()).toBeGreaterThan(0)
    const { token } = member
    const image = await until(async () => {
      const { body } = await send('GET', '/api/conversations', { token })
      const thread = await send('GET', `/api/conversations/${body.items[0].id}/messages`, { token })
      const { media: file } = thread.body.items[0]
      expect(file.status).toBe('ready')
      return file
    })
    const { bytes, headers } = await sendBytes('GET', image.url)
    const { id = '' } = (sent?.payload.image ?? {}) as { id?: string }
    const theirs = meta.world.bytes.get(id)
    expect([image.kind, headers.get('content-type')]).toEqual(['image', 'image/jpeg'])
    expect(theirs && Buffer.from(bytes).equals(Buffer.from(theirs))).toBe(true)
  })

  it('comes by the queue', async () => {
    const meta = createMeta()
    const organization = await createOrganization({ shard: 'SHARD_1' })
    const file = await received(organization, meta)
    await mediaQueue.send({ env }, [{ organizationId: organization.id, mediaId: file.mediaId, url: file.url() }])
    await until(async () => expect((await rowOf(organization, file.mediaId)).status).toBe('ready'))
  })
})

describe('a file whose message was taken back', () => {
  it('is gone from the bucket too, whether it was here or on its way', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const here = await received(organization, meta)
    await workOnMedia(ctx, { mediaId: here.mediaId })
    expect(await ctx.media.head(`media/${here.mediaId}`)).not.toBeNull()
    await ctx.db.batch(withdrawMedia(ctx, [here.mediaId]) as never)
    await workOnMedia(ctx, { mediaId: here.mediaId })

    const coming = await received(organization, meta)
    const { ctx: slow } = mediaContext(organization, async (input, init) => {
      const answer = await fetch(input, init)
      // While it is loaded, the message is taken back and everything about it removed.
      if (String(input).includes('lookaside')) {
        await ctx.db.batch(withdrawMedia(ctx, [coming.mediaId]) as never)
        await workOnMedia(ctx, { mediaId: coming.mediaId })
      }
      return answer
    })
    await workOnMedia(slow, { mediaId: coming.mediaId })

    for (const { mediaId } of [here, coming]) {
      await expect(rowOf(organization, mediaId)).rejects.toThrow('no file')
      expect(await ctx.media.head(`media/${mediaId}`)).toBeNull()
    }
    // The one that was here came before it went; of the other one nothing is told.
    expect(await eventsOf(organization)).toMatchObject([{ type: 'media.ready', data: { mediaId: here.mediaId } }])
    expect(withdrawMedia(ctx, [])).toEqual([])
  })

  it('stays with the message of ours that sent it on, in that conversation', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const { ctx } = mediaContext(organization)
    const file = await received(organization, meta)
    await workOnMedia(ctx, { mediaId: file.mediaId })
    const conversation = await createConversation(organization, { phoneNumberId: file.number.id })
    const ours = await createMessage(organization, conversation, {
      ...{ direction: 'outbound', type: 'image', mediaId: file.mediaId },
      content: { type: 'image', mediaId: file.mediaId },
    })
    await ctx.db.batch(useMedia(ctx, [file.mediaId], { conversationId: conversation.id, messageId: ours.id }) as never)
    expect(await rowOf(organization, file.mediaId)).toMatchObject({ messageId: file.messageId, direction: 'inbound' })

    await ctx.db.batch(withdrawMedia(ctx, [file.mediaId]) as never)
    await workOnMedia(ctx, { mediaId: file.mediaId })
    testClock.advanceBy(2 * DAY)
    await minute()
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(await ctx.media.head(`media/${file.mediaId}`)).not.toBeNull()
    expect(await rowOf(organization, file.mediaId)).toMatchObject({
      ...{ status: 'ready', failure: null, direction: 'outbound' },
      ...{ conversationId: conversation.id, messageId: ours.id },
    })
    expect((await loadMessages(ctx, [ours.id]))[0]).toMatchObject({ media: { status: 'ready' } })
  })

  it('is a neighbour’s to keep', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const file = await received(organization, meta)
    const { ctx } = mediaContext(await createOrganization())
    await ctx.db.batch(withdrawMedia(ctx, [file.mediaId]) as never)
    expect((await rowOf(organization, file.mediaId)).status).toBe('pending')
  })
})

describe('a consumer that dies', () => {
  it('at any point, before or after what it did there, leaves a file that the next one finishes', {
    timeout: 120_000,
  }, async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const attempt = async (file: { mediaId: string; url: () => string }) => {
      const invocation = new Invocation('request')
      await watch(
        env,
        (watched) =>
          workOnMedia(mediaContext(organization, undefined, watched).ctx, { mediaId: file.mediaId, url: file.url() }),
        invocation,
      ).catch((error: unknown) => {
        if (!(error instanceof Killed) && !invocation.isDead) throw error
      })
      return invocation
    }
    const { operations } = await attempt(await received(organization, meta))
    expect(operations.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['d1', 'fetch', 'r2']))
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const file = await received(organization, meta)
        faults.killNext(at, when)
        const { struck } = await attempt(file)
        expect(struck).toHaveLength(1)
        const left = await rowOf(organization, file.mediaId)
        // Whoever sees it pending can be sure that the sweep will find it.
        if (left.status === 'pending') expect(left.dueAt, struck[0]).toEqual(expect.any(Number))
        testClock.advanceBy(7 * MINUTE)
        await attempt(file)
        expect(await rowOf(organization, file.mediaId), struck[0]).toMatchObject({ status: 'ready', dueAt: null })
        const object = await mediaContext(organization).ctx.media.get(`media/${file.mediaId}`)
        expect(new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(file.bytes)
        const ready = (await eventsOf(organization)).filter(
          ({ data }) => (data as { mediaId: string }).mediaId === file.mediaId,
        )
        expect(ready, struck[0]).toHaveLength(1)
      }
  })

  it('after it was said why there is no file does not take that back', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const file = await received(organization, meta)
    const { ctx } = mediaContext(organization)
    await drizzle(env.DIRECTORY)
      .update(phoneNumbers)
      .set({ disconnectedAt: 1, status: 'disconnected', accessToken: '' })
      .where(eq(phoneNumbers.id, file.number.id))
    // The database has committed; its answer is lost.
    const db = new Proxy(ctx.db, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (name !== 'batch') return typeof value === 'function' ? value.bind(target) : value
        return async (statements: never) => {
          await target.batch(statements)
          throw new Error('Network connection lost.')
        }
      },
    })
    await expect(workOnMedia({ ...ctx, db }, { mediaId: file.mediaId })).rejects.toThrow('Network connection lost.')
    await workOnMedia(ctx, { mediaId: file.mediaId })
    expect(await rowOf(organization, file.mediaId)).toMatchObject({ status: 'failed', dueAt: null })
  })

  it('between the bucket and the database has nothing to download again', async () => {
    const meta = createMeta()
    const organization = await createOrganization()
    const file = await received(organization, meta)
    const { ctx } = mediaContext(organization)
    await ctx.media.put(`media/${file.mediaId}`, file.bytes.slice().buffer, {
      sha256: digestOf(file.bytes).toString('hex'),
    })
    await openShard(env, organization.shard).update(media).set({ attempts: 1 }).where(eq(media.id, file.mediaId))
    await workOnMedia(ctx, { mediaId: file.mediaId, url: file.url() })
    expect(await rowOf(organization, file.mediaId)).toMatchObject({ status: 'ready', size: file.bytes.length })
    expect(meta.calls).toEqual([])
  })
})

describe('the sweep', () => {
  it('sends the queue what is due on every shard, and again only if nobody came', async () => {
    const { ctx, sent } = mediaContext(await createOrganization())
    const organizations = [await createOrganization(), await createOrganization({ shard: 'SHARD_1' })]
    const due: string[] = []
    for (const organization of organizations) {
      due.push(
        (await createMedia(organization, { status: 'pending', conversationId: 'con_1', dueAt: testClock.now() - 1 }))
          .id,
      )
      await createMedia(organization, { status: 'pending', conversationId: 'con_1', dueAt: testClock.now() + MINUTE })
      await createMedia(organization, { conversationId: 'con_1', dueAt: null })
    }
    const bindings = { ...env, MEDIA: ctx.env.MEDIA } as Env
    const ours = organizations.map(({ id }) => id)
    const told = () => sent().filter(({ organizationId }) => ours.includes(organizationId))
    await minute('* * * * *', bindings)
    expect(told().map(({ mediaId }) => mediaId)).toEqual(due)
    expect(told().map(({ organizationId }) => organizationId)).toEqual(ours)
    await minute('* * * * *', bindings)
    expect(told()).toHaveLength(2)
    testClock.advanceBy(4 * MINUTE)
    await minute('* * * * *', bindings)
    expect(told().filter(({ mediaId }) => due.includes(mediaId))).toHaveLength(4)
  })
})

describe('a file of 100 MB', () => {
  const answering = (
    body: () => ReadableStream,
    { size, length = size as number | null }: { size: number; length?: number | null },
  ) =>
    (async (input: RequestInfo | URL) =>
      String(input).includes('lookaside')
        ? new Response(body(), { headers: length === null ? {} : { 'content-length': String(length) } })
        : Response.json({
            url: 'https://lookaside.fbsbx.com/x',
            mime_type: 'image/jpeg',
            sha256: null,
            file_size: size,
          })) as typeof fetch

  const fileOf = async (organization: Organization, sha256: string | null = null) =>
    pendingFile(organization, await createConversation(organization), { sha256 })

  it('streams through into the bucket', { timeout: 120_000 }, async () => {
    const organization = await createOrganization()
    const size = 100 * MB
    const hash = createHash('sha256')
    for await (const chunk of generated(size, { chunkBytes: MB }).stream) hash.update(chunk)
    const { mediaId } = await fileOf(organization, hash.digest('base64'))
    const source = generated(size, { chunkBytes: MB })
    const { ctx } = mediaContext(
      organization,
      answering(() => source.stream, { size }),
    )
    await workOnMedia(ctx, { mediaId })
    expect(await rowOf(organization, mediaId)).toMatchObject({ status: 'ready', size })
    expect((await ctx.media.head(`media/${mediaId}`))?.size).toBe(size)
    await ctx.media.delete(`media/${mediaId}`)
  })

  it.each([
    ['of known length', 1, false],
    // One part is held at a time.
    ['of unknown length', 9, true],
  ])('%s never lies in memory: a slow bucket slows Meta down', { timeout: 120_000 }, async (_, allowed, isUnknown) => {
    const organization = await createOrganization()
    const size = 100 * MB
    const { mediaId } = await fileOf(organization)
    const source = generated(size, { chunkBytes: MB })
    let consumed = 0
    let most = 0
    let turns = 0
    const read = async (body: ReadableStream<Uint8Array> | Uint8Array) => {
      const chunks = body instanceof ReadableStream ? body : [body]
      for await (const chunk of chunks) {
        // Now and then a turn of the event loop: whoever runs ahead does it then.
        if (turns++ % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
        most = Math.max(most, source.state.produced - consumed)
        consumed += chunk.byteLength
      }
      return { etag: 'x', partNumber: 1 }
    }
    const slow = {
      put: (_key: string, body: ReadableStream<Uint8Array>) => read(body),
      createMultipartUpload: async () => ({
        uploadPart: (_number: number, part: Uint8Array) => read(part),
        complete: async () => ({}),
      }),
    }
    const { ctx } = mediaContext(
      organization,
      answering(() => source.stream, { size, length: isUnknown ? null : size }),
      { ...env, BUCKET: slow } as unknown as Env,
    )
    await workOnMedia(ctx, { mediaId })
    expect(await rowOf(organization, mediaId)).toMatchObject({ status: 'ready', size })
    expect(consumed).toBe(size)
    expect(most / MB).toBeLessThanOrEqual(allowed + 1)
  })

  it('of unknown length goes in by parts, and is checked before it is shown', { timeout: 60_000 }, async () => {
    const organization = await createOrganization()
    const size = 20 * MB + 5
    const hash = createHash('sha256')
    for await (const chunk of generated(size).stream) hash.update(chunk)
    const digest = hash.digest('hex')
    for (const [sha256, status] of [
      [digest, 'ready'],
      ['0'.repeat(64), 'pending'],
    ] as const) {
      const { mediaId } = await fileOf(organization, sha256)
      const { ctx } = mediaContext(
        organization,
        answering(() => generated(size).stream, { size, length: null }),
      )
      await workOnMedia(ctx, { mediaId })
      expect((await rowOf(organization, mediaId)).status).toBe(status)
      const object = await ctx.media.get(`media/${mediaId}`)
      expect(object?.size).toBe(status === 'ready' ? size : undefined)
      if (!object) continue
      const stored = createHash('sha256')
      for await (const chunk of object.body) stored.update(chunk as Uint8Array)
      expect(stored.digest('hex')).toBe(digest)
    }
  })

  it('and one byte is more than WhatsApp hands over', async () => {
    const organization = await createOrganization()
    for (const length of [100 * MB + 1, null]) {
      const { mediaId } = await fileOf(organization)
      const source = generated(120 * MB, { chunkBytes: MB })
      const ended: string[] = []
      const bucket = {
        createMultipartUpload: async () => ({
          uploadPart: async (partNumber: number) => ({ partNumber, etag: 'x' }),
          complete: async () => ended.push('completed'),
          abort: async () => ended.push('aborted'),
        }),
      }
      const { ctx } = mediaContext(
        organization,
        answering(() => source.stream, { size: 100 * MB + 1, length }),
        { ...env, BUCKET: bucket } as unknown as Env,
      )
      await workOnMedia(ctx, { mediaId })
      expect(await rowOf(organization, mediaId)).toMatchObject({
        status: 'failed',
        failure: expect.stringContaining('100 MB'),
      })
      expect(ended).toEqual(length === null ? ['aborted'] : [])
      expect(source.state.isCancelled).toBe(true)
    }
  })

  it('that breaks off, or is longer or shorter than it said, is tried again and leaves nothing', async () => {
    const organization = await createOrganization()
    const broken = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(10))
        },
        pull: (controller) => controller.error(new Error('connection reset')),
      })
    for (const [body, size, length] of [
      [broken, 100, 100],
      [broken, 100, null],
      [() => generated(50).stream, 100, 100],
      [() => generated(200).stream, 100, 100],
      [() => generated(50).stream, 100, 50],
    ] as const) {
      const { mediaId } = await fileOf(organization)
      const { ctx } = mediaContext(organization, answering(body, { size, length }))
      await workOnMedia(ctx, { mediaId })
      expect(await rowOf(organization, mediaId)).toMatchObject({ status: 'pending', claimedUntil: null })
      expect(await ctx.media.head(`media/${mediaId}`)).toBeNull()
    }
  })
})
