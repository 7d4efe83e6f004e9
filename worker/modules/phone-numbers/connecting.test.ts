import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { metaApps, phoneNumbers } from '../../shared/db/directory.tables'
import { createMember } from '../../test/factories'
import { send, until } from '../../test/harness'
import { createMeta, type Meta } from '../../test/meta'
import { organizationContext, systemContext } from '../../test/system'
import { takeLog } from '../../test/worker'
import { findMetaApp } from './meta-apps.usecases'
import { findPhoneNumber, openGraph, openPin, openToken } from './phone-numbers.usecases'

type Member = Awaited<ReturnType<typeof createMember>>
const rowOf = async (id: string) =>
  (await drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.id, id)))[0]
const rowsOf = (organizationId: string) =>
  drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.organizationId, organizationId))

let meta: Meta
let member: Member
beforeEach(async () => {
  meta = createMeta({ numbers: 2 })
  member = await createMember()
})

const credentials = (from = meta) => ({
  app: 'platform',
  wabaId: from.account.id,
  metaPhoneNumberId: from.number.id,
  accessToken: from.token,
})
const connect = (body: Record<string, unknown> = credentials(), who = member) =>
  send('POST', '/api/phone-numbers/connect', { token: who.token, body })
const check = (body: Record<string, unknown>, who = member) =>
  send('POST', '/api/phone-numbers/check', { token: who.token, body })
const auditOf = async (who: Member) =>
  (await send('GET', '/api/audit-log', { token: who.token })).body.items.map(({ action }: { action: string }) => action)

/** A tenant's own app, which Meta does not know an address of yet. */
function ownMeta() {
  const own = createMeta({ appKey: 'unused', appSecret: '0123456789abcdef0123456789abcdef' })
  Object.assign(own.app, { callbackUrl: null, verifyToken: null })
  const given = { ...credentials(own), app: 'own', metaAppId: own.app.id, appSecret: own.app.secret }
  return { own, given }
}

