import { createHmac } from 'node:crypto'
import { addCustomer } from '../core/customers'
import { addAccount, addApp, addNumber, addPortfolio, addToken } from '../core/entities'
import type { Settings } from '../core/settings'
import type { Customer } from '../core/state'
import { createSimulator } from '../simulator'

export const WEBHOOK = 'https://business.test/webhook'
type Json = Record<string, unknown>
export type Received = { url: string; body: string; signature: string | null; json: Json; at: number }

type Options = {
  seed?: number
  settings?: Partial<Settings>
  answer?: (received: Received, count: number) => Response | Promise<Response>
}

/** A business with one number, and a webhook that keeps what it gets. Links answer with what `links` has. */
export function createBusiness({ seed = 7, settings, answer }: Options = {}) {
  const received: Received[] = []
  const links = new Map<string, Response>()
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const link = links.get(request.url)
    if (link) return link.clone()
    if (!request.url.startsWith(WEBHOOK)) throw new TypeError('fetch failed')
    const body = await request.text()
    const signature = request.headers.get('x-hub-signature-256')
    const one: Received = { url: request.url, body, signature, json: asJson(JSON.parse(body)), at: received.length }
    received.push(one)
    return (await answer?.(one, received.length)) ?? new Response('ok')
  }
  const simulator = createSimulator({ seed, fetch: send, ...(settings && { settings }) })
  const { world } = simulator
  const app = addApp(world, { callbackUrl: WEBHOOK, verifyToken: 'verify' })
  const portfolio = addPortfolio(world)
  const account = addAccount(world, { portfolioId: portfolio.id })
  account.subscribedApps[app.id] = { overrideCallbackUrl: null, verifyToken: null }
  const number = addNumber(world, { accountId: account.id, displayPhoneNumber: '+1 650-555-1111' })
  const token = addToken(world, { appId: app.id }).token
  const customer = addCustomer(world, { phone: '16505551234', name: 'Sheena Nelson' })

  const call = async (
    path: string,
    { body, method, bearer = token }: { body?: unknown; method?: string; bearer?: string | null } = {},
  ) => {
    const response = await simulator.request(`https://graph.facebook.com/v26.0${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(bearer !== null && { authorization: `Bearer ${bearer}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, json: asJson(await response.json()) }
  }
  /** POST /messages with the parts that every message has. */
  const sendMessage = (message: Json, to: Json = { to: customer.waId }) =>
    call(`/${number.id}/messages`, {
      body: { messaging_product: 'whatsapp', recipient_type: 'individual', ...to, ...message },
    })
  const openWindow = (who: Customer = customer) => {
    world.state.threads[`${number.id}:${who.id}`] = {
      ...{ numberId: number.id, customerId: who.id, messageIds: [], freeEntryOfferUntil: null, freeEntryUntil: null },
      ...{ lastInboundAt: world.now(), typingUntil: null },
    }
  }
  return {
    simulator,
    world,
    app,
    portfolio,
    account,
    number,
    token,
    customer,
    received,
    links,
    call,
    sendMessage,
    openWindow,
  }
}

export const asJson = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

/** Looks into JSON of unknown shape: `at(json, 'entry', 0, 'changes')`. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value
  for (const key of path) found = asJson(found)[key]
  return found
}

export const codeOf = (json: Json) => at(json, 'error', 'code')

/** Every status of every delivery, in the order received, as `sent`, `delivered`, … */
export const statusesIn = (received: Received[]): Json[] => allIn(received, 'statuses')
export const messagesIn = (received: Received[]): Json[] => allIn(received, 'messages')

function allIn(received: Received[], key: string): Json[] {
  return received.flatMap(({ json }) =>
    listOf(at(json, 'entry', 0, 'changes')).flatMap((change) => listOf(at(change, 'value', key)).map(asJson)),
  )
}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

export const hmac = (secret: string, body: string) =>
  `sha256=${createHmac('sha256', secret).update(Buffer.from(body, 'utf8')).digest('hex')}`
