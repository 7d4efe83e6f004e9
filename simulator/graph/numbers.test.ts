import { afterEach, describe, expect, it } from 'vitest'
import { addNumber } from '../core/entities'
import { at, codeOf, createBusiness } from '../test/business'
import { answerHandshakes } from '../test/callbacks'

let business: ReturnType<typeof createBusiness>
const start = () => {
  business = createBusiness()
  return business
}
afterEach(() => business.simulator.close())

const HOUR = 3600_000

describe('reading a number', () => {
  it('answers the usual fields, or the asked ones and the id', async () => {
    const { number, call } = start()
    expect((await call(`/${number.id}`)).json).toEqual({
      verified_name: 'Lucky Shrub',
      code_verification_status: 'VERIFIED',
      display_phone_number: '+1 650-555-1111',
      quality_rating: 'GREEN',
      id: number.id,
    })
    const fields = 'is_on_biz_app,platform_type,throughput,whatsapp_business_manager_messaging_limit,is_pin_enabled'
    expect((await call(`/${number.id}?fields=${fields}`)).json).toEqual({
      is_on_biz_app: false,
      platform_type: 'CLOUD_API',
      throughput: { level: 'STANDARD' },
      whatsapp_business_manager_messaging_limit: 'TIER_2K',
      is_pin_enabled: false,
      id: number.id,
    })
    expect(codeOf((await call(`/${number.id}?fields=nonsense`)).json)).toBe(100)
    expect(codeOf((await call(`/${number.id}?fields=status{`)).json)).toBe(2500)
  })

  it('says which part of the chain prevents sending', async () => {
    const { number, account, portfolio, app, call } = start()
    const health = async () => (await call(`/${number.id}?fields=health_status`)).json.health_status
    expect(await health()).toEqual({
      can_send_message: 'AVAILABLE',
      entities: [
        { entity_type: 'PHONE_NUMBER', id: number.id, can_send_message: 'AVAILABLE' },
        { entity_type: 'WABA', id: account.id, can_send_message: 'AVAILABLE' },
        { entity_type: 'BUSINESS', id: portfolio.id, can_send_message: 'AVAILABLE' },
        { entity_type: 'APP', id: app.id, can_send_message: 'AVAILABLE', can_receive_call_sip: 'AVAILABLE' },
      ],
    })
    number.status = 'DISCONNECTED'
    expect(await health()).toMatchObject({
      can_send_message: 'BLOCKED',
      entities: [{ errors: [{ error_code: 141000 }] }, {}, {}, {}],
    })
  })

  it('lists the numbers of an account in pages, filtered and sorted', async () => {
    const { world, account, call, number } = start()
    for (let index = 0; index < 4; index++) {
      const displayPhoneNumber = `+1 650-555-222${index}`
      const accountMode = index === 0 ? 'SANDBOX' : 'LIVE'
      addNumber(world, {
        accountId: account.id,
        displayPhoneNumber,
        accountMode,
        onboardedAt: world.now() - 1000 * (index + 1),
      })
    }
    const path = `/${account.id}/phone_numbers`
    const first = await call(`${path}?limit=2`)
    expect(first.json.data).toHaveLength(2)
    expect(at(first.json, 'data', 0, 'id')).toBe(number.id)
    const next = new URL(String(at(first.json, 'paging', 'next')))
    const second = await call(`${path}${next.search}`)
    expect(at(second.json, 'data', 0, 'display_phone_number')).toBe('+1 650-555-2221')
    const back = new URL(String(at(second.json, 'paging', 'previous')))
    expect((await call(`${path}${back.search}`)).json.data).toEqual(first.json.data)
    const last = await call(
      `${path}?limit=2&after=${at((await call(`${path}?limit=4`)).json, 'paging', 'cursors', 'after')}`,
    )
    expect([at(last.json, 'data', 'length'), at(last.json, 'paging', 'next')]).toEqual([undefined, undefined])
    expect(codeOf((await call(`${path}?after=nonsense`)).json)).toBe(131059)

    const filter = encodeURIComponent('[{"field":"account_mode","operator":"EQUAL","value":"SANDBOX"}]')
    expect((await call(`${path}?filtering=${filter}`)).json.data).toHaveLength(1)
    const sorted = await call(`${path}?sort=last_onboarded_time_ascending`)
    expect(at(sorted.json, 'data', 0, 'display_phone_number')).toBe('+1 650-555-2223')
  })
})

