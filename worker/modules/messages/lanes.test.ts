import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { OrganizationContext } from '../../shared/context'
import { organizationObjectName } from '../../shared/names'
import { testClock } from '../../test/clock'
import { createMessage } from '../../test/inbox-factories'
import { repairDuring, standingOf } from '../../test/repaired-number'
import { bodiesOf, createSender } from '../../test/sending'
import { organizationContext } from '../../test/system'
import { drainConversations } from './outbound.usecases'

const [AGENTS, BULK] = ['wharf-outbound', 'wharf-bulk-outbound']
/** Of a number that is on a phone, too: bulk may use one less. */
const PER_SECOND = 20

/** A number that has sent all that bulk may in this second: one more may leave, if a person waits for it. */
async function createBusySender() {
  const sender = await createSender()
  const { organization, number, queues } = sender
  await sender.setNumber({ isOnPhoneApp: true })
  const person = await sender.addPerson()
  let serial = 0
  const wait = (sentBy: 'agent' | 'api', body: string, { conversation } = person) =>
    createMessage(organization, conversation, {
      ...{ direction: 'outbound', sentBy, sendState: 'queued', wamid: null, dueAt: testClock.now() + 60_000 },
      ...{ content: { type: 'text', body }, text: body, occurredAt: 1_000_000 + 1000 * serial++ },
    })
  const pointer = { organizationId: organization.id, conversationId: person.id }
  return {
    ...sender,
    person,
    wait,
    pointer,
    useUp: async () => {
      const count = PER_SECOND - 1
      const pacer = env.NUMBER_PACER.getByName(organizationObjectName(organization.id, number.id))
      const request = { count, soon: count, lane: 'bulk' as const, perSecond: PER_SECOND }
      expect((await pacer.take(request, testClock.now() + 500)).granted).toBe(count)
    },
    tellBulk: () => queues.env.BULK_OUTBOUND.send({ queue: 'bulk-outbound', payload: pointer }),
    said: () => bodiesOf(sender.sentTo(person.customer)),
    /** Which conversations each queue knows of, and whether at once. */
    told: (queue: string | undefined) =>
      queues.waiting(queue).map(({ dueAt, body }) => ({
        id: (body as { payload: { conversationId: string } }).payload.conversationId,
        isNow: dueAt <= testClock.now(),
      })),
  }
}

describe('a person’s reply', () => {
  it('that a drain of bulk finds goes out with a person’s priority', async () => {
    const { wait, useUp, tellBulk, queues, said } = await createBusySender()
    await wait('agent', 'reply')
    await tellBulk()
    await useUp()
    await queues.deliverBatch(BULK ?? '')
    expect(said()).toEqual(['reply'])
  })

  it('waits behind an older message of a program in its conversation, which therefore goes with its priority', async () => {
    const { wait, useUp, tellBulk, queues, said, told, person } = await createBusySender()
    await wait('api', 'offer')
    await wait('agent', 'reply')
    await tellBulk()
    await useUp()
    await queues.deliverBatch(BULK ?? '')
    expect(said()).toEqual(['offer'])
    // The second is used up for a person, too: the reply comes back among the people's.
    expect(told(AGENTS)).toMatchObject([{ id: person.id }])
    expect(told(BULK)).toEqual([])
    testClock.advanceBy(3000)
    await queues.run()
    expect(said()).toEqual(['offer', 'reply'])
  })

  it('that is written while the older message is turned away is not left among the bulk', async () => {
    const { wait, useUp, queues, said, told, person, organization, pointer } = await createBusySender()
    await wait('api', 'offer')
    const ctx = { ...(await organizationContext(organization)), env: queues.env }
    let batches = 0
    const batch: OrganizationContext['db']['batch'] = async (statements) => {
      if (++batches === 2) await wait('agent', 'reply')
      return ctx.db.batch(statements)
    }
    await useUp()
    await drainConversations({ ...ctx, db: { ...ctx.db, batch } }, [pointer], { lane: 'bulk' })
    expect([said(), told(BULK)]).toEqual([[], []])
    expect(told(AGENTS)).toEqual([{ id: person.id, isNow: true }])
    await queues.deliverBatch(AGENTS ?? '')
    expect(said()).toEqual(['offer'])
  })
})

it('a program’s message that a drain of people’s finds leaves room for people', async () => {
  const { wait, useUp, queues, said, told, person } = await createBusySender()
  await wait('api', 'offer')
  const payload = { organizationId: person.conversation.organizationId, conversationId: person.id }
  await queues.env.OUTBOUND.send({ queue: 'outbound', payload })
  await useUp()
  await queues.deliverBatch(AGENTS ?? '')
  expect([said(), told(AGENTS)]).toEqual([[], []])
  expect(told(BULK)).toEqual([{ id: person.id, isNow: false }])
})

it('a number that was repaired meanwhile, and could not be read then, is tried again soon', async () => {
  const { wait, addPerson, queues, meta, number, sentTo, organization } = await createBusySender()
  const people = await Promise.all(Array.from({ length: 8 }, () => addPerson()))
  // No queue message knows of them.
  for (const one of people) await wait('agent', 'Hello', one)
  await repairDuring(meta, number, '/messages')
  const ctx = { ...(await organizationContext(organization)), env: queues.env }
  // The directory answers at the start; then it takes what is written, and gives nothing.
  let reads = 0
  const select = ((...args: Parameters<typeof ctx.directory.select>) => {
    if (reads++ > 0) throw new Error('D1 does not answer')
    return ctx.directory.select(...args)
  }) as typeof ctx.directory.select
  const pointers = people.map(({ id }) => ({ conversationId: id }))
  await drainConversations({ ...ctx, directory: { ...ctx.directory, select } }, pointers, { lane: 'agent' })
  expect(await standingOf(number.id)).toMatchObject({ status: 'connected' })
  expect(reads).toBeGreaterThan(1)
  testClock.advanceBy(15_000)
  await queues.run()
  for (const { customer } of people) expect(bodiesOf(sentTo(customer))).toEqual(['Hello'])
})
