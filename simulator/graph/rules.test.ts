import { afterEach, describe, expect, it } from 'vitest'
import { addCustomer } from '../core/customers'
import { addTemplate } from '../core/entities'
import type { Template } from '../core/state'
import { at, codeOf, createBusiness, statusesIn } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = (options?: Parameters<typeof createBusiness>[0]) => {
  business = createBusiness(options)
  return business
}
afterEach(() => business.simulator.close())

const text = { type: 'text', text: { body: 'Hello' } }
const HOUR = 3600_000

function addPlainTemplate(category: Template['category'] = 'UTILITY') {
  const { world, account } = business
  addTemplate(world, { accountId: account.id, name: 'plain', category, components: [{ type: 'BODY', text: 'Hello' }] })
  return { type: 'template', template: { name: 'plain', language: { code: 'en_US' } } }
}
const failures = () =>
  statusesIn(business.received)
    .filter(({ status }) => status === 'failed')
    .map((one) => at(one, 'errors', 0, 'code'))

describe('the answer', () => {
  it('names input and wa_id, which differ in Brazil, and the user id', async () => {
    const { world, sendMessage, portfolio } = start()
    const ana = addCustomer(world, { phone: '5541999887766', name: 'Ana' })
    const { status, json } = await sendMessage(text, { to: '+55 41 99988-7766' })
    expect(status).toBe(200)
    expect(json).toEqual({
      messaging_product: 'whatsapp',
      contacts: [{ input: '+55 41 99988-7766', wa_id: '554199887766', user_id: ana.userIds[portfolio.id] }],
      messages: [{ id: expect.stringMatching(/^wamid\.[A-Za-z0-9+/=]+$/) }],
    })
  })
  it('to a business-scoped user id has no phone number; with both, the phone wins', async () => {
    const { customer, portfolio, sendMessage, openWindow } = start()
    openWindow()
    await sendMessage(text)
    const userId = customer.userIds[portfolio.id] ?? ''
    expect(userId).toMatch(/^US\.\d+$/)
    expect((await sendMessage(text, { recipient: userId })).json).toMatchObject({
      contacts: [{ input: userId, user_id: userId }],
    })
    expect(at((await sendMessage(text, { recipient: userId })).json, 'contacts', 0, 'wa_id')).toBeUndefined()
    expect((await sendMessage(text, { recipient: userId, to: '16505551234' })).json).toMatchObject({
      contacts: [{ input: '16505551234' }],
    })
    expect(codeOf((await sendMessage(text, { recipient: 'nonsense' })).json)).toBe(131009)
    expect(codeOf((await sendMessage(text, { recipient: 'US.999' })).json)).toBe(131026)
  })
})

describe('recipients', () => {
  it('needs one, a valid one, another than itself, one of the test list', async () => {
    const { number, sendMessage } = start()
    expect(at((await sendMessage(text, {})).json, 'error', 'message')).toBe('(#100) The parameter to is required.')
    expect(codeOf((await sendMessage(text, { to: 'somebody' })).json)).toBe(131009)
    expect(codeOf((await sendMessage(text, { to: '+1 650 555 1111' })).json)).toBe(131021)
    expect(codeOf((await sendMessage(text, { to: 'g1', recipient_type: 'group' })).json)).toBe(131020)
    number.allowedRecipients = ['+1 650 555 9999']
    expect(codeOf((await sendMessage(text)).json)).toBe(131030)
    number.allowedRecipients = ['+1 650 555 1234']
    expect((await sendMessage(text)).status).toBe(200)
  })
  it('accepts somebody without WhatsApp, then fails with 131026', async () => {
    const { simulator, sendMessage } = start()
    expect((await sendMessage(text, { to: '+491711234567' })).status).toBe(200)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131026])
  })
  it('refuses a hash of another phone', async () => {
    const { sendMessage, customer } = start()
    expect(codeOf((await sendMessage({ ...text, recipient_identity_key_hash: 'old' })).json)).toBe(137000)
    expect((await sendMessage({ ...text, recipient_identity_key_hash: customer.identityHash })).status).toBe(200)
  })
  it('fails for who has blocked the business, and for whom the business has blocked', async () => {
    const { simulator, sendMessage, customer, number, openWindow } = start()
    openWindow()
    customer.blockedNumbers.push(number.id)
    await sendMessage(text)
    await simulator.whenQuiet()
    customer.blockedNumbers = []
    number.blocked.push(customer.waId)
    await sendMessage(text)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131026, 130403])
  })
})

describe('the number', () => {
  it('must be registered, its account not locked, its name approved', async () => {
    const { number, account, sendMessage } = start()
    number.status = 'DISCONNECTED'
    expect(codeOf((await sendMessage(text)).json)).toBe(133010)
    number.status = 'CONNECTED'
    account.status = 'DISABLED'
    expect(await sendMessage(text)).toMatchObject({ status: 403, json: { error: { code: 131031 } } })
    account.status = 'ACTIVE'
    Object.assign(number, { displayPhoneNumber: '+1 555 123 4567', nameStatus: 'DECLINED' })
    expect(codeOf((await sendMessage(text)).json)).toBe(131037)
  })
  it('sends 80 in a second, 1,000 when upgraded, 20 in coexistence', async () => {
    const { number, world, sendMessage } = start()
    for (const [change, limit] of [
      [{}, 80],
      [{ throughput: 'HIGH' }, 1000],
      [{ throughput: 'STANDARD', isOnBizApp: true }, 20],
    ] as const) {
      Object.assign(number, change)
      number.sentAt = Array.from({ length: limit }, () => world.now())
      expect(codeOf((await sendMessage(text)).json)).toBe(130429)
      number.sentAt.pop()
      expect((await sendMessage(text)).status).toBe(200)
    }
  })
  it('writes to one customer 45 times at once, then once in six seconds', async () => {
    const { number, simulator, sendMessage } = start()
    number.throughput = 'HIGH'
    for (let i = 0; i < 45; i++) expect((await sendMessage(text)).status).toBe(200)
    expect(await sendMessage(text)).toMatchObject({ status: 400, json: { error: { code: 131056 } } })
    simulator.moveClock(6000)
    expect((await sendMessage(text)).status).toBe(200)
    expect(codeOf((await sendMessage(text)).json)).toBe(131056)
  })
})

