import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { bodyOf, createReceiver, newWamid, saidTo, status, statusesOf, text } from '../../test/deliveries'
import type { Invocation } from '../../test/faults'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'
import { messages } from '../messages/messages.tables'

// What D1 bills, and what makes it slow. Counted by D1 itself, for a queue batch of twenty, each of another person: two of one
// conversation would share rows. The targets, 14 rows for a text and 4 for a status, are for people and messages that are
// known. What happens once a person, or to the rare message whose sending was never answered, costs more: held here, too.

const BATCH = 20
const of = ({ operations }: Invocation, what: 'rowsWritten' | 'rowsRead' | 'queries') =>
  operations.reduce((sum, operation) => sum + (operation[what] ?? 0), 0)
const roundTrips = ({ operations }: Invocation) => operations.filter(({ kind }) => kind === 'd1').length

async function createThreads(count = BATCH) {
  const receiver = await createReceiver()
  const threads = []
  for (let at = 0; at < count; at++) {
    const contact = await createContact(receiver.organization)
    const values = { phoneNumberId: receiver.number.id, contactId: contact.id }
    threads.push({ contact, conversation: await createConversation(receiver.organization, values) })
  }
  return { receiver, threads }
}

/** Messages that have nothing to do with the batch. */
async function fill({ receiver, threads }: Awaited<ReturnType<typeof createThreads>>, count: number) {
  const [thread] = threads
  if (!thread) return
  const { id, ...row } = await createMessage(receiver.organization, thread.conversation)
  const rows = Array.from({ length: count }, (_, at) => ({ ...row, id: `${id}_${at}`, wamid: `${row.wamid}_${at}` }))
  for (const statement of receiver.ctx.db.insertMany(messages, rows)) await statement
}

describe('a batch of twenty first messages of twenty people', () => {
  it('costs what makes a person and a conversation, once', async () => {
    const receiver = await createReceiver()
    for (let at = 0; at < BATCH; at++) {
      const waId = `16505550${100 + at}`
      const person = { waId, userId: `US.${waId}`, name: 'Amara Diallo' }
      await receiver.post(bodyOf(saidTo(receiver.number, text(person, 'Where is my order?'))))
    }
    const first = await receiver.queues.deliverBatch('wharf-inbound')
    expect(await receiver.messages()).toHaveLength(BATCH)
    // A contact with two ids, a conversation with its episode, each with its indexes and its entry in the search: once a person.
    expect(of(first, 'rowsWritten') / BATCH).toBeLessThanOrEqual(35)
    expect(of(first, 'rowsWritten') / BATCH, 'else the comment above is wrong').toBeGreaterThan(14)
    expect(of(first, 'rowsRead') / BATCH).toBeLessThan(100)
    expect(roundTrips(first)).toBeLessThanOrEqual(4)
  })
})

describe('a batch of twenty texts of twenty people', () => {
  it('writes at most fourteen rows a message, and reads no more when there are thousands of others', async () => {
    const stage = await createThreads()
    const { receiver, threads } = stage
    const say = async () => {
      for (const { contact } of threads)
        await receiver.post(
          bodyOf(saidTo(receiver.number, text({ waId: contact.waId, name: 'Amara Diallo' }, 'Where is my order?'))),
        )
      return receiver.queues.deliverBatch('wharf-inbound')
    }
    const first = await say()
    expect(await receiver.messages()).toHaveLength(BATCH)
    expect(of(first, 'rowsWritten') / BATCH).toBeLessThanOrEqual(14)
    // Whose numbers, what is known, the transaction, and once a minute that the number is alive.
    expect(roundTrips(first)).toBeLessThanOrEqual(4)
    await fill(stage, 5000)
    const second = await say()
    expect(of(second, 'rowsWritten') / BATCH).toBeLessThanOrEqual(14)
    expect(of(second, 'rowsRead')).toBeLessThan(of(first, 'rowsRead') * 1.5)
    expect(of(second, 'rowsRead') / BATCH).toBeLessThan(100)
    expect(roundTrips(second)).toBeLessThanOrEqual(3)
  })
})

