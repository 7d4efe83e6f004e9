import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import {
  bodyOf,
  changeOf,
  createReceiver,
  edit,
  newWamid,
  type Receiver,
  react,
  revoke,
  saidTo,
  say,
  status,
  statusesOf,
  text,
} from '../../test/deliveries'
import { createRandom, faults } from '../../test/faults'
import { createContact, createConversation, createMessage } from '../../test/inbox-factories'

/** One of everything that changes rows: new people and old, media, statuses, what comes before what it is about, a merge. */
async function createStory(options: Parameters<typeof createReceiver>[0] = {}) {
  const receiver = await createReceiver(options)
  const { number, organization } = receiver
  const at = Math.floor(testClock.now() / 1000) * 1000 - 60_000
  const contact = await createContact(organization)
  const conversation = await createConversation(organization, {
    phoneNumberId: number.id,
    contactId: contact.id,
    status: 'closed',
    lastMessageAt: at - 60_000,
  })
  const sending = await createMessage(organization, conversation, {
    direction: 'outbound',
    sentBy: 'agent',
    wamid: null,
    sendState: 'sending',
    dueAt: testClock.now() + 30_000,
    occurredAt: at - 60_000,
  })
  const old = { waId: contact.waId, name: 'Amara Diallo' }
  const person = { waId: '16505551234', userId: 'US.13491208655302741918', name: 'Zoë' }
  const [question, picture] = [
    text(old, 'Where is it?', { at }),
    say(person, 'image', { id: '10033834', mime_type: 'image/jpeg', sha256: 'a'.repeat(64) }, { at: at + 1000 }),
  ]
  const [settled, parked] = [newWamid(), newWamid()]
  const echo = {
    from: '15550783881',
    to: person.waId,
    id: parked,
    timestamp: String(at / 1000 + 9),
    type: 'text',
    text: { body: 'From the phone' },
  }
  const bodies = [
    [saidTo(number, edit(old, question.message.id, 'Where is my parcel?', { at: at + 3000 }))],
    [saidTo(number, question)],
    [saidTo(number, picture), statusesOf(number, status(parked, 'delivered', { at: at + 9000 }))],
    [
      saidTo(
        number,
        text({ waId: person.waId }, 'by number', { at: at + 2000 }),
        text({ userId: 'US.other' }, 'by id', { at: at + 4000 }),
      ),
    ],
    [saidTo(number, text({ waId: person.waId, userId: 'US.other' }, 'both', { at: at + 5000 }))],
    [saidTo(number, react(old, question.message.id, '👍', { at: at + 6000 }))],
    [changeOf(number, 'smb_message_echoes', { message_echoes: [echo] })],
    [
      statusesOf(
        number,
        status(settled, 'sent', { at: at + 7000, biz_opaque_callback_data: sending.id }),
        status(settled, 'read', { at: at + 8000 }),
      ),
    ],
    [saidTo(number, revoke(person, picture.message.id, { at: at + 10_000 }))],
  ].map((changes) => bodyOf(...changes))
  return { receiver, bodies }
}

/** What there is in the end, without the ids that differ from run to run. */
async function outcome({ messages, conversations, contacts, identities, media, parked, episodes, ctx }: Receiver) {
  const people = await contacts()
  const survivors = people.filter(({ mergedInto }) => mergedInto === null)
  const rows = await messages()
  return {
    messages: rows
      .map((row) => [
        row.type,
        row.text,
        row.targetWamid !== null,
        row.sendState,
        row.sentAt !== null,
        row.deliveredAt !== null,
        row.readAt !== null,
        row.revokedAt !== null,
        row.editedAt !== null,
      ])
      .sort(),
    people: survivors.length,
    unread: (await conversations()).reduce((sum, row) => sum + row.unreadCount, 0),
    open: (await conversations()).filter((row) => row.status === 'open').length === (await conversations()).length,
    newest: (await conversations()).every(
      (row) =>
        rows.filter((one) => one.conversationId === row.id && one.targetWamid === null).at(-1)?.id ===
        row.lastMessageId,
    ),
    named:
      new Set((await identities()).map(({ kind, value }) => `${kind}:${value}`)).size === (await identities()).length,
    media: (await media()).length,
    parked: (await parked()).length,
    episodes: (await episodes()).length === (await conversations()).length,
    archived: (await ctx.media.list('deliveries/')).objects.length > 0,
  }
}
const expected = {
  messages: expect.any(Array),
  ...{
    people: 2,
    unread: 5,
    open: true,
    newest: true,
    named: true,
    media: 0,
    parked: 0,
    episodes: true,
    archived: true,
  },
}

/** Until nothing waits. The clock goes on, so that what is delayed comes. */
async function settle({ queues }: Receiver) {
  while (queues.waiting('wharf-inbound').length > 0) {
    await queues.deliverBatch('wharf-inbound')
    testClock.advanceBy(61_000)
  }
}

describe('a batch of everything', () => {
  it('ends in the same, in one batch or in many, in any order, some of it twice', async () => {
    const { receiver, bodies } = await createStory()
    for (const body of bodies) await receiver.post(body)
    await settle(receiver)
    const clean = await outcome(receiver)
    expect(clean).toMatchObject(expected)
    for (let seed = 1; seed <= 6; seed++) {
      const random = createRandom(seed)
      const story = await createStory({ random, duplicate: 0.3, concurrency: 1 + (seed % 4) })
      for (const body of story.bodies) await story.receiver.post(body)
      for (let round = 0; round < 20; round++) {
        await story.receiver.queues.run()
        testClock.advanceBy(61_000)
      }
      expect(await outcome(story.receiver), `seed ${seed}`).toEqual(clean)
    }
  }, 120_000)

  it('killed before and after each of its operations is whole after the redelivery, and told once', async () => {
    const first = await createStory()
    for (const body of first.bodies) await first.receiver.post(body)
    const { operations } = await first.receiver.queues.deliverBatch('wharf-inbound')
    await settle(first.receiver)
    const clean = await outcome(first.receiver)
    const told = (await first.receiver.events()).map(({ type }) => type).sort()
    expect(operations.length).toBeGreaterThan(6)
    for (let at = 0; at < operations.length; at++)
      for (const when of ['before', 'after'] as const) {
        const { receiver, bodies } = await createStory()
        for (const body of bodies) await receiver.post(body)
        faults.killNext(at, when, 'background')
        const killed = await receiver.queues.deliverBatch('wharf-inbound')
        expect(killed.isDead, `${when} operation ${at}`).toBe(true)
        await settle(receiver)
        expect(await outcome(receiver), `killed ${when} operation ${at}, ${operations[at]?.name}`).toEqual(clean)
        expect((await receiver.events()).map(({ type }) => type).sort(), `told ${when} ${at}`).toEqual(told)
      }
  }, 180_000)
})
