import { afterEach, describe, expect, it } from 'vitest'
import type { Chaos } from '../core/chaos'
import { receive } from '../customer/receive'
import { createSimulator } from '../simulator'
import { at, createBusiness, messagesIn } from '../test/business'

let business: ReturnType<typeof createBusiness>
const start = (chaos: Partial<Chaos>, options?: Parameters<typeof createBusiness>[0]) => {
  business = createBusiness(options)
  Object.assign(business.number.chaos, chaos)
  return business
}
afterEach(() => business.simulator.close())

const write = (body: string) => {
  const { world, number, customer } = business
  return receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body } } })
}
const wordsOf = (received: Parameters<typeof messagesIn>[0]) =>
  messagesIn(received).map((message) => at(message, 'text', 'body'))
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

it('delays in the order of the seed, however long each answer takes', async () => {
  const run = async (seed: number) => {
    const arrived: string[] = []
    // What arrives is noted after a while of its own, as on a network.
    const answer = async (one: Parameters<typeof messagesIn>[0][number]) => {
      await pause(Math.random() * 12)
      arrived.push(...wordsOf([one]).map(String))
      return new Response('ok')
    }
    const { simulator } = start({ seed, delayMs: [0, 120] }, { answer })
    for (const body of ['one', 'two', 'three', 'four', 'five', 'six']) {
      write(body)
      await pause(Math.random() * 6)
    }
    await simulator.whenQuiet()
    simulator.close()
    return arrived
  }
  const first = await run(42)
  expect([...first].sort()).toEqual(['five', 'four', 'one', 'six', 'three', 'two'])
  for (let again = 0; again < 4; again++) expect(await run(42)).toEqual(first)
  expect(await run(43)).not.toEqual(first)
})

describe('what is held back', () => {
  it.each([
    ['delayed', { delayMs: [3600_000, 3600_000] }],
    ['waiting to be overtaken', { reorder: 1 }],
    ['waiting for a status', { statusBeforeMessage: 1 }],
    ['in a batch that is not full', { batch: 10 }],
  ] satisfies [string, Partial<Chaos>][])('outlives a restart: %s', async (_, chaos) => {
    const { simulator, world, received } = start(chaos)
    write('kept')
    simulator.close()
    const kept: typeof world.state = JSON.parse(JSON.stringify(world.state))
    expect(received).toEqual([])
    const bodies: string[] = []
    const second = createSimulator({
      state: kept,
      fetch: async (__, init) => {
        bodies.push(String(init?.body))
        return new Response('ok')
      },
    })
    second.moveClock(3601_000)
    await second.whenQuiet()
    expect(bodies).toHaveLength(1)
    expect(bodies[0]).toContain('kept')
    expect(second.world.state.held).toEqual({})
    second.close()
  })
  it('is forgotten by a reset', async () => {
    const { simulator, world, received } = start({ delayMs: [3600_000, 3600_000] })
    write('old')
    simulator.reset()
    simulator.moveClock(3601_000)
    await simulator.whenQuiet()
    expect([received, world.state.held]).toEqual([[], {}])
  })
})

describe('a message after a status', () => {
  const kindOf = (json: unknown) => {
    const value = at(json, 'entry', 0, 'changes', 0, 'value')
    return at(value, 'messages', 0, 'id') === undefined ? String(at(value, 'statuses', 0, 'status')) : 'message'
  }
  const statusDelaysMs = { sent: 120, delivered: 300, read: 900, played: 1500 }
  it.each([1, 5])('goes out when the status was answered, with slow statuses and batches of %i', async (batch) => {
    const log: string[] = []
    const { openWindow, sendMessage, simulator } = start(
      { statusBeforeMessage: 1, batch },
      {
        settings: { statusDelaysMs },
        answer: async ({ json }) => {
          log.push(`${kindOf(json)} arrives`)
          await pause(20)
          log.push(`${kindOf(json)} is answered`)
          return new Response('ok')
        },
      },
    )
    openWindow()
    write('late')
    await sendMessage({ type: 'text', text: { body: 'Hello' } })
    await simulator.whenQuiet(2000)
    expect(log).toEqual([
      ...['sent arrives', 'sent is answered', 'message arrives', 'message is answered'],
      ...['delivered arrives', 'delivered is answered'],
    ])
  })
  it('goes out all the same when there is no status, or no answer to it', async () => {
    const { openWindow, sendMessage, simulator, received } = start(
      { statusBeforeMessage: 1 },
      { answer: ({ json }) => (kindOf(json) === 'sent' ? new Promise<Response>(() => {}) : new Response('ok')) },
    )
    write('alone')
    await simulator.whenQuiet()
    expect(wordsOf(received)).toEqual(['alone'])
    openWindow()
    write('after')
    await sendMessage({ type: 'text', text: { body: 'Hello' } })
    await pause(1300)
    expect(wordsOf(received)).toEqual(['alone', 'after'])
  })
})
