import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { loadConfig } from '../../shared/config'
import { phoneNumbers } from '../../shared/db/directory.tables'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createMeta, type Meta } from '../../test/meta'
import type { ConnectionCheck } from './doctor.schemas'

type Member = Awaited<ReturnType<typeof createMember>>
const rowOf = async (id: string) =>
  (await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.id, id)))[0]

let meta: Meta
let member: Member
let id: string
/** Everything is as it should be: registered, with a PIN that we made, and a customer has written. */
beforeEach(async () => {
  meta = createMeta()
  member = await createMember()
  Object.assign(meta.number, { status: 'PENDING', platformType: 'NOT_APPLICABLE' })
  const body = { app: 'platform', wabaId: meta.account.id, metaPhoneNumberId: meta.number.id, accessToken: meta.token }
  const connected = await send('POST', '/api/phone-numbers/connect', { token: member.token, body })
  id = connected.body.phoneNumber.id
  await change({ lastMessageAt: testClock.now() })
})

const change = (values: Partial<typeof phoneNumbers.$inferInsert>) =>
  drizzle(env.DIRECTORY).update(phoneNumbers).set(values).where(eq(phoneNumbers.id, id))
const token = () => {
  const found = meta.world.state.tokens[meta.token]
  if (!found) throw new Error('Meta has no token')
  return found
}
const verify = () => send('POST', `/api/phone-numbers/${id}/verify`, { token: member.token })
const fix = (check: string, more: object = {}) =>
  send('POST', `/api/phone-numbers/${id}/fix`, { token: member.token, body: { check, ...more } })
const find = (body: { checks: ConnectionCheck[] }, check: string) => body.checks.find((one) => one.id === check)
const troubles = (body: { checks: ConnectionCheck[] }) =>
  body.checks.filter(({ status }) => status !== 'ok').map(({ id: check, status }) => `${check} ${status}`)

