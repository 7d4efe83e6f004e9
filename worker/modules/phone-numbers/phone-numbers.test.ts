import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { outbox, phoneNumbers } from '../../shared/db/directory.tables'
import { isAccountInUse, isNumberConnected } from '../../tenancy/connected-numbers'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createMedia } from '../../test/media'
import { createMeta, type Meta } from '../../test/meta'
import { minute } from '../../test/minute'
import { repairDuring, standingOf } from '../../test/repaired-number'
import { organizationContext, systemContext } from '../../test/system'
import { enqueueNumberChecks, lookAfterNumber } from './looking-after.usecases'
import { noteHandshake } from './meta-apps.usecases'
import {
  applyAccountUpdate,
  applyNumberUpdate,
  listConnectedNumbers,
  noteDelivery,
  pausePhoneNumber,
  requirePhoneNumber,
  resumePhoneNumber,
} from './phone-numbers.usecases'

type Member = Awaited<ReturnType<typeof createMember>>
const rowOf = async (id: string) => {
  const [row] = await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.id, id))
  if (!row) throw new Error('no such number')
  return row
}

let meta: Meta
let member: Member
let number: Awaited<ReturnType<Meta['phoneNumber']>>
let ctx: Awaited<ReturnType<typeof organizationContext>>
beforeEach(async () => {
  meta = createMeta({ numbers: 2 })
  member = await createMember()
  number = await meta.phoneNumber(member.organization)
  ctx = await organizationContext(member.organization)
})

const patch = (body: object) => send('PATCH', `/api/phone-numbers/${number.id}`, { token: member.token, body })
const disconnect = (id = number.id) => send('DELETE', `/api/phone-numbers/${id}`, { token: member.token })
const auditActions = async () =>
  (await send('GET', '/api/audit-log', { token: member.token })).body.items.map(
    ({ action }: { action: string }) => action,
  )
/** Events of a context whose queue does not take them: they stay where they were written. */
const deaf = () => ({
  ...ctx,
  env: { ...ctx.env, EVENTS: { sendBatch: () => Promise.reject(new Error('down')) } as unknown as Queue },
})
const waitingEvents = async () => {
  const rows = await drizzle(env.DIRECTORY)
    .select()
    .from(outbox)
    .where(eq(outbox.organizationId, member.organization.id))
  return rows.map(({ event }) => event).filter(({ type }) => type.startsWith('phone_number.'))
}

describe('the list', () => {
  it('pages through the numbers in the order they were connected, and filters by status', async () => {
    const second = await meta.phoneNumber(member.organization, { number: meta.numbers[1] as (typeof meta.numbers)[0] })
    await pausePhoneNumber(ctx, second.id, 'Meta said no.')
    const page = await send('GET', '/api/phone-numbers?limit=1', { token: member.token })
    expect(page.body.items.map(({ id }: { id: string }) => id)).toEqual([number.id])
    const next = await send('GET', `/api/phone-numbers?cursor=${page.body.nextCursor}`, { token: member.token })
    expect(next.body).toMatchObject({ items: [{ id: second.id, pausedReason: 'Meta said no.' }], nextCursor: null })
    const paused = await send('GET', '/api/phone-numbers?status=paused', { token: member.token })
    expect(paused.body.items.map(({ id }: { id: string }) => id)).toEqual([second.id])
  })
})

describe('changing a number', () => {
  it('renames it, and writes that down', async () => {
    const { status, body } = await patch({ name: '  Studio ' })
    expect([status, body.name]).toEqual([200, 'Studio'])
    await until(async () => expect(await auditActions()).toContain('phone_number.updated'))
    expect((await patch({})).body.error.code).toBe('request.invalid')
    expect((await patch({ status: 'connected' })).body.error.code).toBe('request.invalid')
  })

  it('takes a new token only when it is good for this number, and goes on with it', async () => {
    await pausePhoneNumber(ctx, number.id, 'The token expired.')
    const before = (await rowOf(number.id)).accessToken
    const wrong = await patch({ accessToken: `EAA${'x'.repeat(40)}` })
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'phone_numbers.credentials_rejected'])
    expect(await rowOf(number.id)).toMatchObject({ accessToken: before, status: 'paused' })
    const { status, body } = await patch({ accessToken: meta.token })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'connected', pausedReason: null })
    expect((await rowOf(number.id)).accessToken).not.toBe(before)
  })

  it('has no use for the secret of the platform’s app', async () => {
    const { status, body } = await patch({ appSecret: 'a'.repeat(32) })
    expect([status, body.error.code]).toEqual([400, 'phone_numbers.credentials_rejected'])
  })

  it('cannot be done to a disconnected one', async () => {
    await disconnect()
    expect((await patch({ name: 'Studio' })).body.error.code).toBe('phone_numbers.disconnected')
  })
})

