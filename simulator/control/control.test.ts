import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpSender } from '../load/http-sender'
import { digestOf, type LedgerMessage } from '../load/ledger'
import { runLoad } from '../load/run'
import { serve } from '../node/http'
import { createSimulator } from '../simulator'
import { hmac } from '../test/business'
import { mountControl } from './control'

type Json = Record<string, unknown>
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

type Told = { url: string; json: Json; signature: string | null; body: string }

/** A simulator as a program on the same machine sees it. */
function createScene({ workerUrl = null as string | null, isListening = true } = {}) {
  const told: Told[] = []
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const body = await request.text()
    told.push({ url: request.url, body, json: JSON.parse(body), signature: request.headers.get('x-hub-signature-256') })
    return new Response('ok', { status: isListening ? 200 : 503 })
  }
  const simulator = createSimulator({
    seed: 3,
    fetch: send,
    settings: { statusDelaysMs: { sent: 0, delivered: 0, read: 0, played: 0 } },
  })
  mountControl(simulator, { workerUrl, demo: null })
  closers.push(() => simulator.close())
  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; json: Json }> => {
    const response = await simulator.request(`http://simulator.test/_simulator${path}`, {
      method,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as Json }
  }
  const connect = async () => {
    const { json } = await call('POST', '/businesses', {
      name: 'Lucky Shrub',
      callbackUrl: 'https://business.test/webhook',
    })
    const customer = (await call('POST', '/customers', { name: 'Ada', phone: '+1 650 555 1234' })).json
    return {
      business: json as Json & {
        phoneNumberId: string
        accessToken: string
        appSecret: string
        accountId: string
        appId: string
      },
      customer: customer as Json & { id: string },
    }
  }
  const act = (id: string, action: Json) => call('POST', `/customers/${id}/actions`, action)
  const graph = (path: string, { token, body }: { token: string; body?: Json }) =>
    simulator.request(`http://simulator.test/v26.0${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
  return { simulator, world: simulator.world, told, call, connect, act, graph }
}

const sentence = ({ json }: { json: Json }) => (json.error as { message: string }).message

describe('the control API', () => {
  it('gives everything that is needed to connect, in one call', async () => {
    const { call, act, connect, graph, told } = createScene()
    const { business, customer } = await connect()
    expect(business).toMatchObject({
      appId: expect.any(String),
      appSecret: expect.any(String),
      verifyToken: expect.any(String),
      accountId: expect.any(String),
      portfolioId: expect.any(String),
      phoneNumbers: [{ id: business.phoneNumberId, displayPhoneNumber: expect.any(String) }],
    })
    const { json } = await act(customer.id, { type: 'text', text: 'Größer, bitte 😀' })
    await call('POST', '/quiet')
    expect(told).toHaveLength(1)
    expect(told[0]?.signature).toBe(hmac(business.appSecret, told[0]?.body ?? ''))
    expect(JSON.stringify(told[0]?.json)).toContain(String(json.messageId))

    const answer = await graph(`/${business.phoneNumberId}/messages`, {
      token: business.accessToken,
      body: { messaging_product: 'whatsapp', to: '16505551234', type: 'text', text: { body: 'Gern' } },
    })
    expect(answer.status).toBe(200)
    await call('POST', '/quiet')
    const received = (await call('GET', `/received?numberId=${business.phoneNumberId}`)).json
    expect(received).toMatchObject({
      total: 1,
      messages: [{ type: 'text', status: 'delivered', payload: { text: { body: 'Gern' } } }],
    })
    const thread = (await call('GET', `/threads/${business.phoneNumberId}/${customer.id}`)).json
    expect(thread).toMatchObject({
      windowUntil: expect.any(Number),
      messages: [
        { from: 'customer', content: { kind: 'text', text: 'Größer, bitte 😀' } },
        { from: 'business', content: { kind: 'text', text: 'Gern' }, status: 'delivered' },
      ],
    })
  })

  it('answers bad input with a sentence', async () => {
    const { call, act, connect } = createScene()
    const { business, customer } = await connect()
    const number = `/numbers/${business.phoneNumberId}`
    const refusals: [number, string, { status: number; json: Json }][] = [
      [400, 'The body is not JSON.', await call('POST', '/customers', '{')],
      [400, 'There is no such action: see GET /_simulator.', await act(customer.id, { type: 'dance' })],
      [400, 'text is missing.', await act(customer.id, { type: 'text' })],
      [400, 'A message needs text.', await act(customer.id, { type: 'text', text: '' })],
      [404, 'There is no customer 9.', await act('9', { type: 'text', text: 'Hi' })],
      [404, 'There is no phone number 9.', await call('GET', '/numbers/9')],
      [409, '+16505551234 is the number of Ada.', await call('POST', '/customers', { phone: '16505551234' })],
      [400, 'A rate is from 0 to 1.', await call('PATCH', `${number}/chaos`, { drop: 2 })],
      [
        409,
        'Time goes forwards only. A reset goes back to the present.',
        await call('POST', '/clock', { offsetMs: -1 }),
      ],
      [400, 'Give one of advanceMs, offsetMs or at (an ISO date).', await call('POST', '/clock', { hours: 1 })],
      [400, 'limit is a whole number, not "many".', await call('GET', '/events?limit=many')],
      [
        404,
        'There is no POST /_simulator/nothing. GET /_simulator lists what there is.',
        await call('POST', '/nothing'),
      ],
      [
        409,
        'Nobody is subscribed to that number: give a url, or subscribe an app.',
        await (async () => {
          const { json } = await call('POST', '/businesses', { name: 'Silent' })
          return call('POST', '/load', { numberIds: [json.phoneNumberId] })
        })(),
      ],
    ]
    for (const [status, message, refusal] of refusals) {
      expect([refusal.status, sentence(refusal)]).toEqual([status, message])
    }
  })

  it('lets nobody in from another site', async () => {
    const { simulator } = createScene()
    const headers = { origin: 'https://evil.example' }
    const response = await simulator.request('http://127.0.0.1:8788/_simulator/reset', { method: 'POST', headers })
    expect(response.status).toBe(403)
    const own = { origin: 'http://127.0.0.1:8788' }
    expect((await simulator.request('http://127.0.0.1:8788/_simulator/clock', { headers: own })).status).toBe(200)
  })

  it('moves the product’s clock along, and back with a reset', async () => {
    const { call, told, connect } = createScene({ workerUrl: 'http://worker.test' })
    await connect()
    const moved = await call('POST', '/clock', { advanceMs: 3600_000 })
    expect(moved.json).toMatchObject({ offsetMs: 3600_000, worker: 'moved' })
    expect(Math.abs(Date.parse(String(moved.json.now)) - Date.now() - 3600_000)).toBeLessThan(5000)
    await call('POST', '/clock', { offsetMs: 7200_000 })
    await call('POST', '/reset', { demo: false })
    expect(
      told.filter(({ url }) => url === 'http://worker.test/api/dev/clock').map(({ json }) => json.offsetMs),
    ).toEqual([3600_000, 7200_000, 0])
    expect((await call('GET', '/overview')).json).toMatchObject({ offsetMs: 0, numbers: [], totalCustomers: 0 })
  })

  it('says that the product’s clock stayed, when it does not answer', async () => {
    const { call } = createScene({ workerUrl: 'http://worker.test', isListening: false })
    expect((await call('POST', '/clock', { advanceMs: 1 })).json).toMatchObject({
      worker: 'not moved: it answered 503',
    })
  })

  it('makes the next message fail, and numbers misbehave from a seed', async () => {
    const { call, act, connect, graph } = createScene()
    const { business, customer } = await connect()
    const number = `/numbers/${business.phoneNumberId}`
    await act(customer.id, { type: 'text', text: 'Hi' })
    const body = { messaging_product: 'whatsapp', to: '16505551234', type: 'text', text: { body: 'Hello' } }
    await call('POST', `${number}/failures`, { code: 131026 })
    await call('POST', `${number}/failures`, { code: 130429, asStatus: false })
    const token = business.accessToken
    expect((await graph(`/${business.phoneNumberId}/messages`, { token, body })).status).toBe(200)
    const refused = (await (await graph(`/${business.phoneNumberId}/messages`, { token, body })).json()) as Json
    expect(refused).toMatchObject({ error: { code: 130429 } })
    await call('POST', '/quiet')
    expect((await call('GET', '/received')).json).toMatchObject({
      messages: [{ status: 'failed', error: { code: 131026 } }],
    })

    expect((await call('PATCH', `${number}/chaos`, { drop: 0.5, seed: 9 })).json).toMatchObject({
      drop: 0.5,
      seed: 9,
      step: 0,
    })
    expect((await call('DELETE', `${number}/chaos`)).json).toMatchObject({ drop: 0, seed: 9 })
  })

  it('expires tokens, changes numbers, templates and accounts, and tells the business', async () => {
    const { call, connect, graph, told } = createScene()
    const { business } = await connect()
    const kinds = () => told.map(({ json }) => JSON.stringify(json).match(/"field":"(\w+)"/)?.[1])
    await call('PATCH', `/numbers/${business.phoneNumberId}`, { qualityRating: 'RED' })
    const template = await call('POST', '/templates', {
      accountId: business.accountId,
      name: 'order_shipped',
      components: [{ type: 'BODY', text: 'On its way' }],
    })
    expect(template.json).toMatchObject({ status: 'APPROVED' })
    expect(sentence(await call('POST', '/templates', { ...template.json, components: [{}] }))).toContain('already')
    for (const change of [
      { do: 'pause' },
      { do: 'quality', quality: 'YELLOW' },
      { do: 'category', category: 'MARKETING', atOnce: true },
    ]) {
      expect((await call('PATCH', `/templates/${template.json.id}`, change)).status).toBe(200)
    }
    for (const change of [
      { do: 'ban', state: 'SCHEDULE_FOR_DISABLE' },
      { do: 'limit', tier: 'TIER_100K' },
      { do: 'alert', type: 'X' },
      { do: 'review', decision: 'APPROVED' },
    ]) {
      expect((await call('PATCH', `/accounts/${business.accountId}`, change)).status).toBe(200)
    }
    await call('POST', '/quiet')
    expect(new Set(kinds())).toEqual(
      new Set([
        ...['phone_number_quality_update', 'message_template_status_update', 'message_template_quality_update'],
        ...[
          'template_category_update',
          'account_update',
          'business_capability_update',
          'account_alerts',
          'account_review_update',
        ],
      ]),
    )
    const { code } = (await call('POST', `/accounts/${business.accountId}/signup-code`, { appId: business.appId })).json
    expect(code).toEqual(expect.any(String))

    await call('PATCH', `/tokens/${business.accessToken}`, { expiresInSeconds: 0 })
    const expired = await graph(`/${business.phoneNumberId}`, { token: business.accessToken })
    expect([expired.status, await expired.json()]).toMatchObject([401, { error: { code: 190, error_subcode: 463 } }])
  })

  it('plays the owner’s phone: echoes, contacts and history', async () => {
    const { call, connect, told } = createScene()
    const { business, customer } = await connect()
    const number = `/numbers/${business.phoneNumberId}`
    await call('POST', `${number}/echo`, { customerId: customer.id, text: 'From my phone' })
    const history = await call('POST', `${number}/history`, { messages: 10, days: 120 })
    expect(history.json).toMatchObject({ chunks: 3, messages: expect.any(Number) })
    await call('POST', `${number}/history`, { declined: true })
    await call('POST', '/quiet')
    const text = JSON.stringify(told.map(({ json }) => json))
    for (const part of ['smb_message_echoes', 'smb_app_state_sync', '"progress":100', '2593109'])
      expect(text).toContain(part)
  })

  it('gathers a crowd', async () => {
    const { call, connect, told } = createScene()
    await connect()
    const { json } = await call('POST', '/crowd', { count: 20 })
    await call('POST', '/quiet')
    expect((json.messages as Json[]).length).toBe(20)
    expect(told).toHaveLength(20)
    expect((await call('GET', '/overview')).json).toMatchObject({ totalCustomers: 21 })
    expect((await call('GET', '/overview?search=ada')).json.customers).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'Ada' })]),
    )
  })

  it('shows deliveries that were not taken, and tries them again when asked', async () => {
    const { call, act, connect, simulator } = createScene({ isListening: false })
    const { customer } = await connect()
    await act(customer.id, { type: 'text', text: 'Hi' })
    await call('POST', '/quiet', { withinMs: 0 })
    expect((await call('GET', '/overview')).json).toMatchObject({ deliveries: { waiting: 1 } })
    expect((await call('POST', '/deliveries/retry')).json).toEqual({ retried: 1 })
    await simulator.whenQuiet(0)
    const { deliveries } = (await call('GET', '/deliveries?state=waiting')).json as {
      deliveries: { attempts: Json[] }[]
    }
    expect(deliveries[0]?.attempts).toMatchObject([{ status: 503 }, { status: 503 }])
  })

  it('streams events, from where the reader was', async () => {
    const { simulator, act, connect, call } = createScene()
    const { customer } = await connect()
    const served = await serve({ fetch: simulator.fetch, port: 0, host: '127.0.0.1' })
    closers.push(served.close)
    const { events } = (await call('GET', '/events')).json as { events: { id: string }[] }
    const response = await fetch(`${served.url}/_simulator/events/stream`, {
      headers: { 'last-event-id': events.at(-2)?.id ?? '' },
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    await act(customer.id, { type: 'text', text: 'Hi' })
    let text = ''
    while (!text.includes('customer.text')) text += (await reader?.read())?.value ?? ''
    // The one that was missed comes first.
    expect(text.indexOf(events.at(-1)?.id ?? '')).toBeGreaterThan(0)
    await reader?.cancel()
    await expect.poll(() => simulator.world.listeners.size).toBe(0)
  })

  it('shows media and what a business links to, without asking for it in the browser', async () => {
    const { act, connect, simulator } = createScene()
    const { customer } = await connect()
    const { json } = await act(customer.id, { type: 'image' })
    const path = `http://simulator.test/_simulator/messages/${encodeURIComponent(String(json.messageId))}/media`
    const whole = await simulator.request(path)
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    const part = await simulator.request(path, { headers: { range: 'bytes=0-3' } })
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 4])
  })
})