describe('the connection doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const { status, body } = await verify()
    expect(status).toBe(200)
    expect(troubles(body)).toEqual([])
    expect(body.status).toBe('ok')
    expect(body.checks.map((check: ConnectionCheck) => check.id)).toEqual([
      'sending',
      'token',
      'permissions',
      'token_expiry',
      'phone_number',
      'business_account',
      'subscription',
      'webhook_fields',
      'callback',
      'handshake',
      'deliveries',
      'registration',
      'pin',
      'display_name',
      'quality',
      'messaging_limit',
      'throughput',
      'account_mode',
      'health',
    ])
    for (const check of body.checks) expect(check.fix, check.id).toBeNull()
    expect(await rowOf(id)).toMatchObject({ webhookVerifiedAt: expect.any(Number), checkedAt: expect.any(Number) })
  })

  type Case = [what: string, spoil: () => unknown, check: string, status: string, message: RegExp, fix: string | null]
  const cases: Case[] = [
    [
      'a paused number',
      () => change({ status: 'paused', pausedReason: 'Meta said no.' }),
      'sending',
      'failed',
      /no\./,
      'automatic',
    ],
    ['a dead token', () => Object.assign(token(), { isValid: false }), 'token', 'failed', /token/, 'manual'],
    [
      'an expired token',
      () => Object.assign(token(), { expiresAt: meta.world.now() - 1 }),
      'token_expiry',
      'failed',
      /expired/,
      'manual',
    ],
    [
      'a token that ends soon',
      () => Object.assign(token(), { expiresAt: meta.world.now() + 3 * 86_400_000 + 60_000 }),
      'token_expiry',
      'warning',
      /in 3 days/,
      'manual',
    ],
    [
      'a missing permission',
      () => Object.assign(token(), { scopes: ['whatsapp_business_management'] }),
      'permissions',
      'failed',
      /whatsapp_business_messaging/,
      'manual',
    ],
    [
      'an app secret that was reset',
      () => Object.assign(meta.app, { secret: 'another' }),
      'token',
      'failed',
      /secret/,
      'manual',
    ],
    [
      'a number that was taken away',
      () => Object.assign(token(), { accountIds: ['12345678901'] }),
      'phone_number',
      'failed',
      /does not show/,
      'manual',
    ],
    [
      'an account that is disabled',
      () => Object.assign(meta.account, { status: 'DISABLED' }),
      'business_account',
      'failed',
      /disabled/,
      'manual',
    ],
    [
      'an account that is not subscribed',
      () => Object.assign(meta.account, { subscribedApps: {} }),
      'subscription',
      'failed',
      /not subscribed/,
      'automatic',
    ],
    [
      'an app without messages',
      () => Object.assign(meta.app, { fields: ['account_update'] }),
      'webhook_fields',
      'failed',
      /messages/,
      'manual',
    ],
    [
      'an app without some news',
      () => Object.assign(meta.app, { fields: meta.app.fields.filter((field) => field !== 'history') }),
      'webhook_fields',
      'warning',
      /history/,
      'manual',
    ],
    [
      'an address elsewhere',
      () => Object.assign(meta.app, { callbackUrl: 'https://elsewhere.example/hook' }),
      'callback',
      'failed',
      /elsewhere\.example/,
      'automatic',
    ],
    [
      'a number whose own address is elsewhere',
      () => Object.assign(meta.number, { overrideCallbackUrl: 'https://elsewhere.example/number' }),
      'callback',
      'failed',
      /elsewhere\.example\/number/,
      'automatic',
    ],
    [
      'nothing received yet',
      () => change({ lastMessageAt: null, webhookVerifiedAt: null }),
      'deliveries',
      'unknown',
      /Nothing has come in/,
      null,
    ],
    [
      'a number that is not registered',
      () => Object.assign(meta.number, { status: 'DISCONNECTED' }),
      'registration',
      'failed',
      /not registered/,
      'automatic',
    ],
    [
      'a number that nobody verified',
      () => Object.assign(meta.number, { status: 'UNVERIFIED', codeVerificationStatus: 'NOT_VERIFIED' }),
      'registration',
      'failed',
      /proved/,
      'manual',
    ],
    [
      'a restricted number',
      () => Object.assign(meta.number, { status: 'RESTRICTED' }),
      'registration',
      'warning',
      /restricted/,
      'manual',
    ],
    ['no PIN', () => Object.assign(meta.number, { pin: null }), 'pin', 'warning', /PIN/, 'automatic'],
    ['a PIN that we do not know', () => change({ pin: null }), 'pin', 'warning', /do not know/, 'automatic'],
    [
      'a name under review',
      () => Object.assign(meta.number, { nameStatus: 'PENDING_REVIEW' }),
      'display_name',
      'warning',
      /reviewing/,
      null,
    ],
    [
      'a declined name',
      () => Object.assign(meta.number, { nameStatus: 'DECLINED' }),
      'display_name',
      'failed',
      /declined/,
      'manual',
    ],
    ['low quality', () => Object.assign(meta.number, { qualityRating: 'RED' }), 'quality', 'failed', /Low/, 'manual'],
    [
      'medium quality',
      () => Object.assign(meta.number, { qualityRating: 'YELLOW' }),
      'quality',
      'warning',
      /Medium/,
      'manual',
    ],
    [
      'a test number',
      () => Object.assign(meta.number, { accountMode: 'SANDBOX' }),
      'account_mode',
      'warning',
      /test number/,
      'manual',
    ],
    [
      'what Meta’s own health check finds',
      () => Object.assign(meta.account, { status: 'DISABLED' }),
      'health',
      'failed',
      /disabled/,
      'manual',
    ],
  ]
  it.each(cases)('finds %s', async (_, spoil, check, status, message, kind) => {
    await spoil()
    const { body } = await verify()
    const found = find(body, check)
    expect(found).toMatchObject({ status, message: expect.stringMatching(message) })
    expect(found?.fix?.kind ?? null).toBe(kind)
    if (status !== 'unknown') expect(body.status).not.toBe('ok')
  })

  it('says once that the token is dead, not once for everything that needs it', async () => {
    Object.assign(token(), { isValid: false })
    const { body } = await verify()
    const failed = body.checks.filter(({ status }: ConnectionCheck) => status === 'failed')
    expect(failed.map((check: ConnectionCheck) => check.id)).toEqual(['token'])
    expect(find(body, 'subscription')).toMatchObject({ status: 'unknown' })
  })

  it('says that Meta did not answer', async () => {
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    const { body } = await verify()
    expect(body.status).toBe('unknown')
    expect(find(body, 'token')).toMatchObject({ status: 'unknown' })
    // Our own address was there all the same.
    expect(find(body, 'handshake')).toMatchObject({ status: 'ok' })
  })

  const answering = (answer: () => Promise<Response>) => {
    const { fetch: before } = globalThis
    globalThis.fetch = (input, init) =>
      new Request(input, init).url.startsWith('https://wharf.test/api/webhook') ? answer() : before(input, init)
    return () => {
      globalThis.fetch = before
    }
  }
  it.each<[string, () => Promise<Response>, RegExp]>([
    ['is not reached', () => Promise.reject(new TypeError('fetch failed')), /could not be reached/],
    ['is answered by something else', async () => new Response('Welcome', { status: 200 }), /answered 200/],
    ['refuses the handshake', async () => new Response('', { status: 403 }), /answered 403/],
  ])('finds that our own address %s', async (_, answer, message) => {
    const restore = answering(answer)
    try {
      const { body } = await verify()
      expect(find(body, 'handshake')).toMatchObject({
        status: 'failed',
        message: expect.stringMatching(message),
        fix: { kind: 'manual' },
      })
      expect(JSON.stringify(body)).not.toContain(loadConfig(env).meta.verifyToken?.reveal())
    } finally {
      restore()
    }
  })

  it('keeps what Meta says, and announces what is new', async () => {
    Object.assign(meta.number, { qualityRating: 'YELLOW', throughput: 'HIGH' })
    await verify()
    expect(await rowOf(id)).toMatchObject({ qualityRating: 'YELLOW', throughputLevel: 'HIGH' })
  })

  it('has nothing to look at once the number is disconnected', async () => {
    await send('DELETE', `/api/phone-numbers/${id}`, { token: member.token })
    const { status, body } = await verify()
    expect([status, body.error.code]).toEqual([409, 'phone_numbers.disconnected'])
  })
})

