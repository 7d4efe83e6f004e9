import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { mountControl } from './control/control'
import type { Chaos } from './core/chaos'
import { addCustomer } from './core/customers'
import { nextRandom } from './core/random'
import { receive } from './customer/receive'
import { asJson, at, createBusiness, hmac, messagesIn, type Received, statusesIn } from './test/business'

afterEach(() => {
  vi.useRealTimers()
})

/** Everything that JavaScript can hold as text, lone surrogates and control characters included. */
const anyText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
    fc.constantFrom('\\', '\\u00e4', '/', '\\/', '"', '</script>', '\u2028\u2029', '\0', '\ud83d', '👨‍👩‍👧', '%40'),
  )
  .filter((text) => text !== '')

describe('any text of a customer', { timeout: 30_000 }, () => {
  it('arrives as it was written, in signed ASCII', async () => {
    const { simulator, world, number, customer, received, app } = createBusiness()
    await fc.assert(
      fc.asyncProperty(anyText, async (body) => {
        received.length = 0
        receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body } } })
        await simulator.whenQuiet()
        const [one] = received
        expect(at(messagesIn(received)[0], 'text', 'body')).toBe(body)
        expect(one?.body).toMatch(/^[\0-\x7f]+$/)
        // Every slash is escaped, so whoever serialises what it has parsed has other bytes.
        expect(one?.body).not.toMatch(/(?<!\\)\//)
        expect(one?.signature).toBe(hmac(app.secret, one?.body ?? ''))
      }),
      { numRuns: 150 },
    )
    simulator.close()
  })

  it('comes back byte for byte in the data of the business’ own', async () => {
    const { simulator, customer, openWindow, received, sendMessage, number } = createBusiness()
    openWindow()
    await fc.assert(
      fc.asyncProperty(
        anyText.filter((text) => text.trim() !== ''),
        async (data) => {
          received.length = 0
          // As fast as nobody may: what is looked at is the text.
          Object.assign(number, { pairPaidAt: {}, sentAt: [] })
          const { status } = await sendMessage({ text: { body: data }, biz_opaque_callback_data: data })
          await simulator.whenQuiet()
          expect(status).toBe(200)
          expect(new Set(statusesIn(received).map((one) => one.biz_opaque_callback_data))).toEqual(new Set([data]))
        },
      ),
      { numRuns: 60 },
    )
    expect(customer.waId).toBe('16505551234')
    simulator.close()
  })
})

const rate = fc.constantFrom(0, 0, 0.2, 0.5, 1)
const chaos: fc.Arbitrary<Partial<Chaos>> = fc.record({
  seed: fc.integer(),
  duplicate: rate,
  reorder: rate,
  drop: fc.constantFrom(0, 0, 0.3),
  delayMs: fc.constantFrom<[number, number]>([0, 0], [1, 30]),
  batch: fc.constantFrom(1, 1, 3, 10),
  statusBeforeMessage: rate,
  statusBeforeResponse: fc.constantFrom(0, 0.5),
  skipDelivered: rate,
  throttle: fc.constantFrom(0, 0.3),
  failWith5xx: fc.constantFrom(0, 0, 0.3),
  acceptBeforeFailing: rate,
  closeConnection: fc.constantFrom(0, 0, 0.3),
})

/** Customers write, the business answers each of them; everything at once. */
async function converse({ world, number, call, customer }: ReturnType<typeof createBusiness>): Promise<string[]> {
  const people = [customer]
  for (const index of [1, 2, 3])
    people.push(addCustomer(world, { phone: `1650555200${index}`, readsMessages: index > 1 }))
  const ids: string[] = []
  for (const text of ['Hello', 'Größe?', 'Thanks']) {
    for (const person of people) {
      const ends = { numberId: number.id, customerId: person.id }
      ids.push(receive(world, { ...ends, content: { type: 'text', text: { body: text } } }).id)
    }
    const body = { messaging_product: 'whatsapp', text: { body: `About ${text}` } }
    await Promise.all(
      people.map(({ waId }) => call(`/${number.id}/messages`, { body: { ...body, to: waId } }).catch(() => null)),
    )
  }
  return ids
}