describe('connecting through the platform’s app', () => {
  it('keeps the number with what Meta says about it, and subscribes to its account', async () => {
    meta.account.subscribedApps = {}
    const { status, body } = await connect({ ...credentials(), name: 'Front desk' })
    expect(status).toBe(201)
    expect(body).toMatchObject({ metaApp: null, warnings: [] })
    expect(body.phoneNumber).toMatchObject({
      name: 'Front desk',
      displayPhoneNumber: meta.number.displayPhoneNumber,
      verifiedName: 'Kiln & Loom',
      app: 'platform',
      status: 'connected',
      qualityRating: 'GREEN',
      messagingLimit: 'TIER_UNLIMITED',
      throughputLevel: 'STANDARD',
      nameStatus: 'APPROVED',
      accountMode: 'LIVE',
      tokenExpiresAt: null,
      hasPin: false,
    })
    expect(meta.account.subscribedApps).toHaveProperty(meta.app.id)
    const list = await send('GET', '/api/phone-numbers', { token: member.token })
    expect(list.body.items).toEqual([body.phoneNumber])
    expect((await send('GET', `/api/phone-numbers/${body.phoneNumber.id}`, { token: member.token })).body).toEqual(
      body.phoneNumber,
    )
    await until(async () => expect(await auditOf(member)).toContain('phone_number.connected'))
  })

  it('keeps the token sealed, for this row only, and never says it again', async () => {
    takeLog()
    const { body } = await connect({ ...credentials(), pin: '123456' })
    const row = await rowOf(body.phoneNumber.id)
    const kept = JSON.stringify([row, body, takeLog()])
    expect(kept).not.toContain(meta.token)
    expect(kept).not.toContain('123456')
    const ctx = await organizationContext(member.organization)
    if (!row) throw new Error('the number is not there')
    expect((await openToken(ctx, row)).reveal()).toBe(meta.token)
    expect((await openPin(ctx, row))?.reveal()).toBe('123456')
    expect((await (await openGraph(ctx, row)).getPhoneNumber(meta.number.id)).id).toBe(meta.number.id)
    await expect(openToken(ctx, { ...row, id: 'num_other' })).rejects.toThrow('rowId')
    const neighbour = await organizationContext()
    await expect(openToken(neighbour, row)).rejects.toThrow('organizationId')
    expect(await findPhoneNumber(neighbour, row.id)).toBeUndefined()
  })

  it('registers a number that is not registered, with a PIN made for it', async () => {
    Object.assign(meta.number, { status: 'PENDING', platformType: 'NOT_APPLICABLE' })
    const { body } = await connect()
    expect(body.warnings).toEqual([])
    expect(meta.number).toMatchObject({ status: 'CONNECTED', platformType: 'CLOUD_API' })
    expect(meta.number.pin).toMatch(/^\d{6}$/)
    expect(body.phoneNumber.hasPin).toBe(true)
  })

  it('makes no PIN that would get lost: not before Meta has taken the subscription', async () => {
    Object.assign(meta.number, { status: 'PENDING', platformType: 'NOT_APPLICABLE' })
    const { pin } = meta.number
    const { fetch: answer } = meta.simulator
    meta.simulator.fetch = async (request) =>
      request.method === 'POST' && request.url.includes('/subscribed_apps')
        ? Response.json({ error: { message: '(#200) Permissions error', code: 200 } }, { status: 403 })
        : answer(request)
    expect((await connect()).status).toBe(422)
    expect(meta.number.pin).toBe(pin)
    meta.simulator.fetch = answer
    const { body } = await connect()
    expect([body.phoneNumber.hasPin, body.warnings]).toEqual([true, []])
  })

  it('refuses a wrong PIN, and keeps nothing', async () => {
    Object.assign(meta.number, { status: 'PENDING', pin: '654321' })
    const wrong = await connect({ ...credentials(), pin: '111111' })
    expect([wrong.status, wrong.body.error.code]).toEqual([422, 'phone_numbers.meta_refused'])
    expect(wrong.body.error.details).toEqual({ metaCode: 133005 })
    expect(await rowsOf(member.organization.id)).toEqual([])
    expect((await connect({ ...credentials(), pin: '654321' })).status).toBe(201)
  })

  it('connects without the PIN of a number that has one, and says what is left to do', async () => {
    Object.assign(meta.number, { status: 'PENDING', pin: '654321' })
    const { status, body } = await connect()
    expect(status).toBe(201)
    expect(body.warnings).toEqual([expect.stringContaining('PIN')])
  })

  it('takes several numbers of an account', async () => {
    await connect()
    const second = await connect({ ...credentials(), metaPhoneNumberId: meta.numbers[1]?.id })
    expect(second.status).toBe(201)
    expect(await rowsOf(member.organization.id)).toHaveLength(2)
  })

  it('fetches the templates right after', async () => {
    const { body } = await connect()
    await until(async () => {
      const templates = await send('GET', `/api/templates?phoneNumberId=${body.phoneNumber.id}`, {
        token: member.token,
      })
      expect(templates.body.items.map(({ name }: { name: string }) => name)).toEqual([
        'hello',
        'order_shipped',
        'welcome_discount',
      ])
    })
  })
})