describe('verifying and registering', () => {
  it('takes a new number from nothing to connected, and tells the business', async () => {
    const { world, account, call, simulator, received } = start()
    const body = { cc: '1', phone_number: '6505553333', verified_name: 'Lucky Shrub' }
    const { id } = (await call(`/${account.id}/phone_numbers`, { body })).json
    const number = world.state.numbers[String(id)]
    const register = { messaging_product: 'whatsapp', pin: '212834' }
    expect(codeOf((await call(`/${id}/register`, { body: register })).json)).toBe(133006)
    expect((await call(`/${id}/request_code?code_method=SMS&language=en_US`, { method: 'POST' })).json).toEqual({
      success: true,
    })
    expect(codeOf((await call(`/${id}/verify_code`, { body: { code: 'wrong' } })).json)).toBe(136025)
    expect((await call(`/${id}/verify_code`, { body: { code: number?.pendingCode } })).json).toEqual({ success: true })
    expect((await call(`/${id}/register`, { body: register })).json).toEqual({ success: true })
    expect(number).toMatchObject({ status: 'CONNECTED', pin: '212834', platformType: 'CLOUD_API' })
    await simulator.whenQuiet()
    expect(at(received[0]?.json, 'entry', 0, 'changes', 0)).toMatchObject({
      field: 'phone_number_quality_update',
      value: { event: 'ONBOARDING', display_phone_number: '16505553333', current_limit: 'TIER_2K' },
    })
    expect(codeOf((await call(`/${account.id}/phone_numbers`, { body })).json)).toBe(100)
  })

  it('checks the PIN: wrong 133005, too fast 133009, too many 133008', async () => {
    const { number, call, simulator } = start()
    number.pin = '111111'
    const register = async (pin: string) => {
      number.registrations = []
      return codeOf((await call(`/${number.id}/register`, { body: { messaging_product: 'whatsapp', pin } })).json)
    }
    expect([await register('222222'), await register('222222'), await register('222222')]).toEqual([
      133005, 133005, 133005,
    ])
    expect(await register('111111')).toBe(133009)
    simulator.moveClock(61_000)
    for (let guess = 0; guess < 7; guess++) {
      expect(await register('222222')).toBe(133005)
      simulator.moveClock(61_000)
    }
    expect(await register('111111')).toBe(133008)
    simulator.moveClock(12 * HOUR)
    expect(await register('111111')).toBeUndefined()
    expect(await register('12345')).toBe(100)
  })

  it('limits registrations to ten in 72 hours, and waits after a deletion', async () => {
    const { number, call, simulator, world } = start()
    const register = async () =>
      codeOf((await call(`/${number.id}/register`, { body: { messaging_product: 'whatsapp', pin: '111111' } })).json)
    const deregister = async () => codeOf((await call(`/${number.id}/deregister`, { method: 'POST' })).json)
    expect(await deregister()).toBeUndefined()
    expect(number.status).toBe('DISCONNECTED')
    expect(await deregister()).toBe(133010)
    expect(codeOf((await call(`/${number.id}`, { body: { pin: '123456' } })).json)).toBe(133010)
    number.blockedUntil = world.now() + 5 * 60_000
    expect(await register()).toBe(133015)
    simulator.moveClock(5 * 60_000 + 1)
    for (let count = 3; count < 10; count++) expect(await register()).toBeUndefined()
    expect(await register()).toBe(133016)
    simulator.moveClock(72 * HOUR)
    expect(await register()).toBeUndefined()
  })
})

