import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { beforeEach, describe, expect, it } from 'vitest'
import { addNumber } from '../../../simulator/core/entities'
import { issueSignupCode } from '../../../simulator/graph/signup-codes'
import { phoneNumbers } from '../../shared/db/directory.tables'
import { testClock } from '../../test/clock'
import { createMember } from '../../test/factories'
import { send } from '../../test/harness'
import { createMeta, META_APP_ID, type Meta } from '../../test/meta'
import { takeLog } from '../../test/worker'

type Member = Awaited<ReturnType<typeof createMember>>
let meta: Meta
let member: Member
beforeEach(async () => {
  meta = createMeta()
  member = await createMember()
  // As Meta's window leaves them: shared with our app, not registered, not subscribed.
  Object.assign(meta.number, { status: 'PENDING', platformType: 'NOT_APPLICABLE' })
  meta.account.subscribedApps = {}
})

const code = (signup: Partial<Parameters<typeof issueSignupCode>[1]> = {}) =>
  issueSignupCode(meta.world, { appId: meta.app.id, accountIds: [meta.account.id], ...signup })
const signUp = (body: object, who = member) =>
  send('POST', '/api/phone-numbers/embedded-signup', { token: who.token, body })
const rowsOf = ({ organization }: Member) =>
  drizzle(env.DIRECTORY).select().from(phoneNumbers).where(eq(phoneNumbers.organizationId, organization.id))

