import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testClock } from '../../test/clock'
import { createContact, createConversation } from '../../test/inbox-factories'
import { bodiesOf, createSender } from '../../test/sending'

// The database does not answer, and what has certainly not been sent must not look as if it had.

const MINUTE = 60_000
const OUTBOUND = 'wharf-outbound'
const { SHARD_1: shard } = env as unknown as Record<'SHARD_1', D1Database>
const LOST = new Error('D1_ERROR: Network connection lost.')

beforeEach(() => {
  // Nobody here needs the patience that a database in trouble does.
  const wait = scheduler.wait.bind(scheduler)
  vi.spyOn(scheduler, 'wait').mockImplementation((ms) => wait(Math.min(ms, 100)))
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Transactions of the senders' shard are numbered from now on; some of them do not get through, or their answers do not. */
function loseTransactions(isLost: (number: number) => boolean, when: 'before' | 'after') {
  const batch = shard.batch.bind(shard)
  let number = 0
  const lost: number[] = []
  vi.spyOn(shard, 'batch').mockImplementation((async (statements: D1PreparedStatement[]) => {
    const mine = ++number
    if (!isLost(mine)) return batch(statements)
    lost.push(mine)
    if (when === 'after') await batch(statements)
    throw LOST
  }) as never)
  return lost
}

async function createSenderTo(count: number) {
  const sender = await createSender()
  const people = await Promise.all(Array.from({ length: count }, () => sender.addPerson()))
  const states = async () =>
    (await Promise.all(people.map(sender.rowsOf))).flat().map(({ sendState, text }) => `${text} ${sendState}`)
  return { ...sender, people, states }
}

describe.each(['before', 'after'] as const)('a settlement that is lost %s it is written', (when) => {
  it('three times is written later, and everything leaves in order, once', async () => {
    const { people, post, queues, states, sentTo } = await createSenderTo(8)
    for (const body of ['one', 'two']) for (const person of people) await post(person, body)
    // The first one claims; the next three are the same settlement.
    const lost = loseTransactions((number) => number >= 2 && number <= 4, when)
    await queues.deliverBatch(OUTBOUND)
    await queues.run()
    expect(lost).toHaveLength(3)
    testClock.advanceBy(2 * MINUTE)
    await queues.minute()
    await queues.run()
    expect(await states()).toEqual(people.flatMap(() => ['one accepted', 'two accepted']))
    for (const { customer } of people) expect(bodiesOf(sentTo(customer))).toEqual(['one', 'two'])
  })

  it('for good leaves only those in doubt that were on their way', async () => {
    const { people, post, queues, states, meta } = await createSenderTo(24)
    for (const person of people) await post(person, 'Hello')
    for (const person of people) await post(person, 'and more')
    const answer = meta.simulator.fetch
    vi.spyOn(meta.simulator, 'fetch').mockImplementation(async (request) => {
      await scheduler.wait(100)
      return answer(request)
    })
    let isOver = false
    loseTransactions((number) => !isOver && number >= 2, when)
    await queues.deliverBatch(OUTBOUND)
    isOver = true
    const called = meta.calls.filter(({ path }) => path.endsWith('/messages')).length
    expect(called, 'nobody goes on calling').toBeLessThan(people.length)
    // The database is back before the leases end, and the queue's messages come.
    testClock.advanceBy(15_000)
    await queues.run()
    for (let at = 0; at < 3; at++) {
      testClock.advanceBy(MINUTE)
      await queues.minute()
      await queues.run()
    }
    const ends = await states()
    // Settlements whose answers were lost are there all the same.
    const doubtful = ends.filter((end) => end.endsWith(' unconfirmed'))
    expect(doubtful).toHaveLength(when === 'before' ? called : 0)
    expect(ends.filter((end) => !doubtful.includes(end)).every((end) => end.endsWith(' accepted'))).toBe(true)
    expect(bodiesOf(meta.sent()).toSorted()).toEqual([...people.map(() => 'Hello'), ...people.map(() => 'and more')])
  })
})

it('gives back what it claimed when the numbers cannot be read', async () => {
  const { people, post, queues, states } = await createSenderTo(3)
  for (const person of people) await post(person, 'Hello')
  const prepare = env.DIRECTORY.prepare.bind(env.DIRECTORY)
  let isOver = false
  let lost = 0
  vi.spyOn(env.DIRECTORY, 'prepare').mockImplementation((text) => {
    if (isOver || !text.includes('"phone_numbers"')) return prepare(text)
    lost++
    throw LOST
  })
  await queues.deliverBatch(OUTBOUND)
  expect(lost).toBeGreaterThanOrEqual(3)
  isOver = true
  testClock.advanceBy(20_000)
  await queues.run()
  expect(await states()).toEqual(people.map(() => 'Hello accepted'))
})

it('gives back what it claimed when the claim’s answer never came', async () => {
  const { people, post, queues, states } = await createSenderTo(3)
  for (const person of people) await post(person, 'Hello')
  let isOver = false
  loseTransactions(() => !isOver, 'after')
  await queues.deliverBatch(OUTBOUND)
  expect(await states()).toEqual(people.map(() => 'Hello sending'))
  isOver = true
  for (let at = 0; at < 3; at++) {
    testClock.advanceBy(20_000)
    await queues.run()
  }
  expect(await states()).toEqual(people.map(() => 'Hello accepted'))
})

it('goes on with one number when it cannot note that another has to pause', async () => {
  const { organization, number, meta, addPerson, post, queues, rowsOf } = await createSender({ meta: { numbers: 2 } })
  const [, second] = meta.numbers
  if (!second) throw new Error('no second number')
  const other = await meta.phoneNumber(organization, { number: second })
  const contact = await createContact(organization)
  meta.openWindow(meta.addCustomer({ waId: contact.waId }), second)
  const well = await createConversation(organization, { phoneNumberId: other.id, contactId: contact.id })
  const ill = await addPerson({ numberId: number.id })
  await post(ill, 'refused')
  await post(well, 'one')
  await post(well, 'two')
  meta.failNext(190)
  const prepare = env.DIRECTORY.prepare.bind(env.DIRECTORY)
  let lost = 0
  vi.spyOn(env.DIRECTORY, 'prepare').mockImplementation((text) => {
    if (!/update "phone_numbers"/i.test(text)) return prepare(text)
    lost++
    throw LOST
  })
  await queues.deliverBatch(OUTBOUND)
  expect(lost).toBeGreaterThan(0)
  expect((await rowsOf(well)).map(({ sendState }) => sendState)).toEqual(['accepted', 'accepted'])
  expect((await rowsOf(ill)).map(({ sendState }) => sendState)).toEqual(['queued'])
})

it('what Meta refuses for good is not tried again, though the database cannot forget its files', async () => {
  const { people, post, queues, states, meta } = await createSenderTo(1)
  const [person = { id: '' }] = people
  const prepare = shard.prepare.bind(shard)
  let lost = 0
  vi.spyOn(shard, 'prepare').mockImplementation((text) => {
    if (!/^delete from "[a-z_]*upload/i.test(text)) return prepare(text)
    lost++
    throw LOST
  })
  meta.failNext(131009)
  await post(person, 'Hello')
  await queues.deliverBatch(OUTBOUND)
  testClock.advanceBy(2 * MINUTE)
  await queues.minute()
  await queues.run()
  expect(lost).toBe(1)
  expect(await states()).toEqual(['Hello failed'])
  expect(meta.sent()).toEqual([])
})