describe('changing a number', () => {
  it('sets PIN and display name, and reports the PIN', async () => {
    const { number, call, simulator, received } = start()
    expect((await call(`/${number.id}`, { body: { pin: '150954' } })).json).toEqual({ success: true })
    expect((await call(`/${number.id}?new_display_name=Lucky%20Succulents`, { method: 'POST' })).json).toEqual({
      success: true,
    })
    await simulator.whenQuiet()
    expect(at(received[0]?.json, 'entry', 0, 'changes', 0)).toMatchObject({
      field: 'security',
      value: { event: 'PIN_CHANGED' },
    })
    expect((await call(`/${number.id}?fields=new_display_name,new_name_status,is_pin_enabled`)).json).toMatchObject({
      new_display_name: 'Lucky Succulents',
      new_name_status: 'PENDING_REVIEW',
      is_pin_enabled: true,
    })
    expect(codeOf((await call(`/${number.id}`, { body: {} })).json)).toBe(100)
  })

  it('overrides its callback after the handshake, shows all three, and takes it back with an empty address', async () => {
    const { world, number, account, app, call } = start()
    answerHandshakes(world, { 'https://phone.test/hook': 'mine', 'https://waba.test/hook': 'ours' })
    const override = (override_callback_uri: string, verify_token: string) => ({ override_callback_uri, verify_token })
    const set = (values: object) => call(`/${number.id}`, { body: { webhook_configuration: values } })
    expect(codeOf((await set(override('https://phone.test/hook', 'wrong'))).json)).toBe(2200)
    expect(codeOf((await set({ override_callback_uri: 'https://phone.test/hook' })).json)).toBe(100)
    expect((await set(override('https://phone.test/hook', 'mine'))).json).toEqual({ success: true })
    await call(`/${account.id}/subscribed_apps`, { body: override('https://waba.test/hook', 'ours') })
    expect((await call(`/${number.id}?fields=webhook_configuration`)).json.webhook_configuration).toEqual({
      phone_number: 'https://phone.test/hook',
      whatsapp_business_account: 'https://waba.test/hook',
      application: app.callbackUrl,
    })
    await set({ override_callback_uri: '' })
    expect(number.overrideCallbackUrl).toBeNull()
  })

  it('keeps settings, ice breakers, commands, catalog switches, username, badge', async () => {
    const { number, call } = start()
    const post = async (edge: string, body: object) => (await call(`/${number.id}/${edge}`, { body })).json
    expect(await post('settings', { user_identity_change: { enable_identity_key_check: true } })).toEqual({
      success: true,
    })
    expect((await call(`/${number.id}/settings`)).json).toMatchObject({
      user_identity_change: { enable_identity_key_check: true },
    })
    expect(codeOf(await post('settings', { nonsense: {} }))).toBe(100)
    const commands = [{ command_name: 'track', command_description: 'Where is it?' }]
    await post('conversational_automation', { enable_welcome_message: true, prompts: ['Book a flight'], commands })
    expect((await call(`/${number.id}?fields=conversational_automation`)).json.conversational_automation).toMatchObject(
      {
        enable_welcome_message: true,
        prompts: ['Book a flight'],
        commands,
      },
    )
    expect(codeOf(await post('conversational_automation', { prompts: Array(5).fill('x') }))).toBe(100)
    expect(codeOf(await post('conversational_automation', { prompts: ['x'.repeat(81)] }))).toBe(100)
    expect(codeOf(await post('conversational_automation', { commands: [{ command_name: 'x'.repeat(33) }] }))).toBe(100)
    await call(`/${number.id}/whatsapp_commerce_settings?is_cart_enabled=false&is_catalog_visible=true`, {
      method: 'POST',
    })
    expect((await call(`/${number.id}/whatsapp_commerce_settings`)).json.data).toEqual([
      { is_cart_enabled: false, is_catalog_visible: true, id: number.id },
    ])
    expect(await post('username', { username: 'lucky_shrub' })).toEqual({ status: 'approved' })
    expect(codeOf(await post('username', { username: 'Nö' }))).toBe(147001)
    await post('official_business_account', {
      business_website_url: 'https://x.test',
      primary_country_of_operation: 'US',
    })
    expect((await call(`/${number.id}?fields=official_business_account`)).json.official_business_account).toEqual({
      oba_status: 'PENDING',
    })
  })
})

describe('the business profile', () => {
  const path = () => `/${business.number.id}/whatsapp_business_profile`
  const profile = {
    about: 'Succulents',
    address: '1 Hacker Way',
    description: 'We sell plants',
    vertical: 'RETAIL',
    email: 'hello@luckyshrub.test',
    websites: ['https://www.luckyshrub.test'],
  }

  it('is kept, and answered by field', async () => {
    const { call } = start()
    expect((await call(path(), { body: { messaging_product: 'whatsapp', ...profile } })).json).toEqual({
      success: true,
    })
    expect((await call(`${path()}?fields=about,address,description,email,websites,vertical`)).json).toEqual({
      data: [{ ...profile, messaging_product: 'whatsapp' }],
    })
  })

  it('refuses what is too long, too many or unknown', async () => {
    const { call } = start()
    const wrong: object[] = [
      { about: 'x'.repeat(140) },
      { about: '' },
      { address: 'x'.repeat(257) },
      { description: 'x'.repeat(513) },
      { email: `${'x'.repeat(128)}@x.test` },
      { email: 'nobody' },
      { websites: ['https://a.test', 'https://b.test', 'https://c.test'] },
      { websites: ['luckyshrub'] },
      { vertical: 'CIRCUS' },
      { profile_picture_handle: '4::invented' },
      { messaging_product: undefined },
    ]
    for (const values of wrong) {
      const { status, json } = await call(path(), { body: { messaging_product: 'whatsapp', ...values } })
      expect([status, codeOf(json)], JSON.stringify(values).slice(0, 60)).toEqual([400, 100])
    }
  })
})