describe('disconnecting', () => {
  it('forgets token and PIN, keeps the row, and tells Meta when nobody else needs the account', async () => {
    expect((await disconnect()).status).toBe(204)
    expect(await rowOf(number.id)).toMatchObject({
      status: 'disconnected',
      accessToken: '',
      pin: null,
      disconnectedAt: expect.any(Number),
    })
    expect(meta.account.subscribedApps).toEqual({})
    expect(await listConnectedNumbers(ctx)).toEqual([])
    expect((await requirePhoneNumber(ctx, number.id)).id).toBe(number.id)
    await until(async () => expect(await auditActions()).toContain('phone_number.disconnected'))
    // Twice is once.
    expect((await disconnect()).status).toBe(204)
    expect((await auditActions()).filter((action: string) => action === 'phone_number.disconnected')).toHaveLength(1)
  })

  it('leaves the subscription to a neighbour who has another number of the same account', async () => {
    const neighbour = await createMember()
    await meta.phoneNumber(neighbour.organization, { number: meta.numbers[1] as (typeof meta.numbers)[0] })
    await disconnect()
    expect(meta.account.subscribedApps).toHaveProperty(meta.app.id)
  })

  it('works with a token that is dead, and while Meta is away', async () => {
    Object.assign(meta.world.state.tokens[meta.token] ?? {}, { isValid: false })
    expect((await disconnect()).status).toBe(204)
    const second = await meta.phoneNumber(member.organization, { number: meta.numbers[1] as (typeof meta.numbers)[0] })
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    expect((await disconnect(second.id)).status).toBe(204)
  })

  it('is seen by the two questions about everybody', async () => {
    const system = systemContext()
    const account = { wabaId: meta.account.id, metaAppId: null }
    expect(await isNumberConnected(system, meta.number.id)).toBe(true)
    expect(await isAccountInUse(system, account)).toBe(true)
    expect(await isAccountInUse(system, { ...account, metaAppId: '1' })).toBe(false)
    await disconnect()
    expect(await isNumberConnected(system, meta.number.id)).toBe(false)
    expect(await isAccountInUse(system, account)).toBe(false)
  })
})

describe('pausing', () => {
  it('happens once, with its reason, and so does going on', async () => {
    const quiet = deaf()
    expect(await pausePhoneNumber(quiet, number.id, 'The token expired.')).toBe(true)
    expect(await pausePhoneNumber(quiet, number.id, 'Again.')).toBe(false)
    expect(await rowOf(number.id)).toMatchObject({ status: 'paused', pausedReason: 'The token expired.' })
    expect(await resumePhoneNumber(quiet, number.id)).toBe(true)
    expect(await resumePhoneNumber(quiet, number.id)).toBe(false)
    expect(await waitingEvents()).toMatchObject([
      { type: 'phone_number.paused', version: 1, data: { phoneNumberId: number.id, reason: 'The token expired.' } },
      { type: 'phone_number.resumed', version: 1, data: { phoneNumberId: number.id } },
    ])
  })

  it('does not touch another organization’s number, or a disconnected one', async () => {
    const neighbour = await organizationContext()
    expect(await pausePhoneNumber(neighbour, number.id, 'Mine.')).toBe(false)
    await disconnect()
    expect(await pausePhoneNumber(ctx, number.id, 'Late.')).toBe(false)
    expect(await resumePhoneNumber(ctx, number.id)).toBe(false)
  })
})

