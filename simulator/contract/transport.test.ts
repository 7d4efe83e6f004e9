import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asJson, createBusiness, hmac, WEBHOOK } from '../test/business'
import { sendAlert } from '../webhooks/account-fields'
import { arrives, does } from './run-webhooks'
import type { Business } from './target'

/** §6.1: how updates come, whatever is in them. */
let business: Business
/** What came to other addresses than the app's own. */
let others: { url: string; field: unknown }[]
let handshakes: URL[]
beforeEach(() => {
  business = createBusiness()
  others = []
  handshakes = []
  const before = business.world.fetch
  business.world.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    if (request.method === 'GET') {
      handshakes.push(url)
      return new Response(url.searchParams.get('hub.challenge'))
    }
    if (request.url.startsWith(WEBHOOK)) return before(request)
    const json = asJson(await request.json())
    others.push({ url: request.url, field: Object(json).entry[0].changes[0].field })
    return new Response('ok')
  }
})
afterEach(() => business.simulator.close())

const alert = ({ world, account, portfolio }: Business) =>
  sendAlert(world, {
    ...{ accountId: account.id, entity: 'BUSINESS', entityId: portfolio.id, severity: 'WARNING' },
    ...{ type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED', description: 'Limits cannot be increased.' },
  })
const writes = async () => {
  await does(business, { type: 'text', text: 'Hi' })
  await business.simulator.whenQuiet()
}
const ofAccount = 'https://account.test/webhook'
const ofNumber = 'https://number.test/webhook'

describe('webhooks', () => {
  it('ask for the challenge with the token, when a callback is saved', async () => {
    const body = { override_callback_uri: ofAccount, verify_token: 'myvoiceismypassport?' }
    await business.call(`/${business.account.id}/subscribed_apps`, { body })
    const [asked] = handshakes
    expect(asked?.origin).toBe('https://account.test')
    expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({
      'hub.mode': 'subscribe',
      'hub.challenge': expect.stringMatching(/^\d+$/),
      'hub.verify_token': 'myvoiceismypassport?',
    })
  })

  it('are JSON, signed with the app’s secret', async () => {
    let headers = new Headers()
    const passOn = business.world.fetch
    business.world.fetch = (input, init) => {
      headers = new Request(input, init).headers
      return passOn(input, init)
    }
    await writes()
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(headers.get('x-hub-signature-256')).toBe(hmac(business.app.secret, business.received[0]?.body ?? ''))
  })

  it('go to the number’s callback before the account’s before the app’s', async () => {
    const { account, number, call } = business
    await writes()
    await call(`/${account.id}/subscribed_apps`, { body: { override_callback_uri: ofAccount, verify_token: 'x' } })
    await writes()
    const configuration = { webhook_configuration: { override_callback_uri: ofNumber, verify_token: 'x' } }
    await call(`/${number.id}`, { body: configuration })
    await writes()
    await call(`/${number.id}`, { body: { webhook_configuration: { override_callback_uri: '' } } })
    await call(`/${account.id}/subscribed_apps`, { method: 'POST' })
    await writes()
    expect([business.received.length, others.map(({ url }) => url)]).toEqual([2, [ofAccount, ofNumber]])
  })

  it('about the account go to the app, whatever is overridden', async () => {
    const { account, call } = business
    await call(`/${account.id}/subscribed_apps`, { body: { override_callback_uri: ofAccount, verify_token: 'x' } })
    await alert(business)
    await business.simulator.whenQuiet()
    expect([business.received.length, others]).toEqual([1, []])
  })

  it('do not come from an account that nobody is subscribed to', async () => {
    await business.call(`/${business.account.id}/subscribed_apps`, { method: 'DELETE' })
    await writes()
    expect(business.received).toEqual([])
  })

  it('come only for the fields that the app wants', async () => {
    business.app.fields = ['account_alerts']
    await writes()
    await alert(business)
    await business.simulator.whenQuiet()
    expect(business.received.map(({ json }) => Object(json).entry[0].changes[0].field)).toEqual(['account_alerts'])
  })

  it('come again with the same bytes until they are answered with 200', async () => {
    const answers = [500, 302, 204, 200]
    const bodies: string[] = []
    const passOn = business.world.fetch
    business.world.fetch = async (input, init) => {
      const request = new Request(input, init)
      bodies.push(`${request.headers.get('x-hub-signature-256')} ${await request.clone().text()}`)
      await passOn(request)
      return new Response(null, { status: answers[bodies.length - 1] ?? 200, headers: { location: ofNumber } })
    }
    await writes()
    for (let hour = 0; hour < 48 && bodies.length < answers.length; hour++) {
      business.simulator.moveClock(3600_000)
      await business.simulator.whenQuiet()
    }
    expect(bodies).toHaveLength(answers.length)
    expect(new Set(bodies).size).toBe(1)
  })

  it('open the window of 24 hours, as an incoming call does', async () => {
    business.simulator.moveClock(48 * 3600_000)
    await does(business, { type: 'call', outcome: 'completed', seconds: 0 })
    await business.sendMessage({ text: { body: 'You called?' } })
    await business.simulator.whenQuiet()
    expect(business.received.map(({ body }) => body).join()).not.toContain('131047')
  })

  it('name every message once when several come in one', async () => {
    business.number.chaos.batch = 4
    for (const text of ['One', 'Two']) void does(business, { type: 'text', text })
    await arrives(business, { text: { body: 'Hello' } })
    const [{ entry }] = business.received.map(({ json }) => Object(json))
    const { messages, contacts } = entry[0].changes[0].value
    expect([messages.length, contacts.length]).toEqual([2, 1])
  })
})
