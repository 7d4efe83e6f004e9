import { expect, it, vi } from 'vitest'
import { testClock } from '../../test/clock'
import { createSender, type Sender } from '../../test/sending'

const PER_SECOND = 20
const OUTBOUND = 'wharf-outbound'

/** A number that may send 20 a second, Meta taking its time for each call, and when each of them began. */
async function createSlowSender() {
  const sender = await createSender()
  await sender.setNumber({ isOnPhoneApp: true })
  const pace = { ...sender, startedAt: [] as number[], callMs: 0 }
  const fetching = vi.mocked(globalThis.fetch)
  const answer = fetching.getMockImplementation() ?? globalThis.fetch
  fetching.mockImplementation(async (input, init) => {
    if (new URL(new Request(input, init).url).pathname.endsWith('/messages')) {
      pace.startedAt.push(testClock.now())
      testClock.advanceBy(pace.callMs)
    }
    return answer(input, init)
  })
  return pace
}

const mostInASecond = (times: readonly number[]) =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length))

async function writeToEach({ addPerson, post }: Sender, count: number) {
  const people = await Promise.all(Array.from({ length: count }, () => addPerson()))
  for (const person of people) await post(person, 'Hello')
}

it('a number sends no more in any one second than Meta allows, also when calls wait for a connection', async () => {
  const sender = await createSlowSender()
  await writeToEach(sender, 2 * PER_SECOND)
  // Slow at first, so that the last of those that were let through leave late; then quickly, right behind them.
  sender.callMs = 8
  await sender.queues.deliverBatch(OUTBOUND, PER_SECOND)
  const [first = 0] = sender.startedAt
  testClock.advanceBy(Math.max(0, first + 1060 - testClock.now()))
  sender.callMs = 1
  for (let at = 0; at < 100 && sender.startedAt.length < 2 * PER_SECOND; at++) {
    await sender.queues.run()
    testClock.advanceBy(100)
  }
  expect(sender.startedAt).toHaveLength(2 * PER_SECOND)
  expect(mostInASecond(sender.startedAt)).toBeLessThanOrEqual(PER_SECOND)
})