describe('what webhooks say about a number', () => {
  const ofPlatform = () => ({ wabaId: meta.account.id, appKey: null })
  const about = (values: object) => ({
    kind: 'number' as const,
    displayPhoneNumber: meta.number.displayPhoneNumber.replace(/\D/g, ''),
    event: 'UPGRADE',
    ...values,
  })

  it('is kept on the number they name, however it is written', async () => {
    const second = await meta.phoneNumber(member.organization, { number: meta.numbers[1] as (typeof meta.numbers)[0] })
    const quiet = deaf()
    await applyNumberUpdate(quiet, ofPlatform(), about({ messagingLimit: 'TIER_10K', qualityRating: 'YELLOW' }))
    expect(await rowOf(number.id)).toMatchObject({ messagingLimit: 'TIER_10K', qualityRating: 'YELLOW' })
    expect(await rowOf(second.id)).toMatchObject({ messagingLimit: null })
    expect(await waitingEvents()).toMatchObject([
      {
        type: 'phone_number.updated',
        data: { phoneNumberId: number.id, changes: ['qualityRating', 'messagingLimit'] },
      },
    ])
    // The same again is no news.
    await applyNumberUpdate(quiet, ofPlatform(), about({ messagingLimit: 'TIER_10K' }))
    expect(await waitingEvents()).toHaveLength(1)
  })

  it('is for all numbers of the account when they name none, and for nobody else’s', async () => {
    const second = await meta.phoneNumber(member.organization, { number: meta.numbers[1] as (typeof meta.numbers)[0] })
    const neighbour = await organizationContext()
    const news = { ...about({ messagingLimit: 'TIER_100K' }), displayPhoneNumber: null }
    await applyNumberUpdate(neighbour, ofPlatform(), news)
    expect(await rowOf(number.id)).toMatchObject({ messagingLimit: null })
    await applyNumberUpdate(ctx, ofPlatform(), news)
    for (const { id } of [number, second]) expect(await rowOf(id)).toMatchObject({ messagingLimit: 'TIER_100K' })
  })

  const account = (event: string, detail: string | null = null) => ({
    kind: 'account' as const,
    event,
    detail,
    wabaId: meta.account.id,
  })
  it('pauses every number of a banned account until it is given back', async () => {
    await applyAccountUpdate(ctx, ofPlatform(), account('DISABLED_UPDATE', 'DISABLE'))
    expect(await rowOf(number.id)).toMatchObject({
      status: 'paused',
      pausedReason: expect.stringContaining('disabled'),
    })
    await applyAccountUpdate(ctx, ofPlatform(), account('ACCOUNT_RECONNECTED'))
    expect(await rowOf(number.id)).toMatchObject({ status: 'paused' })
    await applyAccountUpdate(ctx, ofPlatform(), account('DISABLED_UPDATE', 'REINSTATE'))
    expect(await rowOf(number.id)).toMatchObject({ status: 'connected' })
  })

  it('asks Meta what it means when a partner was removed: it need not be us', async () => {
    await applyAccountUpdate(ctx, ofPlatform(), account('PARTNER_REMOVED'))
    await until(async () => expect(await rowOf(number.id)).toMatchObject({ checkedAt: expect.any(Number) }))
    expect(await rowOf(number.id)).toMatchObject({ status: 'connected' })
    Object.assign(meta.world.state.tokens[meta.token] ?? {}, { accountIds: ['12345678901'] })
    await applyAccountUpdate(ctx, ofPlatform(), account('PARTNER_REMOVED'))
    await until(async () =>
      expect(await rowOf(number.id)).toMatchObject({
        status: 'paused',
        pausedReason: expect.stringContaining('does not show us'),
      }),
    )
  })

  it('asks Meta what a flag or a refused name has become', async () => {
    meta.number.qualityRating = 'RED'
    await applyNumberUpdate(ctx, ofPlatform(), about({ event: 'FLAGGED' }))
    await until(async () => expect(await rowOf(number.id)).toMatchObject({ qualityRating: 'RED' }))
    await applyNumberUpdate(ctx, ofPlatform(), about({ event: 'NAME_REJECTED', nameStatus: 'REJECTED' }))
    expect(await rowOf(number.id)).toMatchObject({ nameStatus: 'APPROVED' })
  })
})