describe('repairing', () => {
  it('subscribes again', async () => {
    meta.account.subscribedApps = {}
    const { status, body } = await fix('subscription')
    expect(status).toBe(200)
    expect(troubles(body)).toEqual([])
    await until(async () => {
      const log = await send('GET', '/api/audit-log', { token: member.token })
      expect(log.body.items.map(({ action }: { action: string }) => action)).toContain('phone_number.repaired')
    })
  })

  it('has the account’s messages sent here when the app’s go elsewhere, also past an address of the number’s own', async () => {
    meta.app.callbackUrl = 'https://elsewhere.example/hook'
    Object.assign(meta.number, { overrideCallbackUrl: 'https://elsewhere.example/number', overrideVerifyToken: 'x' })
    const { body } = await fix('callback')
    expect(find(body, 'callback')).toMatchObject({ status: 'ok' })
    expect(meta.app.callbackUrl).toBe('https://elsewhere.example/hook')
    // Subscribing again later does not send them away.
    expect(find((await fix('subscription')).body, 'callback')).toMatchObject({ status: 'ok' })
  })

  it('registers with the PIN that we know', async () => {
    meta.number.status = 'DISCONNECTED'
    expect(find((await verify()).body, 'registration')).toMatchObject({ fix: { needsPin: false } })
    expect(find((await fix('registration')).body, 'registration')).toMatchObject({ status: 'ok' })
  })

  it('asks for a PIN that we do not know, refuses a wrong one, and keeps the right one', async () => {
    Object.assign(meta.number, { status: 'DISCONNECTED', pin: '246810' })
    await change({ pin: null })
    expect(find((await verify()).body, 'registration')).toMatchObject({ fix: { needsPin: true } })
    expect((await fix('registration')).body.error.code).toBe('phone_numbers.pin_needed')
    const wrong = await fix('registration', { pin: '111111' })
    expect([wrong.status, wrong.body.error.code]).toEqual([422, 'phone_numbers.meta_refused'])
    expect(troubles((await fix('registration', { pin: '246810' })).body)).toEqual([])
    expect((await rowOf(id))?.pin).not.toContain('246810')
  })

  it('sets a PIN where there is none, and a new one where we do not know it', async () => {
    meta.number.pin = null
    await change({ pin: null })
    expect(find((await fix('pin')).body, 'pin')).toMatchObject({ status: 'ok' })
    expect(meta.number.pin).toMatch(/^\d{6}$/)
    await change({ pin: null })
    expect((await fix('pin')).body.error.code).toBe('phone_numbers.pin_needed')
    await fix('pin', { pin: '135790' })
    expect(meta.number.pin).toBe('135790')
  })

  it('lets a paused number go on, and has nothing to do otherwise', async () => {
    await change({ status: 'paused', pausedReason: 'Meta said no.' })
    expect(find((await fix('sending')).body, 'sending')).toMatchObject({ status: 'ok' })
    expect(await rowOf(id)).toMatchObject({ status: 'connected', pausedReason: null })
    expect((await fix('sending')).body.error.code).toBe('phone_numbers.nothing_to_fix')
  })

  it('leaves the platform’s app to its operator', async () => {
    meta.app.fields = ['account_update']
    const { status, body } = await fix('webhook_fields')
    expect([status, body.error.code]).toEqual([409, 'phone_numbers.nothing_to_fix'])
  })

  it('says when Meta does not answer', async () => {
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    const { status, body } = await fix('subscription')
    expect([status, body.error.code]).toEqual([502, 'phone_numbers.meta_unreachable'])
  })
})

