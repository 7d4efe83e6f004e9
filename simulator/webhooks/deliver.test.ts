import { afterEach, describe, expect, it } from 'vitest'
import { addApp } from '../core/entities'
import { receive } from '../customer/receive'
import { at, createBusiness, hmac, messagesIn, statusesIn, WEBHOOK } from '../test/business'
import { deliver } from './deliver'
import { outboxOf } from './outbox'

let business: ReturnType<typeof createBusiness>
const start = (options?: Parameters<typeof createBusiness>[0]) => {
  business = createBusiness(options)
  return business
}
afterEach(() => business.simulator.close())

const write = (body = 'Hi') => {
  const { world, number, customer } = business
  return receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body } } })
}
const bodies = () => messagesIn(business.received).map((message) => at(message, 'text', 'body'))
const quiet = () => business.simulator.whenQuiet()
const text = { type: 'text', text: { body: 'Hello' } }

describe('a delivery', () => {
  it('is signed over the bytes that arrive', async () => {
    const { received, app } = start()
    write('Grüße 🌵 https://x.test')
    await quiet()
    const [delivery] = received
    expect(delivery?.signature).toBe(hmac(app.secret, delivery?.body ?? ''))
    expect(delivery?.body).toContain('Gr\\u00fc\\u00dfe \\ud83c\\udf35 https:\\/\\/x.test')
    expect(bodies()).toEqual(['Grüße 🌵 https://x.test'])
  })
  it('goes to every subscribed app that wants the field, number’s callback before account’s before app’s', async () => {
    const { world, account, app, number, received } = start()
    const other = addApp(world, { secret: 'another', callbackUrl: `${WEBHOOK}/other` })
    account.subscribedApps[other.id] = { overrideCallbackUrl: null, verifyToken: null }
    const deaf = addApp(world, { callbackUrl: `${WEBHOOK}/deaf`, fields: ['account_update'] })
    account.subscribedApps[deaf.id] = { overrideCallbackUrl: null, verifyToken: null }
    addApp(world, { callbackUrl: `${WEBHOOK}/not-subscribed` })
    const urls = async () => {
      received.length = 0
      write()
      await quiet()
      return received.map(({ url }) => url.slice(WEBHOOK.length)).sort()
    }
    expect(await urls()).toEqual(['', '/other'])
    expect(received.find(({ url }) => url.endsWith('/other'))?.signature).toBe(hmac('another', received[0]?.body ?? ''))
    account.subscribedApps[app.id] = { overrideCallbackUrl: `${WEBHOOK}/account`, verifyToken: null }
    expect(await urls()).toEqual(['/account', '/other'])
    number.overrideCallbackUrl = `${WEBHOOK}/number`
    expect(await urls()).toEqual(['/number', '/number'])
    received.length = 0
    await deliver(world, {
      accountId: account.id,
      field: 'account_update',
      value: { event: 'VERIFIED_ACCOUNT' },
      summary: 'verified',
    })
    expect(received.map(({ url }) => url.slice(WEBHOOK.length)).sort()).toEqual(['', '/deaf', '/other'])
    expect(at(received[0]?.json, 'entry', 0)).toMatchObject({ id: account.id, time: expect.any(Number) })
  })
  it('is logged with its payload, status and time', async () => {
    const { world, number, customer } = start()
    write()
    await quiet()
    expect(world.state.events.at(-1)).toMatchObject({
      ...{ way: 'in', kind: 'messages', status: 200, summary: 'text from Sheena Nelson' },
      ...{ numberId: number.id, customerId: customer.id, payload: { object: 'whatsapp_business_account' } },
    })
    expect(world.state.deliveries).toMatchObject([{ state: 'delivered', attempts: [{ status: 200, error: null }] }])
  })
})