describe('when something last came in', () => {
  it('is written at most once a minute', async () => {
    const at = testClock.now()
    const heard = [number.id, number.id]
    await noteDelivery(ctx, { heard, wroteTo: heard, at })
    expect(await rowOf(number.id)).toMatchObject({ webhookVerifiedAt: at, lastMessageAt: at })
    for (const [later, written] of [
      [59_000, at],
      [60_000, at + 60_000],
    ] as const) {
      await noteDelivery(ctx, { heard, wroteTo: heard, at: at + later })
      expect(await rowOf(number.id)).toMatchObject({ webhookVerifiedAt: written, lastMessageAt: written })
    }
  })

  it('is the time of a message for messages only; any delivery shows that the webhook works', async () => {
    const at = testClock.now()
    const other = await createMeta().phoneNumber(member.organization)
    await noteDelivery(ctx, { heard: [number.id, other.id], wroteTo: [other.id], at })
    expect(await rowOf(number.id)).toMatchObject({ webhookVerifiedAt: at, lastMessageAt: null })
    expect(await rowOf(other.id)).toMatchObject({ webhookVerifiedAt: at, lastMessageAt: at })
    // A status a moment ago does not hide the message of now.
    await noteDelivery(ctx, { heard: [number.id], wroteTo: [number.id], at: at + 1000 })
    expect((await rowOf(number.id)).lastMessageAt).toBe(at + 1000)
    await noteDelivery(ctx, { heard: [number.id], wroteTo: [], at: at + 61_000 })
    expect(await rowOf(number.id)).toMatchObject({ webhookVerifiedAt: at + 61_000, lastMessageAt: at + 1000 })
  })

  it('is not written for a neighbour’s number', async () => {
    const heard = [number.id]
    await noteDelivery(await organizationContext(), { heard, wroteTo: heard, at: testClock.now() })
    expect(await rowOf(number.id)).toMatchObject({ webhookVerifiedAt: null, lastMessageAt: null })
  })

  it('counts a handshake for the numbers of that app', async () => {
    const own = createMeta({ appKey: `key-${number.id}` })
    const ofApp = await own.phoneNumber(member.organization)
    await noteHandshake(systemContext(), `key-${number.id}`)
    await noteHandshake(systemContext(), null)
    expect((await rowOf(ofApp.id)).webhookVerifiedAt).toBeGreaterThan(0)
    expect((await rowOf(number.id)).webhookVerifiedAt).toBeNull()
  })
})