describe('a batch of twenty statuses of twenty conversations', () => {
  it('writes at most four rows a status', async () => {
    const stage = await createThreads()
    const { receiver, threads } = stage
    const wamids: string[] = []
    for (const { conversation } of threads) {
      const wamid = newWamid()
      wamids.push(wamid)
      await createMessage(receiver.organization, conversation, {
        direction: 'outbound',
        sentBy: 'agent',
        sendState: 'accepted',
        wamid,
      })
    }
    await fill(stage, 5000)
    const tell = async (state: string) => {
      for (const wamid of wamids) await receiver.post(bodyOf(statusesOf(receiver.number, status(wamid, state))))
      return receiver.queues.deliverBatch('wharf-inbound')
    }
    await tell('sent')
    const delivered = await tell('delivered')
    expect(await receiver.ctx.db.select(messages, eq(messages.wamid, wamids[0] ?? ''))).toMatchObject([
      { deliveredAt: expect.any(Number) },
    ])
    expect(of(delivered, 'rowsWritten') / BATCH).toBeLessThanOrEqual(4)
    expect(of(delivered, 'rowsRead') / BATCH).toBeLessThan(100)
    expect(roundTrips(delivered)).toBeLessThanOrEqual(3)
    const again = await tell('delivered')
    expect(of(again, 'rowsWritten'), 'what is known already').toBe(0)
  })
})

describe('a batch of twenty statuses that carry our id', () => {
  it('costs no more than others when the message is known, and once more when it tells Meta’s id', async () => {
    const stage = await createThreads()
    const { receiver, threads } = stage
    const sent: { id: string; wamid: string; isKnown: boolean }[] = []
    for (const isKnown of [true, false])
      for (const { conversation } of threads) {
        const wamid = newWamid()
        const { id } = await createMessage(receiver.organization, conversation, {
          direction: 'outbound',
          sentBy: 'agent',
          sendState: isKnown ? 'accepted' : 'sending',
          wamid: isKnown ? wamid : null,
        })
        sent.push({ id, wamid, isKnown })
      }
    await fill(stage, 5000)
    const tell = async (isKnown: boolean) => {
      for (const { id, wamid } of sent.filter((one) => one.isKnown === isKnown))
        await receiver.post(
          bodyOf(statusesOf(receiver.number, { ...status(wamid, 'sent'), biz_opaque_callback_data: id })),
        )
      return receiver.queues.deliverBatch('wharf-inbound')
    }
    const known = await tell(true)
    expect(of(known, 'rowsWritten') / BATCH).toBeLessThanOrEqual(4)
    // One whose sending was never answered: the status says what Meta calls it, and an index learns it.
    const settling = await tell(false)
    expect(await receiver.ctx.db.select(messages, eq(messages.id, sent.at(-1)?.id ?? ''))).toMatchObject([
      { wamid: sent.at(-1)?.wamid, sentAt: expect.any(Number) },
    ])
    expect(of(settling, 'rowsWritten') / BATCH).toBeLessThanOrEqual(6)
    for (const told of [known, settling]) {
      expect(of(told, 'rowsRead') / BATCH).toBeLessThan(100)
      expect(roundTrips(told)).toBeLessThanOrEqual(4)
    }
  })
})

describe('the edge', () => {
  it('asks D1 nothing, whether it takes a delivery or refuses it', async () => {
    const receiver = await createReceiver()
    const body = bodyOf(saidTo(receiver.number, text({ waId: '16505551234' }, 'Hello')))
    for (const secret of [undefined, 'a guess']) {
      const { operations } = await receiver.post(body, secret === undefined ? {} : { secret })
      expect(operations.filter(({ kind }) => kind === 'd1')).toEqual([])
    }
  })
})