describe('Embedded Signup', () => {
  it('tells the dashboard which window to open', async () => {
    const { body } = await send('GET', '/api/phone-numbers/embedded-signup', { token: member.token })
    expect(body).toEqual({
      isAvailable: true,
      appId: META_APP_ID,
      configurationId: '1122334455667788',
      graphVersion: 'v26.0',
      hasPlatformApp: true,
      simulatorUrl: null,
    })
    const without = await send('GET', '/api/phone-numbers/embedded-signup', {
      token: member.token,
      env: { META_SIGNUP_CONFIGURATION_ID: undefined },
    })
    expect(without.body).toMatchObject({ isAvailable: false, appId: null, configurationId: null, hasPlatformApp: true })
  })

  it('tells of the simulator in local runs only, and of no app where there is none', async () => {
    const configuration = (env: Record<string, string | undefined>) =>
      send('GET', '/api/phone-numbers/embedded-signup', { token: member.token, env })
    const local = { ENVIRONMENT: 'development', GRAPH_URL: 'http://127.0.0.1:8788', META_APP_SECRET: undefined }
    expect((await configuration(local)).body).toMatchObject({
      simulatorUrl: 'http://127.0.0.1:8788',
      hasPlatformApp: false,
    })
    const real = { ENVIRONMENT: 'development', GRAPH_URL: undefined }
    expect((await configuration(real)).body).toMatchObject({ simulatorUrl: null })
    const test = { GRAPH_URL: 'http://127.0.0.1:8788' }
    expect((await configuration(test)).body).toMatchObject({ simulatorUrl: null })
  })

  it('makes a connected, subscribed and registered number out of a code', async () => {
    takeLog()
    const given = code()
    const { status, body } = await signUp({
      code: given,
      wabaId: meta.account.id,
      metaPhoneNumberId: meta.number.id,
      name: 'Shop',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ metaApp: null, warnings: [] })
    expect(body.phoneNumber).toMatchObject({ name: 'Shop', app: 'platform', status: 'connected', hasPin: true })
    expect(meta.account.subscribedApps).toHaveProperty(meta.app.id)
    expect(meta.number).toMatchObject({ status: 'CONNECTED', pin: expect.stringMatching(/^\d{6}$/) })
    const token = meta.world.state.codes[given]?.token ?? 'none'
    const kept = JSON.stringify([await rowsOf(member), body, takeLog()])
    for (const secret of [token, meta.number.pin ?? 'none', given]) expect(kept).not.toContain(secret)
    // The very first thing Meta was asked: the code lasts 30 seconds.
    expect(meta.calls[0]).toEqual({ method: 'GET', path: '/oauth/access_token' })
  })

  it('finds account and number out by the token when the window told nothing', async () => {
    const other = addNumber(meta.world, { accountId: meta.account.id, displayPhoneNumber: '+44 20 7946 9999' })
    const { body } = await signUp({ code: code() })
    // The one that is not registered yet is the one that was just made.
    expect(body.phoneNumber.metaPhoneNumberId).toBe(meta.number.id)
    const second = await signUp({ code: code() })
    expect(second.body.phoneNumber.metaPhoneNumberId).toBe(other.id)
    expect((await signUp({ code: code() })).body.error.code).toBe('phone_numbers.already_connected')
  })

  it('leaves a number of the phone app registered there, and asks for its contacts and history', async () => {
    Object.assign(meta.number, { isOnBizApp: true, status: 'CONNECTED' })
    const { body } = await signUp({ code: code(), wabaId: meta.account.id, isOnPhoneApp: true })
    expect(body.phoneNumber).toMatchObject({ isOnPhoneApp: true, hasPin: false })
    expect(body.warnings).toEqual([])
    const paths = meta.calls.map(({ path }) => path.split('/').at(-1))
    expect(paths.filter((path) => path === 'smb_app_data')).toHaveLength(2)
    expect(paths).not.toContain('register')
    expect(meta.number.synced).toMatchObject({ contacts: expect.anything(), history: expect.anything() })
  })

  it('connects all the same when the history does not come along, and says so', async () => {
    Object.assign(meta.number, {
      isOnBizApp: true,
      status: 'CONNECTED',
      onboardedAt: meta.world.now() - 3 * 86_400_000,
    })
    const { status, body } = await signUp({ code: code(), isOnPhoneApp: true })
    expect(status).toBe(201)
    expect(body.warnings).toEqual([expect.stringContaining('do not come along')])
  })

  it.each([
    [
      'is over',
      () => {
        const given = code()
        testClock.advanceBy(31_000)
        return given
      },
    ],
    ['was never given', () => 'AQ-none'],
  ])('refuses a code that %s', async (_, make) => {
    const { status, body } = await signUp({ code: make() })
    expect([status, body.error.code]).toEqual([400, 'phone_numbers.signup_code_expired'])
    expect(await rowsOf(member)).toEqual([])
  })

  it('refuses a code that was used', async () => {
    const given = code()
    await signUp({ code: given })
    expect((await signUp({ code: given })).body.error.code).toBe('phone_numbers.signup_code_expired')
  })

  it('refuses an account that was not shared, and one without a number', async () => {
    const foreign = await signUp({ code: code({ accountIds: ['12345678901'] }), wabaId: meta.account.id })
    expect([foreign.status, foreign.body.error.code]).toEqual([400, 'phone_numbers.signup_incomplete'])
    meta.world.state.numbers = {}
    const empty = await signUp({ code: code(), wabaId: meta.account.id })
    expect(empty.body.error.code).toBe('phone_numbers.signup_incomplete')
  })

  it('refuses a sign-up in which a permission was unticked', async () => {
    const { status, body } = await signUp({ code: code({ scopes: ['whatsapp_business_management'] }) })
    expect([status, body.error.code]).toEqual([400, 'phone_numbers.credentials_rejected'])
    expect(body.error.message).toContain('whatsapp_business_messaging')
  })

  it('keeps a number whose PIN nobody knows here, and says what is left to do', async () => {
    meta.number.pin = '998877'
    const { status, body } = await signUp({ code: code() })
    expect(status).toBe(201)
    expect(body.warnings).toEqual([expect.stringContaining('PIN')])
    expect(meta.number.pin).toBe('998877')
  })

  it('is refused where it is not set up', async () => {
    const { status, body } = await send('POST', '/api/phone-numbers/embedded-signup', {
      token: member.token,
      body: { code: code() },
      env: { META_SIGNUP_CONFIGURATION_ID: undefined },
    })
    expect([status, body.error.code]).toEqual([409, 'phone_numbers.signup_unavailable'])
  })
})