describe('every hour', () => {
  it('has each connected number looked at, once', async () => {
    const sent: { kind: string; ids: string[] }[] = []
    const system = systemContext()
    const queue = {
      sendBatch: async (messages: { body: { payload: { kind: string; ids: string[] } } }[]) =>
        void sent.push(...messages.map(({ body }) => body.payload)),
    }
    const second = await meta.phoneNumber(member.organization, { number: meta.numbers[1] as (typeof meta.numbers)[0] })
    await enqueueNumberChecks({ ...system, env: { ...system.env, DUE: queue as unknown as Queue } })
    const mine = sent.filter(({ ids }) => ids.some((id) => id === number.id || id === second.id))
    expect(mine).toMatchObject([
      { kind: 'number-checks', ids: [number.id] },
      { kind: 'number-checks', ids: [second.id] },
      // One business account: its templates are fetched once.
      { kind: 'templates', ids: [number.id] },
    ])
  })

  it('keeps quality, limit and throughput fresh', async () => {
    Object.assign(meta.number, { qualityRating: 'YELLOW', throughput: 'HIGH' })
    await minute('7 * * * *')
    await until(async () =>
      expect(await rowOf(number.id)).toMatchObject({
        qualityRating: 'YELLOW',
        throughputLevel: 'HIGH',
        messagingLimit: 'TIER_UNLIMITED',
      }),
    )
  })

  it('subscribes an account again that lost its subscription', async () => {
    meta.account.subscribedApps = {}
    await lookAfterNumber(ctx, number.id)
    expect(meta.account.subscribedApps).toHaveProperty(meta.app.id)
  })

  it('goes on when Meta does not let it subscribe', async () => {
    meta.account.subscribedApps = {}
    const { fetch: answer } = meta.simulator
    meta.simulator.fetch = async (request) =>
      request.method === 'POST' && request.url.includes('/subscribed_apps')
        ? Response.json({ error: { message: '(#200) Permissions error', code: 200 } }, { status: 403 })
        : answer(request)
    await lookAfterNumber(ctx, number.id)
    expect(await rowOf(number.id)).toMatchObject({ status: 'connected', checkedAt: expect.any(Number) })
  })

  it('pauses a number whose token died, and lets it go on when all is well again', async () => {
    const token = meta.world.state.tokens[meta.token]
    if (!token) throw new Error('Meta has no token')
    token.isValid = false
    await lookAfterNumber(ctx, number.id)
    expect(await rowOf(number.id)).toMatchObject({ status: 'paused' })
    token.isValid = true
    await lookAfterNumber(ctx, number.id)
    expect(await rowOf(number.id)).toMatchObject({ status: 'connected', pausedReason: null })
  })

  it('does not pause a number that was given another token meanwhile', async () => {
    await repairDuring(meta, number, `/${meta.number.id}`)
    await lookAfterNumber(ctx, number.id)
    expect(await standingOf(number.id)).toEqual({ status: 'connected', pausedReason: null })
    await lookAfterNumber(ctx, number.id)
    expect(await standingOf(number.id)).toEqual({ status: 'connected', pausedReason: null })
  })

  it('does nothing about a number that Meta did not answer for, or that is gone', async () => {
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    await lookAfterNumber(ctx, number.id)
    expect(await rowOf(number.id)).toMatchObject({ status: 'connected', checkedAt: null })
    await disconnect()
    const before = meta.calls.length
    await lookAfterNumber(ctx, number.id)
    expect(meta.calls).toHaveLength(before)
  })
})

describe('the business profile', () => {
  const profile = () => send('GET', `/api/phone-numbers/${number.id}/profile`, { token: member.token })
  const change = (body: object) => send('PUT', `/api/phone-numbers/${number.id}/profile`, { token: member.token, body })

  it('is what Meta has, and changes there', async () => {
    expect((await profile()).body).toMatchObject({ about: null, websites: [] })
    const { status, body } = await change({
      about: 'We make pots.',
      email: 'hello@kilnandloom.example',
      vertical: 'RETAIL',
      websites: ['https://kilnandloom.example'],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ about: 'We make pots.', vertical: 'RETAIL' })
    await change({ address: '1 Mill Lane' })
    expect((await profile()).body).toMatchObject({ about: 'We make pots.', address: '1 Mill Lane' })
    await until(async () => expect(await auditActions()).toContain('phone_number.profile_updated'))
  })

  it('takes a picture that was uploaded before', async () => {
    const file = await createMedia(member.organization, { kind: 'image', mimeType: 'image/png' })
    const { status, body } = await change({ pictureMediaId: file.id })
    expect(status).toBe(200)
    expect(body.pictureUrl).toMatch(/^https?:/)
  })

  it('refuses what is no picture of ours', async () => {
    const neighbour = await createMember()
    const theirs = await createMedia(neighbour.organization, { kind: 'image', mimeType: 'image/png' })
    const text = await createMedia(member.organization, { kind: 'document', mimeType: 'text/plain' })
    for (const { id } of [theirs, text]) {
      const { status, body } = await change({ pictureMediaId: id })
      expect([status, body.error.code]).toEqual([400, 'phone_numbers.picture_invalid'])
    }
  })

  it('refuses what WhatsApp does not take, before it is asked', async () => {
    const before = meta.calls.length
    for (const wrong of [
      { about: '' },
      { about: 'x'.repeat(140) },
      { email: 'nobody' },
      { vertical: 'POTTERY' },
      { websites: ['ftp://a.example'] },
      { websites: ['https://a.example', 'https://b.example', 'https://c.example'] },
      {},
    ])
      expect((await change(wrong)).body.error.code, JSON.stringify(wrong)).toBe('request.invalid')
    expect(meta.calls).toHaveLength(before)
  })
})