describe('load mode', () => {
  it('delivers what it planned, signed, and tells what the business should hold', async () => {
    const { call, connect, told } = createScene()
    const { business } = await connect()
    const plan = { count: 300, seed: 5, customers: 20, perDelivery: 2, repeat: 0.2, concurrency: 8 }
    const { json } = await call('POST', '/load?messages=true', plan)
    expect(json).toMatchObject({ errors: {}, acknowledged: json.deliveries, latencyMs: { p99: expect.any(Number) } })
    expect(told.length).toBe(json.deliveries)
    expect(told.length).toBeGreaterThan(300)
    for (const { body, signature } of told.slice(0, 20)) expect(signature).toBe(hmac(business.appSecret, body))

    const messages = told.flatMap(({ body }) => messagesIn(body))
    const ids = new Set(messages.filter(({ type }) => type !== 'reaction').map(({ id }) => id))
    const ledger = json.ledger as { numbers: Record<string, Json>; messages: Record<string, LedgerMessage[]> }
    const held = ledger.numbers[business.phoneNumberId]
    expect(held).toMatchObject({ messages: ids.size, contacts: new Set(messages.map(({ from }) => from)).size })
    expect(held?.digest).toBe(digestOf(ledger.messages[business.phoneNumberId] ?? []))

    // The same seed again: the same messages, so that a business which has them all holds nothing new.
    const again = await call('POST', '/load', plan)
    expect((again.json.ledger as { numbers: Json }).numbers).toEqual(ledger.numbers)
    const other = await call('POST', '/load', { ...plan, seed: 6 })
    expect((other.json.ledger as { numbers: Json }).numbers).not.toEqual(ledger.numbers)
  })

  it('sends statuses of what the business sent', async () => {
    const { call, act, connect, graph, told } = createScene()
    const { business, customer } = await connect()
    await act(customer.id, { type: 'text', text: 'Hi' })
    const body = { messaging_product: 'whatsapp', to: '16505551234', type: 'text', text: { body: 'Hello' } }
    await graph(`/${business.phoneNumberId}/messages`, { token: business.accessToken, body })
    await call('POST', '/quiet')
    told.length = 0
    const { json } = await call('POST', '/load', { count: 50, statuses: 1 })
    const { numbers } = json.ledger as { numbers: Record<string, Json> }
    expect(numbers[business.phoneNumberId]).toMatchObject({ messages: 0, statuses: { sent: 1, delivered: 1, read: 1 } })
    expect(told.every(({ body: text }) => text.includes('"statuses"'))).toBe(true)
  })

  it('keeps to its rate and its number of connections, and counts what went wrong', async () => {
    let open = 0
    let most = 0
    const server = createServer(async (request, response) => {
      most = Math.max(most, ++open)
      for await (const _ of request) {
        // Read to the end.
      }
      open--
      response.writeHead(request.headers['x-hub-signature-256'] === 'bad' ? 500 : 200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => new Promise((resolve) => server.close(resolve)))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const sender = createHttpSender({ url, connections: 4, timeoutMs: 5000 })
    const prepared = Array.from({ length: 60 }, (_, index) => ({
      body: Buffer.from('{}'),
      signature: index === 7 ? 'bad' : 'good',
      updates: 1,
    }))
    const report = await runLoad({ prepared, send: sender.send, rate: 400, concurrency: 4 }).finally(sender.close)
    expect(report).toMatchObject({ deliveries: 60, acknowledged: 59, errors: { 'status 500': 1 } })
    // 60 at 400 a second begin within 147.5 ms: no sooner.
    expect(report.seconds).toBeGreaterThanOrEqual(0.147)
    expect(most).toBeLessThanOrEqual(4)
  })
})

const messagesIn = (body: string): { id: string; from: string; type: string }[] =>
  JSON.parse(body).entry[0].changes.flatMap(({ value }: { value: { messages?: [] } }) => value.messages ?? [])