describe('a number that is connected already', () => {
  it('is refused in any organization, without saying whose it is', async () => {
    await connect()
    const neighbour = await createMember()
    const here = await connect()
    const there = await connect(credentials(), neighbour)
    for (const { status, body } of [here, there]) {
      expect([status, body.error.code]).toEqual([409, 'phone_numbers.already_connected'])
      expect(JSON.stringify(body)).not.toContain(member.organization.id)
    }
    expect(there.body.error.message).toBe(here.body.error.message)
    expect(await rowsOf(neighbour.organization.id)).toEqual([])
  })

  it('is not found out by somebody without a token for it', async () => {
    await connect()
    const stranger = createMeta()
    const { status, body } = await connect({ ...credentials(stranger), metaPhoneNumberId: meta.number.id })
    expect([status, body.error.code]).toEqual([400, 'phone_numbers.credentials_rejected'])
  })

  it('is one organization’s when two connect it at once', async () => {
    const neighbour = await createMember()
    const answers = await Promise.all([connect(), connect(credentials(), neighbour)])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('comes back with its history when its organization connects it again, and goes to another when it is free', async () => {
    const first = await connect()
    const { id } = first.body.phoneNumber
    expect((await send('DELETE', `/api/phone-numbers/${id}`, { token: member.token })).status).toBe(204)
    const again = await connect()
    expect(again.body.phoneNumber).toMatchObject({ id, status: 'connected', disconnectedAt: null })
    await send('DELETE', `/api/phone-numbers/${id}`, { token: member.token })
    const neighbour = await createMember()
    expect((await connect(credentials(), neighbour)).status).toBe(201)
    expect((await connect()).body.error.code).toBe('phone_numbers.already_connected')
    expect(await rowOf(id)).toMatchObject({ status: 'disconnected' })
  })
})

describe('looking at credentials', () => {
  it('says of each, as it is given, whether it is good', async () => {
    const nothing = await check({ app: 'platform' })
    expect(nothing.body.canConnect).toBe(false)
    expect(nothing.body.fields.appSecret.status).toBe('ok')
    expect(nothing.body.fields.accessToken.status).toBe('unchecked')

    const token = await check({ app: 'platform', accessToken: meta.token })
    expect(token.body.fields.accessToken).toMatchObject({ status: 'ok', action: null })
    expect(token.body.found).toMatchObject({ tokenExpiresAt: null, businessAccounts: [], phoneNumber: null })

    const account = await check({ app: 'platform', accessToken: meta.token, wabaId: meta.account.id })
    expect(account.body.fields.wabaId).toMatchObject({ status: 'ok', message: 'Kiln & Loom.' })
    expect(account.body.found.phoneNumbers.map((one: { metaPhoneNumberId: string }) => one.metaPhoneNumberId)).toEqual(
      meta.numbers.map(({ id }) => id),
    )

    const all = await check(credentials())
    expect(all.body.canConnect).toBe(true)
    expect(all.body.found.phoneNumber).toMatchObject({ isRegistered: true, isPinSet: false, qualityRating: 'GREEN' })
    expect(await rowsOf(member.organization.id)).toEqual([])
  })

  it('lists the accounts that a token is limited to', async () => {
    const token = meta.world.state.tokens[meta.token]
    if (!token) throw new Error('Meta has no token')
    token.accountIds = [meta.account.id]
    const { body } = await check({ app: 'platform', accessToken: meta.token })
    expect(body.found.businessAccounts).toEqual([{ wabaId: meta.account.id, name: 'Kiln & Loom' }])
  })

  const refusals: [string, () => Record<string, unknown>, string, RegExp][] = [
    ['a token nobody issued', () => ({ accessToken: `EAA${'x'.repeat(40)}` }), 'accessToken', /token/],
    [
      'a token that expired',
      () => changeToken({ expiresAt: meta.world.now() - 1 }),
      'accessToken',
      /no longer valid|does not accept/,
    ],
    [
      'a token without a permission',
      () => changeToken({ scopes: ['whatsapp_business_management'] }),
      'accessToken',
      /whatsapp_business_messaging/,
    ],
    ['a token of another app', () => ({ accessToken: createMetaOfAnotherApp() }), 'accessToken', /another Meta app/],
    ['an account that is not there', () => ({ wabaId: '99999999999' }), 'wabaId', /no WhatsApp Business/],
    [
      'an account that the token is not for',
      () => changeToken({ accountIds: ['12345678901'] }),
      'wabaId',
      /no WhatsApp Business/,
    ],
    [
      'a number that is not there',
      () => ({ metaPhoneNumberId: '99999999999' }),
      'metaPhoneNumberId',
      /no phone number/,
    ],
    [
      'a number that nobody verified',
      () => {
        Object.assign(meta.number, { status: 'UNVERIFIED', codeVerificationStatus: 'NOT_VERIFIED' })
        return {}
      },
      'metaPhoneNumberId',
      /not been verified/,
    ],
  ]
  function changeToken(values: object) {
    Object.assign(meta.world.state.tokens[meta.token] ?? {}, values)
    return {}
  }
  /** Its token, known to the same Meta. */
  function createMetaOfAnotherApp() {
    const token = `EAA${'7'.repeat(40)}`
    meta.world.state.apps['55555555555'] = { ...meta.app, id: '55555555555', secret: 'another' }
    const known = meta.world.state.tokens[meta.token]
    if (known) meta.world.state.tokens[token] = { ...known, token, appId: '55555555555' }
    return token
  }

  it.each(refusals)('refuses %s, with the field, the reason and what to do', async (_, spoil, field, reason) => {
    const given = { ...credentials(), ...spoil() }
    const looked = await check(given)
    expect(looked.body.canConnect).toBe(false)
    expect(looked.body.fields[field]).toMatchObject({ status: 'failed', message: expect.stringMatching(reason) })
    expect(looked.body.fields[field].action).toBeTruthy()

    const { status, body } = await connect(given)
    expect([status, body.error.code]).toEqual([400, 'phone_numbers.credentials_rejected'])
    expect(body.error.details[0]).toMatchObject({ path: field })
    expect(body.error.message).toMatch(reason)
    expect(await rowsOf(member.organization.id)).toEqual([])
  })

  it('refuses ids of two accounts', async () => {
    const { account } = createOther()
    const { body } = await check({ ...credentials(), wabaId: account.id })
    expect(body.fields.metaPhoneNumberId).toMatchObject({
      status: 'failed',
      message: 'This phone number belongs to another WhatsApp Business Account.',
    })
  })
  function createOther() {
    const account = { ...meta.account, id: '77777777777', subscribedApps: {} }
    meta.world.state.accounts[account.id] = account
    return { account }
  }

  it('warns of a token that ends soon', async () => {
    changeToken({ expiresAt: meta.world.now() + 3_600_000 })
    const { body } = await check(credentials())
    expect(body.canConnect).toBe(true)
    expect(body.fields.accessToken).toMatchObject({ status: 'warning', message: expect.stringContaining('until') })
  })

  it('says that Meta did not answer, which is nobody’s mistake', async () => {
    const calm = meta.simulator.fetch
    meta.simulator.fetch = async () => new Response('{}', { status: 503 })
    const looked = await check(credentials())
    expect(looked.body.fields.appSecret.status).toBe('unknown')
    const { status, body } = await connect()
    expect([status, body.error.code]).toEqual([502, 'phone_numbers.meta_unreachable'])
    meta.simulator.fetch = calm
    expect((await connect()).status).toBe(201)
  })

  it('takes only what could be an id, a token, a PIN', async () => {
    const wrong = { ...credentials(), wabaId: '+44 20', accessToken: 'a b', pin: '12', metaPhoneNumberId: '' }
    const { status, body } = await connect(wrong)
    expect([status, body.error.code]).toEqual([400, 'request.invalid'])
    const paths = new Set(body.error.details.map(({ path }: { path: string }) => path))
    expect([...paths].sort()).toEqual(['accessToken', 'metaPhoneNumberId', 'pin', 'wabaId'])
  })
})

describe('connecting through one’s own app', () => {
  it('gives the app an address and a verify token, points it here, and finds it by its key', async () => {
    const { own, given } = ownMeta()
    const { status, body } = await connect(given)
    expect(status).toBe(201)
    expect(body.phoneNumber.app).toBe('own')
    expect(body.warnings).toEqual([])
    expect(body.metaApp.webhookUrl).toMatch(/^https:\/\/wharf\.test\/api\/webhook\/[\w-]{43}$/)
    expect(own.app).toMatchObject({ callbackUrl: body.metaApp.webhookUrl, verifyToken: body.metaApp.verifyToken })
    const appKey = body.metaApp.webhookUrl.split('/').at(-1)
    const found = await findMetaApp(systemContext(), appKey)
    expect(found?.appSecret.reveal()).toBe(own.app.secret)
    expect(found?.verifyToken.reveal()).toBe(body.metaApp.verifyToken)
    expect(found?.organizationId).toBe(member.organization.id)
    expect(await findMetaApp(systemContext(), 'unknown')).toBeUndefined()
    const rows = await drizzle(env.DIRECTORY).select().from(metaApps).where(eq(metaApps.appKey, appKey))
    expect(JSON.stringify(rows)).not.toContain(own.app.secret)
    expect(JSON.stringify(rows)).not.toContain(body.metaApp.verifyToken)
  })

  it('shows the address and the token again, to admins only', async () => {
    const { given } = ownMeta()
    const { body } = await connect(given)
    const apps = await send('GET', '/api/phone-numbers/meta-apps', { token: member.token })
    expect(apps.body.items).toMatchObject([
      { webhookUrl: body.metaApp.webhookUrl, verifyToken: body.metaApp.verifyToken },
    ])
    const agent = await createMember({ organization: member.organization, role: 'agent' })
    expect((await send('GET', '/api/phone-numbers/meta-apps', { token: agent.token })).status).toBe(403)
  })

  it('makes an app known before any number, once', async () => {
    const { own } = ownMeta()
    const app = { metaAppId: own.app.id, appSecret: own.app.secret }
    const add = () => send('POST', '/api/phone-numbers/meta-apps', { token: member.token, body: app })
    const [first, second] = [await add(), await add()]
    expect(first.status).toBe(201)
    expect(second.body).toEqual(first.body)
    // Known now: its secret need not be given again.
    const { body } = await connect({ ...credentials(own), app: 'own', metaAppId: own.app.id })
    expect(body.metaApp).toEqual(first.body)
  })

  it('refuses a secret that is another app’s', async () => {
    const { given, own } = ownMeta()
    const wrong = { ...given, appSecret: 'f'.repeat(32) }
    const { body } = await check(wrong)
    expect(body.fields.appSecret).toMatchObject({ status: 'failed', action: expect.stringContaining('App settings') })
    expect((await connect(wrong)).body.error.code).toBe('phone_numbers.credentials_rejected')
    const added = await send('POST', '/api/phone-numbers/meta-apps', {
      token: member.token,
      body: { metaAppId: own.app.id, appSecret: 'f'.repeat(32) },
    })
    expect([added.status, added.body.error.code]).toEqual([400, 'phone_numbers.credentials_rejected'])
  })

  it('asks for the secret of an app that is new here', async () => {
    const { own } = ownMeta()
    const { status, body } = await connect({ ...credentials(own), app: 'own', metaAppId: own.app.id })
    expect([status, body.error.code]).toEqual([400, 'phone_numbers.app_secret_needed'])
  })

  it('leaves an app alone whose webhooks go elsewhere, and says so', async () => {
    const { own, given } = ownMeta()
    own.app.callbackUrl = 'https://elsewhere.example/hook'
    const { status, body } = await connect(given)
    expect(status).toBe(201)
    expect(own.app.callbackUrl).toBe('https://elsewhere.example/hook')
    expect(body.warnings).toEqual([expect.stringContaining(body.metaApp.webhookUrl)])
  })

  it('is another address for each organization, even for the same app', async () => {
    const { own, given } = ownMeta()
    const neighbour = await createMember()
    const app = { metaAppId: own.app.id, appSecret: own.app.secret }
    const theirs = await send('POST', '/api/phone-numbers/meta-apps', { token: neighbour.token, body: app })
    const ours = await connect(given)
    expect(theirs.body.webhookUrl).not.toBe(ours.body.metaApp.webhookUrl)
  })
})