describe('retries', () => {
  it('send the same bytes with growing delay until they are answered with 200', async () => {
    const answers = [500, 404, 204, 200]
    const { received, simulator, world } = start({
      answer: (_, count) => new Response(null, { status: answers[count - 1] ?? 200 }),
    })
    write('Grüße')
    await quiet()
    expect(received).toHaveLength(1)
    for (const delay of [1000, 5000, 20_000]) {
      simulator.moveClock(delay - 500)
      await quiet()
      const before = received.length
      simulator.moveClock(500)
      await quiet()
      expect(received).toHaveLength(before + 1)
    }
    expect(new Set(received.map(({ body, signature }) => `${signature} ${body}`)).size).toBe(1)
    expect(world.state.deliveries).toMatchObject([
      { state: 'delivered', attempts: answers.map((status) => ({ status })) },
    ])
  })
  it('keep what a dead webhook missed, visibly, and bring it when it is back', async () => {
    const { app, world, received, simulator } = start()
    app.callbackUrl = 'https://dead.test/webhook'
    for (const body of ['one', 'two', 'three']) write(body)
    await quiet()
    expect(received).toHaveLength(0)
    expect(world.state.deliveries).toMatchObject(
      Array.from({ length: 3 }, () => ({ state: 'waiting', attempts: [{ status: null, error: 'fetch failed' }] })),
    )
    expect(world.state.events.filter(({ way }) => way === 'in')).toHaveLength(3)
    for (const delivery of world.state.deliveries) delivery.url = WEBHOOK
    expect(outboxOf(world).retryNow()).toBe(3)
    await quiet()
    expect(bodies().sort()).toEqual(['one', 'three', 'two'])
    simulator.moveClock(5000)
    await quiet()
    expect(received).toHaveLength(3)
  })
  it('give up after the last delay, keeping the delivery', async () => {
    const { world, simulator } = start({
      answer: () => new Response('no', { status: 503 }),
      settings: { webhooks: { timeoutMs: 1000, retryDelaysMs: [1000], parallel: 4 } },
    })
    write()
    await quiet()
    simulator.moveClock(1000)
    await quiet()
    expect(world.state.deliveries).toMatchObject([{ state: 'given-up', attempts: [{ status: 503 }, { status: 503 }] }])
  })
  it('do not wait longer than the timeout', async () => {
    const { world } = start({
      answer: () => new Promise<Response>(() => {}),
      settings: { webhooks: { timeoutMs: 20, retryDelaysMs: [60_000], parallel: 4 } },
    })
    write()
    await quiet()
    expect(world.state.deliveries).toMatchObject([
      { state: 'waiting', attempts: [{ status: null, error: 'no answer within 20 ms' }] },
    ])
  })
  it('go on after a restart', async () => {
    const { world, simulator, app } = start()
    app.callbackUrl = 'https://dead.test/webhook'
    write('kept')
    await quiet()
    simulator.close()
    const saved = structuredClone(world.state)
    const bytes = saved.deliveries[0]?.body
    const sent: unknown[] = []
    const { createSimulator } = await import('../simulator')
    const second = createSimulator({
      state: saved,
      fetch: async (_, init) => {
        sent.push(init?.body)
        return new Response('ok')
      },
    })
    second.moveClock(1000)
    await second.whenQuiet()
    expect(sent).toEqual([bytes])
    second.close()
  })
})

it('sends no more at once than the bound', async () => {
  let running = 0
  let most = 0
  const { received } = start({
    settings: { webhooks: { timeoutMs: 1000, retryDelaysMs: [], parallel: 3 } },
    answer: async () => {
      most = Math.max(most, ++running)
      await new Promise((done) => setTimeout(done, 2))
      running--
      return new Response('ok')
    },
  })
  for (let i = 0; i < 20; i++) write()
  await quiet()
  expect([received.length, most]).toEqual([20, 3])
})

describe('chaos', () => {
  it('duplicates the same bytes', async () => {
    const { number, received } = start()
    number.chaos.duplicate = 1
    write()
    await quiet()
    expect(received).toHaveLength(2)
    expect(received[0]?.body).toBe(received[1]?.body)
  })
  it('drops, visibly', async () => {
    const { number, received, world } = start()
    number.chaos.drop = 1
    write()
    await quiet()
    expect(received).toHaveLength(0)
    expect(world.state.deliveries).toMatchObject([{ state: 'dropped', attempts: [] }])
  })
  it('reorders: the first comes after the second', async () => {
    const { number } = start()
    number.chaos.reorder = 1
    for (const body of ['one', 'two', 'three', 'four']) write(body)
    await quiet()
    expect(bodies()).toEqual(['two', 'one', 'four', 'three'])
  })
  it('lets go of what nothing overtakes', async () => {
    start().number.chaos.reorder = 1
    write('alone')
    await quiet()
    expect(bodies()).toEqual(['alone'])
  })
  it('delays', async () => {
    const { number, received } = start()
    number.chaos.delayMs = [20, 30]
    write()
    expect(received).toHaveLength(0)
    await quiet()
    expect(received).toHaveLength(1)
  })
  it('batches into one delivery, with each contact once', async () => {
    const { number, received, customer, sendMessage, openWindow } = start()
    openWindow()
    number.chaos.batch = 3
    for (const body of ['one', 'two', 'three']) write(body)
    await quiet()
    expect(received).toHaveLength(1)
    expect(bodies()).toEqual(['one', 'two', 'three'])
    expect(at(received[0]?.json, 'entry', 0, 'changes', 0, 'value', 'contacts')).toMatchObject([
      { wa_id: customer.waId },
    ])
    await sendMessage(text)
    write('four')
    await quiet()
    expect(statusesIn(received)).toHaveLength(2)
    expect(bodies()).toContain('four')
    expect(received).toHaveLength(2)
  })
  it('tells a status before the message', async () => {
    const { number, received, sendMessage, openWindow } = start()
    openWindow()
    number.chaos.statusBeforeMessage = 1
    write('late')
    await sendMessage(text)
    await quiet()
    expect(received.map(({ json }) => Object.keys(Object(at(json, 'entry', 0, 'changes', 0, 'value'))))).toMatchObject([
      expect.arrayContaining(['statuses']),
      expect.arrayContaining(['messages']),
      expect.arrayContaining(['statuses']),
    ])
  })
  it('repeats exactly with the same seed, and differs with another', async () => {
    const run = async (seed: number) => {
      const { number, received, simulator } = start()
      Object.assign(number.chaos, { seed, duplicate: 0.4, drop: 0.3, reorder: 0.4 })
      for (let i = 0; i < 40; i++) write(String(i))
      await quiet()
      simulator.close()
      return messagesIn(received).map((message) => at(message, 'text', 'body'))
    }
    const first = await run(42)
    expect(first.length).toBeGreaterThan(20)
    expect(await run(42)).toEqual(first)
    expect(await run(43)).not.toEqual(first)
  })
})
