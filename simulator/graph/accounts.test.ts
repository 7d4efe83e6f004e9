import { afterEach, describe, expect, it } from 'vitest'
import { addAccount, addPortfolio, addToken } from '../core/entities'
import { at, codeOf, createBusiness } from '../test/business'
import { answerHandshakes } from '../test/callbacks'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

describe('a business account', () => {
  it('answers the asked fields', async () => {
    const { account, call, number } = start()
    const fields = 'name,status,currency,country,business_verification_status'
    expect((await call(`/${account.id}?fields=${fields}`)).json).toEqual({
      name: 'Lucky Shrub',
      status: 'ACTIVE',
      currency: 'USD',
      country: 'US',
      business_verification_status: 'verified',
      id: account.id,
    })
    const nested = await call(`/${account.id}?fields=phone_numbers.limit(1){status,quality_rating},health_status`)
    expect(nested.json).toMatchObject({
      phone_numbers: { data: [{ status: 'CONNECTED', quality_rating: 'GREEN', id: number.id }] },
      health_status: { can_send_message: 'AVAILABLE' },
    })
  })

  it('is listed under its owner, and under the partner it was shared with', async () => {
    const { world, account, portfolio, app, call } = start()
    const other = addAccount(world, { portfolioId: addPortfolio(world, { name: 'Client' }).id, name: 'Client account' })
    const owned = await call(`/${portfolio.id}/owned_whatsapp_business_accounts`)
    expect(owned.json.data).toEqual([
      {
        name: 'Lucky Shrub',
        currency: 'USD',
        timezone_id: '1',
        message_template_namespace: expect.any(String),
        id: account.id,
      },
    ])
    const clients = await call(`/${portfolio.id}/client_whatsapp_business_accounts?fields=name`)
    expect(clients.json).toMatchObject({ data: [{ id: other.id, name: 'Client account' }], paging: { cursors: {} } })
    const narrow = addToken(world, { appId: app.id, accountIds: ['1'] }).token
    expect((await call(`/${portfolio.id}/owned_whatsapp_business_accounts`, { bearer: narrow })).json.data).toEqual([])
    expect((await call(`/${portfolio.id}/extendedcredits`)).json.data).toHaveLength(1)
    expect(codeOf((await call('/999/owned_whatsapp_business_accounts')).json)).toBe(100)
  })

  it('keeps who works on it', async () => {
    const { account, portfolio, call } = start()
    const path = `/${account.id}/assigned_users`
    await call(`${path}?user=4711&tasks=['MANAGE']`, { method: 'POST' })
    expect((await call(`${path}?business=${portfolio.id}`)).json.data).toEqual([
      { id: '4711', name: expect.any(String), tasks: ['MANAGE'] },
    ])
    expect(codeOf((await call(`${path}?user=4711&tasks=['DANCE']`, { method: 'POST' })).json)).toBe(100)
    await call(`${path}?user=4711`, { method: 'DELETE' })
    expect((await call(`${path}?business=${portfolio.id}`)).json).toEqual({ data: [] })
  })
})

describe('subscribed apps', () => {
  const url = 'https://waba.test/hook'
  const override = { override_callback_uri: url, verify_token: 'ours' }

  it('subscribes, shows, overrides after the handshake, removes the override, unsubscribes', async () => {
    const { world, account, app, call } = start()
    const asked = answerHandshakes(world, { [url]: 'ours' })
    const path = `/${account.id}/subscribed_apps`
    const data = { whatsapp_business_api_data: { id: app.id, link: expect.any(String), name: app.name } }
    expect((await call(path, { method: 'DELETE' })).json).toEqual({ success: true })
    expect((await call(path)).json).toEqual({ data: [] })
    expect((await call(path, { method: 'POST' })).json).toEqual({ success: true })
    expect((await call(path)).json).toEqual({ data: [data] })
    expect((await call(path, { body: override })).json).toEqual({ success: true })
    expect(asked).toHaveLength(1)
    expect((await call(path)).json).toEqual({ data: [{ ...data, override_callback_uri: url }] })
    await call(path, { method: 'POST' })
    expect((await call(path)).json).toEqual({ data: [data] })
  })

  it('refuses a callback that does not know the token, one that is away, one without a token', async () => {
    const { world, account, app, call } = start()
    answerHandshakes(world, { [url]: 'ours' })
    const path = `/${account.id}/subscribed_apps`
    const post = async (body: object) => codeOf((await call(path, { body })).json)
    expect(await post({ ...override, verify_token: 'theirs' })).toBe(2200)
    expect(await post({ ...override, override_callback_uri: 'https://nobody.test/hook' })).toBe(2200)
    expect(await post({ override_callback_uri: url })).toBe(100)
    expect(await post({ ...override, override_callback_uri: `https://waba.test/${'x'.repeat(200)}` })).toBe(100)
    expect(account.subscribedApps[app.id]?.overrideCallbackUrl).toBeNull()
  })

  it('sends messages to the override, account fields to the app', async () => {
    const { account, app, world, call, received, simulator } = start()
    account.subscribedApps[app.id] = { overrideCallbackUrl: `${app.callbackUrl}/override`, verifyToken: 'x' }
    await call(`/${business.number.id}`, { body: { pin: '123456' } })
    await simulator.whenQuiet()
    expect(received.map((one) => one.url)).toEqual([app.callbackUrl])
    expect(world.state.deliveries[0]).toMatchObject({ state: 'delivered' })
  })
})

describe('rights', () => {
  it('needs the management permission, and an account that the token may touch', async () => {
    const { world, app, account, call } = start()
    const messaging = addToken(world, { appId: app.id, scopes: ['whatsapp_business_messaging'] }).token
    const foreign = addToken(world, { appId: app.id, accountIds: ['1'] }).token
    for (const path of [`/${account.id}`, `/${account.id}/message_templates`, `/${business.number.id}`]) {
      expect(await call(path, { bearer: messaging })).toMatchObject({ status: 403, json: { error: { code: 200 } } })
      const { json } = await call(path, { bearer: foreign })
      expect([codeOf(json), at(json, 'error', 'error_subcode')]).toEqual([100, 33])
      expect(codeOf((await call(path, { bearer: null })).json)).toBe(190)
    }
  })

  it('knows no object by the name of what every object has', async () => {
    const { call } = start()
    for (const path of ['/constructor', '/toString/phone_numbers', '/__proto__/message_templates', '/valueOf/media']) {
      expect(codeOf((await call(path)).json), path).toBeOneOf([100, 2500])
    }
  })

  it('counts management calls: 80007 over the limit, usage in the header', async () => {
    const { world, account, call } = start()
    world.state.settings.accountCallsPerHour = 2
    const first = await call(`/${account.id}`)
    expect(JSON.parse(first.headers.get('x-business-use-case-usage') ?? '{}')[account.id][0].call_count).toBe(50)
    await call(`/${account.id}`)
    expect(codeOf((await call(`/${account.id}`)).json)).toBe(80007)
  })
})
