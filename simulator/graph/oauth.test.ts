import { afterEach, describe, expect, it } from 'vitest'
import { addToken } from '../core/entities'
import { at, codeOf, createBusiness } from '../test/business'
import { answerHandshakes } from '../test/callbacks'
import { issueSignupCode } from './signup-codes'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

describe('Embedded Signup: a code for a token', () => {
  it('works once, by GET or POST, and the token is for the accounts that were shared', async () => {
    const { world, app, account, number, call } = start()
    const code = issueSignupCode(world, { appId: app.id, accountIds: [account.id] })
    const path = `/oauth/access_token?client_id=${app.id}&client_secret=${app.secret}&code=${code}`
    const { status, json } = await call(path, { bearer: null })
    expect([status, json]).toEqual([200, { access_token: expect.stringMatching(/^EAA/), token_type: 'bearer' }])
    const bearer = String(json.access_token)
    expect(await call(`/${number.id}?fields=status`, { bearer })).toMatchObject({ json: { status: 'CONNECTED' } })

    const again = await call(path, { bearer: null })
    expect(again).toMatchObject({ status: 400, json: { error: { code: 100, error_subcode: 36009 } } })

    const body = { client_id: app.id, client_secret: app.secret }
    const other = issueSignupCode(world, { appId: app.id, accountIds: [account.id] })
    expect(await call('/oauth/access_token', { bearer: null, body: { ...body, code: other } })).toMatchObject({
      status: 200,
    })
  })

  it('works for 30 seconds', async () => {
    const { world, app, account, call, simulator } = start()
    const code = issueSignupCode(world, { appId: app.id, accountIds: [account.id] })
    simulator.moveClock(30_000)
    const { json } = await call(`/oauth/access_token?client_id=${app.id}&client_secret=${app.secret}&code=${code}`)
    expect(json).toMatchObject({ error: { code: 100, error_subcode: 36007 } })
  })

  it('refuses an unknown client, a wrong secret, an invented code', async () => {
    const { app, call } = start()
    const ask = async (query: string) => codeOf((await call(`/oauth/access_token?${query}`, { bearer: null })).json)
    expect(await ask('')).toBe(101)
    expect(await ask('client_id=1&client_secret=2&code=3')).toBe(101)
    expect(await ask(`client_id=${app.id}&client_secret=wrong&code=3`)).toBe(1)
    expect(await ask(`client_id=${app.id}&client_secret=${app.secret}&code=3`)).toBe(100)
    expect(await ask(`client_id=${app.id}&client_secret=${app.secret}`)).toBe(1)
  })
})

describe('debug_token', () => {
  it('tells what a token may do, and where', async () => {
    const { world, app, account, call } = start()
    const asApp = `${app.id}|${app.secret}`
    const { token } = addToken(world, { appId: app.id, accountIds: ['1', account.id], expiresAt: world.now() + 60_000 })
    const { json } = await call(`/debug_token?input_token=${token}`, { bearer: asApp })
    expect(json.data).toMatchObject({
      app_id: app.id,
      type: 'USER',
      application: app.name,
      is_valid: true,
      expires_at: Math.floor((world.now() + 60_000) / 1000),
      scopes: ['whatsapp_business_management', 'whatsapp_business_messaging', 'business_management'],
      granular_scopes: [
        { scope: 'whatsapp_business_management', target_ids: [account.id, '1'] },
        { scope: 'whatsapp_business_messaging', target_ids: [account.id, '1'] },
      ],
      user_id: expect.any(String),
    })
  })

  it('names no targets for all, 0 for never, and says why a token is not valid', async () => {
    const { world, app, token, call } = start()
    const bearer = `${app.id}|${app.secret}`
    const data = async (input: string) => (await call(`/debug_token?input_token=${input}`, { bearer })).json.data
    expect(await data(token)).toMatchObject({
      type: 'SYSTEM_USER',
      expires_at: 0,
      granular_scopes: [{ scope: 'whatsapp_business_management' }, { scope: 'whatsapp_business_messaging' }],
    })
    const expired = addToken(world, { appId: app.id, expiresAt: world.now() - 1 }).token
    expect(await data(expired)).toMatchObject({ is_valid: false, error: { code: 190, subcode: 463 } })
    expect(await data('nonsense')).toMatchObject({ is_valid: false, error: { code: 190 }, scopes: [] })
    expect(await call('/me?fields=name', { bearer: token })).toMatchObject({
      status: 200,
      json: { id: expect.any(String) },
    })
    expect(await call('/app')).toMatchObject({ json: { id: app.id, name: app.name, link: expect.any(String) } })
  })
})

describe('where an app’s webhooks go', () => {
  const url = 'https://hooks.test/wa'

  it('is set with an app token after the handshake', async () => {
    const { world, app, call } = start()
    const asked = answerHandshakes(world, { [url]: 'secret' })
    const bearer = `${app.id}|${app.secret}`
    const query = new URLSearchParams({
      object: 'whatsapp_business_account',
      callback_url: url,
      verify_token: 'secret',
      fields: 'messages,account_update',
    })
    const path = `/${app.id}/subscriptions`
    expect(await call(`${path}?${query}`, { method: 'POST', bearer })).toMatchObject({ json: { success: true } })
    expect(asked[0]?.searchParams.get('hub.mode')).toBe('subscribe')
    expect(app).toMatchObject({ callbackUrl: url, verifyToken: 'secret', fields: ['messages', 'account_update'] })
    expect((await call(path, { bearer })).json.data).toMatchObject([
      { object: 'whatsapp_business_account', callback_url: url, active: true, fields: [{ name: 'messages' }, {}] },
    ])
    expect(await call(`${path}?fields=messages`, { method: 'DELETE', bearer })).toMatchObject({ status: 200 })
    expect(app.fields).toEqual(['account_update'])
  })

  it('stays as it was when the callback does not answer, the token is another, a field unknown', async () => {
    const { world, app, call } = start()
    answerHandshakes(world, { [url]: 'secret' })
    const before = app.callbackUrl
    const bearer = `${app.id}|${app.secret}`
    const body = { object: 'whatsapp_business_account', callback_url: url, verify_token: 'wrong', fields: 'messages' }
    const post = (values: object, as = bearer) =>
      call(`/${app.id}/subscriptions`, { body: { ...body, ...values }, bearer: as })
    expect(codeOf((await post({})).json)).toBe(2200)
    expect(codeOf((await post({ verify_token: 'secret' }, business.token)).json)).toBe(15)
    expect(codeOf((await post({ verify_token: 'secret', fields: 'nonsense' })).json)).toBe(100)
    expect(codeOf((await post({ callback_url: 'not a url' })).json)).toBe(100)
    expect(app.callbackUrl).toBe(before)
    expect(
      at(
        world.state.events.find(({ kind }) => kind === 'handshake'),
        'status',
      ),
    ).toBe(403)
  })
})