describe('a number on the tenant’s own app', () => {
  async function connectOwn() {
    const own = createMeta({ appKey: 'unused', appSecret: '0123456789abcdef0123456789abcdef' })
    Object.assign(own.app, { callbackUrl: null, verifyToken: null })
    const body = {
      app: 'own',
      metaAppId: own.app.id,
      appSecret: own.app.secret,
      wabaId: own.account.id,
      metaPhoneNumberId: own.number.id,
      accessToken: own.token,
      pin: '123456',
    }
    const connected = await send('POST', '/api/phone-numbers/connect', { token: member.token, body })
    id = connected.body.phoneNumber.id
    await change({ lastMessageAt: testClock.now() })
    return { own, webhookUrl: connected.body.metaApp.webhookUrl as string }
  }

  it('is well, too', async () => {
    await connectOwn()
    expect(troubles((await verify()).body)).toEqual([])
  })

  it('has its app pointed here when it points nowhere, and subscribed to everything', async () => {
    const { own, webhookUrl } = await connectOwn()
    own.app.fields = ['messages']
    expect(find((await verify()).body, 'webhook_fields')).toMatchObject({
      status: 'warning',
      fix: { kind: 'automatic' },
    })
    expect(troubles((await fix('webhook_fields')).body)).toEqual([])
    own.app.callbackUrl = null
    expect(find((await verify()).body, 'callback')).toMatchObject({ status: 'failed' })
    await fix('callback')
    expect(own.app.callbackUrl).toBe(webhookUrl)
  })

  it('takes a new secret after a reset, once it is right', async () => {
    const { own } = await connectOwn()
    own.app.secret = 'fedcba9876543210fedcba9876543210'
    expect(find((await verify()).body, 'token')).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/secret/),
    })
    const patch = (body: object) => send('PATCH', `/api/phone-numbers/${id}`, { token: member.token, body })
    expect((await patch({ appSecret: 'a'.repeat(32) })).body.error.code).toBe('phone_numbers.credentials_rejected')
    expect((await patch({ appSecret: own.app.secret })).status).toBe(200)
    expect(troubles((await verify()).body)).toEqual([])
  })
})