describe('chaos', { timeout: 30_000 }, () => {
  it('with the same seed gives the same deliveries, byte for byte', async () => {
    const run = async (settings: Partial<Chaos>) => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2026, 10, 23) })
      const business = createBusiness({ seed: 11 })
      Object.assign(business.number.chaos, settings)
      const conversation = converse(business)
      for (let step = 0; step < 120; step++) {
        await vi.advanceTimersByTimeAsync(10)
        await new Promise((done) => setImmediate(done))
      }
      await conversation
      business.simulator.close()
      return business.received.map(({ body, signature }) => `${signature} ${body}`)
    }
    await fc.assert(
      fc.asyncProperty(chaos, async (settings) => {
        const first = await run(settings)
        expect(first.length).toBeGreaterThan(0)
        expect(await run(settings)).toEqual(first)
      }),
      { numRuns: 12 },
    )
  })

  it('delivers every update that it didn’t drop to a business that is often down, and no status that can’t be', async () => {
    await fc.assert(
      fc.asyncProperty(chaos, fc.integer(), async (settings, seed) => {
        let state = seed
        const isDown = () => {
          const [value, next] = nextRandom(state)
          state = next
          return value < 0.4
        }
        const taken: Received[] = []
        const business = createBusiness({
          settings: { webhooks: { timeoutMs: 1000, retryDelaysMs: Array.from({ length: 60 }, () => 1), parallel: 4 } },
          answer: (one) => {
            if (isDown()) return new Response('down', { status: 503 })
            taken.push(one)
            return new Response('ok')
          },
        })
        Object.assign(business.number.chaos, settings)
        const written = await converse(business)
        await business.simulator.whenQuiet(2000)
        const { deliveries, messages } = business.world.state
        const told = updatesIn(taken.map(({ body }) => body))
        const dropped = updatesIn(deliveries.filter(({ state }) => state === 'dropped').map(({ body }) => body))
        const sent = Object.values(messages).filter(({ direction }) => direction === 'outbound')
        const due = [
          ...written.map((id) => `message ${id}`),
          ...sent.map(({ id }) => `sent ${id}`),
          ...sent.filter(({ status }) => status === 'read').map(({ id }) => `read ${id}`),
        ]
        expect(due.filter((one) => !told.has(one) && !dropped.has(one))).toEqual([])
        const unexpected = [...told].filter((one) => !/^(message|sent|delivered|read) wamid\./.test(one))
        expect(unexpected).toEqual([])
        expect(deliveries.filter(({ state }) => state === 'waiting' || state === 'given-up')).toEqual([])
        if (!settings.drop) expect(dropped.size).toBe(0)
        business.simulator.close()
      }),
      { numRuns: 12 },
    )
  })
})

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** `message {id}` and `{status} {id}` of everything in these bodies. */
function updatesIn(bodies: string[]): Set<string> {
  const values = bodies.flatMap((body) =>
    listOf(at(JSON.parse(body), 'entry', 0, 'changes')).map((change) => asJson(at(change, 'value'))),
  )
  return new Set(
    values.flatMap(({ messages, statuses }) => [
      ...listOf(messages).map((one) => `message ${at(one, 'id')}`),
      ...listOf(statuses).map((one) => `${at(one, 'status')} ${at(one, 'id')}`),
    ]),
  )
}

describe('the ledger of a load', { timeout: 30_000 }, () => {
  it('is what a faithful receiver has stored', async () => {
    const request = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      seed: fc.integer(),
      concurrency: fc.constantFrom(1, 8),
      customers: fc.integer({ min: 1, max: 30 }),
      perDelivery: fc.constantFrom(1, 1, 4),
      repeat: fc.constantFrom(0, 0.3, 1),
      statuses: fc.constantFrom(0, 0.5),
    })
    await fc.assert(
      fc.asyncProperty(request, async (body) => {
        const { simulator, number, received, app, sendMessage, openWindow } = createBusiness()
        mountControl(simulator)
        openWindow()
        for (const text of ['One', 'Two']) await sendMessage({ text: { body: text } })
        await simulator.whenQuiet()
        received.length = 0
        const answer = await simulator.request('http://localhost/_simulator/load', {
          method: 'POST',
          body: JSON.stringify(body),
        })
        const report: unknown = await answer.json()
        expect(received.every((one) => one.signature === hmac(app.secret, one.body))).toBe(true)
        expect(at(report, 'acknowledged')).toBe(received.length)
        expect(at(report, 'ledger', 'numbers', number.id)).toEqual(storedFrom(received))
        simulator.close()
      }),
      { numRuns: 25 },
    )
  })
})

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** What somebody stores who takes each message and status once, by its id. */
function storedFrom(received: Received[]) {
  const messages = new Map(messagesIn(received).map((one) => [String(one.id), one]))
  const reactions = [...messages.values()].filter(({ type }) => type === 'reaction')
  const others = [...messages.values()].filter(({ type }) => type !== 'reaction')
  const types: Record<string, number> = {}
  for (const { type } of others) types[String(type)] = (types[String(type)] ?? 0) + 1
  const lines = others.map((one) => `${one.id} ${sha256(wordsOf(one))}`)
  const statuses: Record<string, number> = {}
  for (const one of new Set(statusesIn(received).map(({ id, status }) => `${status} ${id}`))) {
    const [status = ''] = one.split(' ')
    statuses[status] = (statuses[status] ?? 0) + 1
  }
  return {
    contacts: new Set([...messages.values()].map(({ from }) => from)).size,
    messages: others.length,
    reactions: reactions.length,
    types,
    digest: sha256(lines.sort().join('\n')),
    statuses,
  }
}

const wordsOf = (message: Record<string, unknown>): string =>
  String(
    at(message, 'text', 'body') ??
      at(message, 'image', 'caption') ??
      at(message, 'interactive', 'button_reply', 'title') ??
      '',
  )