describe('the customer service window', () => {
  it('is open for 24 hours; after that a message is accepted and fails, or is refused', async () => {
    const { simulator, world, sendMessage, openWindow } = start()
    openWindow()
    await sendMessage(text)
    simulator.moveClock(24 * HOUR)
    expect((await sendMessage(text)).status).toBe(200)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131047])
    world.state.settings.windowFailure = 'sync'
    expect(await sendMessage(text)).toMatchObject({
      status: 400,
      json: { error: { code: 131047, message: '(#131047) Re-engagement message' } },
    })
  })
  it('needs no window for templates', async () => {
    const { simulator, sendMessage, received } = start()
    expect((await sendMessage(addPlainTemplate())).json).toMatchObject({ messages: [{ message_status: 'accepted' }] })
    await simulator.whenQuiet()
    expect(statusesIn(received).map(({ status }) => status)).toEqual(['sent', 'delivered'])
  })
})

describe('limits of templates', () => {
  it('counts the customers of a portfolio in 24 hours', async () => {
    const { world, portfolio, simulator, sendMessage, number } = start()
    number.throughput = 'HIGH'
    portfolio.messagingLimit = 'TIER_250'
    const template = addPlainTemplate()
    for (let i = 0; i < 250; i++) portfolio.reached[`c${i}`] = world.now()
    await sendMessage(template)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131064])
    simulator.moveClock(24 * HOUR + 1000)
    await sendMessage(template)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131064])
    expect(Object.keys(portfolio.reached)).toHaveLength(1)
  })
  it('caps marketing by customer, outside the window', async () => {
    const { simulator, sendMessage, openWindow } = start()
    const template = addPlainTemplate('MARKETING')
    for (let i = 0; i < 3; i++) await sendMessage(template)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131049])
    openWindow()
    await sendMessage(template)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131049])
  })
  it('respects who wants no marketing', async () => {
    const { simulator, sendMessage, customer } = start()
    customer.optedOutOfMarketing = true
    await sendMessage(addPlainTemplate('MARKETING'))
    await simulator.whenQuiet()
    expect(failures()).toEqual([131050])
  })
  it('takes only marketing on the Marketing Messages API', async () => {
    const { call, number } = start()
    const body = { messaging_product: 'whatsapp', to: '16505551234', ...addPlainTemplate() }
    expect(codeOf((await call(`/${number.id}/marketing_messages`, { body })).json)).toBe(134100)
  })
})

describe('failures on demand', () => {
  it('fails the next sends with given codes, at once or later, first first', async () => {
    const { number, simulator, sendMessage, openWindow } = start()
    openWindow()
    number.chaos.nextFailures = [
      { code: 131016, asStatus: false },
      { code: 131053, asStatus: true },
    ]
    expect(await sendMessage(text)).toMatchObject({
      status: 500,
      json: { error: { code: 131016, is_transient: true } },
    })
    expect((await sendMessage(text)).status).toBe(200)
    expect((await sendMessage(text)).status).toBe(200)
    await simulator.whenQuiet()
    expect(failures()).toEqual([131053])
  })
  it('answers 5xx, having accepted or not', async () => {
    const { number, world, sendMessage, openWindow } = start()
    openWindow()
    Object.assign(number.chaos, { failWith5xx: 1 })
    expect(await sendMessage(text)).toMatchObject({ status: 500, json: { error: { code: 131000 } } })
    expect(Object.keys(world.state.messages)).toHaveLength(0)
    number.chaos.acceptBeforeFailing = 1
    expect((await sendMessage(text)).status).toBe(500)
    expect(Object.keys(world.state.messages)).toHaveLength(1)
  })
  it('throttles, closes the connection, hangs until the caller gives up; accepted all the same', async () => {
    const { number, world, simulator, token, sendMessage, openWindow } = start()
    openWindow()
    number.chaos.throttle = 1
    expect(codeOf((await sendMessage(text)).json)).toBe(130429)
    Object.assign(number.chaos, { throttle: 0, closeConnection: 1 })
    await expect(sendMessage(text)).rejects.toThrow('fetch failed')
    Object.assign(number.chaos, { closeConnection: 0, hang: 1 })
    const controller = new AbortController()
    const hanging = simulator.request(`https://graph.facebook.com/${number.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: '16505551234', ...text }),
      signal: controller.signal,
    })
    await simulator.whenQuiet()
    expect(Object.keys(world.state.messages)).toHaveLength(2)
    controller.abort()
    await expect(hanging).rejects.toThrow()
  })
  it('can tell the status before the answer', async () => {
    const { number, received, sendMessage, openWindow } = start()
    openWindow()
    number.chaos.statusBeforeResponse = 1
    const { json } = await sendMessage(text)
    expect(statusesIn(received)).toMatchObject([{ status: 'sent', id: at(json, 'messages', 0, 'id') }])
  })
})
