import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { describe, expect, it } from 'vitest'
import { phoneNumbers } from '../../shared/db/directory.tables'
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
  sign,
  status,
  statusesOf,
  text,
} from '../../test/deliveries'
import { createOperatorSession, createOrganization } from '../../test/factories'
import { faults } from '../../test/faults'
import { send } from '../../test/harness'
import { createContact, createConversation, createMessage, createPhoneNumber } from '../../test/inbox-factories'
import { createMetaApp } from '../../test/meta'
import { organizationContext } from '../../test/system'
import { consentRecords, contactIdentities, erasedIdentities } from '../contacts/contacts.tables'
import { loadMessages } from '../inbox/inbox.usecases'
import { media as mediaRows } from '../media/media.tables'
import { workOnMedia } from '../media/media.usecases'
import { messages } from '../messages/messages.tables'
import { identityHash } from './question.usecases'

let people = 0
const newPerson = (name = 'Amara Diallo') => {
  const serial = String(++people).padStart(4, '0')
  return { waId: `1650555${serial}`, userId: `US.1349${serial}`, name }
}
const MINUTE = 60_000
const shard = (env as unknown as Record<string, D1Database>).SHARD_1 as D1Database
const second = (at: number) => Math.floor(at / 1000) * 1000
type Letter = { id: string; reason: string; organizationId: string | null }
const deadLetters = async (): Promise<Letter[]> =>
  (await send('GET', '/api/platform/dead-letters?limit=100', { token: await createOperatorSession() })).body.items

describe('a customer’s first message', () => {
  it('makes the person, the thread and the message, and tells whoever wants to react', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const at = testClock.now()
    await receiver.take([saidTo(receiver.number, text(person, 'Is it open today?'))])
    const [[contact], [conversation], [message]] = [
      await receiver.contacts(),
      await receiver.conversations(),
      await receiver.messages(),
    ]
    expect(contact).toMatchObject({
      profileName: 'Amara Diallo',
      phone: `+${person.waId}`,
      country: 'US',
      source: 'inbound',
      conversationCount: 1,
    })
    expect(await receiver.identities()).toEqual([
      { kind: 'bsuid', value: person.userId, contactId: contact?.id },
      { kind: 'wa_id', value: person.waId, contactId: contact?.id },
    ])
    expect(conversation).toMatchObject({
      ...{ contactId: contact?.id, phoneNumberId: receiver.number.id, status: 'open', unreadCount: 1, changeSeq: 1 },
      ...{ lastMessageId: message?.id, lastMessageAt: second(at), lastInboundAt: second(at) },
    })
    expect(message).toMatchObject({
      direction: 'inbound',
      type: 'text',
      text: 'Is it open today?',
      occurredAt: second(at),
    })
    expect(await receiver.episodes()).toMatchObject([
      { conversationId: conversation?.id, openedBy: 'customer', closedAt: null },
    ])
    const ids = { conversationId: conversation?.id, contactId: contact?.id, phoneNumberId: receiver.number.id }
    expect((await receiver.events()).map(({ type, data }) => [type, data])).toEqual([
      ['contact.created', { contactId: contact?.id, source: 'inbound' }],
      ['conversation.opened', { ...ids, by: 'customer' }],
      ['message.received', { messageId: message?.id, ...ids, messageType: 'text', isStandby: false }],
    ])
  })
})

describe('a delivery that comes twice', () => {
  const once = async (receiver: Receiver) => {
    expect(await receiver.messages()).toHaveLength(1)
    expect(await receiver.contacts()).toHaveLength(1)
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 1 }])
    expect(await receiver.events('message.received')).toHaveLength(1)
    expect(await receiver.episodes()).toHaveLength(1)
  }

  it('in one batch is one message', async () => {
    const receiver = await createReceiver()
    const change = saidTo(receiver.number, text(newPerson(), 'Hello'))
    await receiver.take([change], [change], [change])
    await once(receiver)
  })
  it('in two batches is one message, and the second writes nothing', async () => {
    const receiver = await createReceiver()
    const change = saidTo(receiver.number, text(newPerson(), 'Hello'))
    await receiver.take([change])
    const { operations } = await receiver.take([change])
    expect(operations.reduce((sum, { rowsWritten = 0 }) => sum + rowsWritten, 0)).toBe(0)
    await once(receiver)
  })
  it('to two consumers at the same moment is one message', async () => {
    const receiver = await createReceiver({ concurrency: 6 })
    const change = saidTo(receiver.number, text(newPerson(), 'Hello'))
    for (let time = 0; time < 6; time++) await receiver.post(bodyOf(change))
    await Promise.all(receiver.queues.waiting('wharf-inbound').map((message) => receiver.queues.deliver([message])))
    await once(receiver)
  })
})

describe('messages of one person at the same moment', () => {
  it('in different batches end in one thread of one person', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    for (let at = 0; at < 8; at++) await receiver.post(bodyOf(saidTo(receiver.number, text(person, `${at}`))))
    await Promise.all(receiver.queues.waiting('wharf-inbound').map((message) => receiver.queues.deliver([message])))
    expect(await receiver.contacts()).toMatchObject([{ conversationCount: 1 }])
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 8 }])
    expect(await receiver.messages()).toHaveLength(8)
    expect(await receiver.events('contact.created')).toHaveLength(1)
    expect(await receiver.events('conversation.opened')).toHaveLength(1)
  })
})

describe('the order of a thread', () => {
  it('is Meta’s, whatever the order of arrival', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const start = testClock.now() - 10 * MINUTE
    const said = ['one', 'two', 'three', 'four'].map((body, minute) =>
      text(person, body, { at: start + minute * MINUTE }),
    )
    for (const at of [2, 0, 3, 1]) await receiver.take([saidTo(receiver.number, said[at] as never)])
    expect((await receiver.messages()).map((row) => row.text)).toEqual(['one', 'two', 'three', 'four'])
    const newest = await receiver.message((said[3] as (typeof said)[number]).message.id)
    const at = second(start + 3 * MINUTE)
    expect(await receiver.conversations()).toMatchObject([
      { lastMessageId: newest?.id, lastMessageAt: at, lastInboundAt: at, unreadCount: 4 },
    ])
  })

  it('has a message that does not say when it was sent where it came in', async () => {
    const receiver = await createReceiver()
    const said = text(newPerson(), 'no time')
    const message: Partial<typeof said.message> = { ...said.message }
    delete message.timestamp
    const at = testClock.now()
    await receiver.take([saidTo(receiver.number, { ...said, message: message as typeof said.message })])
    expect((await receiver.messages())[0]?.occurredAt).toBeGreaterThanOrEqual(second(at))
    expect((await receiver.conversations())[0]?.lastInboundAt).toBeGreaterThanOrEqual(second(at))
  })

  it('believes no time that is yet to come, and a clock that is a little ahead', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const now = testClock.now()
    const soon = second(now) + 4 * MINUTE
    await receiver.takeEach(
      [saidTo(receiver.number, text(person, 'from the year 2090', { at: Date.parse('2090-01-01') }))],
      [saidTo(receiver.number, text(person, 'a little ahead', { at: soon }))],
    )
    const rows = await receiver.messages()
    expect(rows.map((row) => row.text)).toEqual(['from the year 2090', 'a little ahead'])
    expect(rows[0]?.occurredAt).toBeLessThan(now + MINUTE)
    expect(await receiver.conversations()).toMatchObject([{ lastMessageAt: soon, lastInboundAt: soon }])
  })

  it('within a second is the order of arrival, in one batch and over batches', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const at = second(testClock.now()) - MINUTE
    const bodies = Array.from({ length: 9 }, (_, serial) => `${serial}`)
    const changes = bodies.map((body) => saidTo(receiver.number, text(person, body, { at })))
    await receiver.take(...changes.slice(0, 5).map((change) => [change]))
    await receiver.takeEach(...changes.slice(5).map((change) => [change]))
    const rows = await receiver.messages()
    expect(rows.map((row) => row.text)).toEqual(bodies)
    expect(await receiver.conversations()).toMatchObject([{ lastMessageId: rows.at(-1)?.id }])
  })

  it('several changes, messages and people in one delivery are all taken', async () => {
    const receiver = await createReceiver()
    const [amara, zoe] = [newPerson('Amara'), newPerson('Zoë')]
    const other = await createPhoneNumber(receiver.organization)
    await receiver.take([
      saidTo(receiver.number, text(amara, 'a1'), text(zoe, 'z1'), text(amara, 'a2')),
      saidTo(other, text(zoe, 'z2')),
    ])
    expect(await receiver.messages()).toHaveLength(4)
    const byName = new Map((await receiver.contacts()).map((row) => [row.profileName, row]))
    expect(byName.get('Zoë')?.conversationCount).toBe(2)
    const counts = (await receiver.conversations()).map((row) => [row.contactId, row.phoneNumberId, row.unreadCount])
    expect(counts).toHaveLength(3)
    expect(counts).toContainEqual([byName.get('Amara')?.id, receiver.number.id, 2])
    expect(counts).toContainEqual([byName.get('Zoë')?.id, other.id, 1])
  })
})

describe('what a customer’s message does to its conversation', () => {
  const inState = async (values: Parameters<typeof createConversation>[1]) => {
    const receiver = await createReceiver()
    const contact = await createContact(receiver.organization)
    const conversation = await createConversation(receiver.organization, {
      phoneNumberId: receiver.number.id,
      contactId: contact.id,
      ...values,
    })
    await receiver.take([saidTo(receiver.number, text({ waId: contact.waId, name: 'Amara Diallo' }, 'Hello again'))])
    return { receiver, conversation, rows: await receiver.conversations(), events: await receiver.events() }
  }

  it.each(['closed', 'unlisted'] as const)('opens one that is %s, as a new episode', async (state) => {
    const { receiver, rows, events, conversation } = await inState({ status: state })
    expect(rows).toMatchObject([{ status: 'open', unreadCount: 1 }])
    expect(await receiver.episodes()).toMatchObject([{ conversationId: conversation.id, openedBy: 'customer' }])
    expect(events.map(({ type }) => type)).toEqual(['conversation.opened', 'conversation.updated', 'message.received'])
  })
  it('brings back one that waits for the customer, without a new episode', async () => {
    const { receiver, rows, events } = await inState({ status: 'pending' })
    expect(rows).toMatchObject([{ status: 'open' }])
    expect(await receiver.episodes()).toEqual([])
    expect(events).toMatchObject([
      { type: 'conversation.updated', data: { changes: ['status'] } },
      { type: 'message.received' },
    ])
  })
  it('ends a snooze, and keeps the assignee', async () => {
    const { rows, events } = await inState({
      snoozedUntil: testClock.now() + 60 * MINUTE,
      assigneeId: 'usr_1',
      unreadCount: 2,
    })
    expect(rows).toMatchObject([{ status: 'open', snoozedUntil: null, assigneeId: 'usr_1', unreadCount: 3 }])
    expect(events[0]).toMatchObject({ type: 'conversation.updated', data: { changes: ['snooze'] } })
  })
  it('decides again when somebody closes it at that moment', async () => {
    const receiver = await createReceiver()
    const contact = await createContact(receiver.organization)
    const conversation = await createConversation(receiver.organization, {
      phoneNumberId: receiver.number.id,
      contactId: contact.id,
    })
    const shard = (env as unknown as Record<string, D1Database>).SHARD_1 as D1Database
    let isClosed = false
    const closing = new Proxy(shard, {
      get(database, property) {
        if (property === 'batch')
          return async (statements: D1PreparedStatement[]) => {
            const answers = await database.batch(statements)
            if (!isClosed) {
              isClosed = true
              await database
                .prepare("UPDATE conversations SET status = 'closed' WHERE id = ?")
                .bind(conversation.id)
                .run()
            }
            return answers
          }
        const value = Reflect.get(database, property) as unknown
        return typeof value === 'function' ? value.bind(database) : value
      },
    })
    await receiver.post(bodyOf(saidTo(receiver.number, text({ waId: contact.waId }, 'Wait!'))))
    Object.assign(receiver.queues.env, { SHARD_1: closing })
    await receiver.queues.deliverBatch('wharf-inbound')
    expect(await receiver.conversations()).toMatchObject([{ status: 'open', unreadCount: 1 }])
    expect(await receiver.episodes()).toHaveLength(1)
    expect(await receiver.events('conversation.opened')).toHaveLength(1)
  })
})

describe('reactions, edits and deletions', () => {
  const shown = async (receiver: Receiver, wamid: string) => {
    const row = await receiver.message(wamid)
    return (await loadMessages(receiver.ctx, [row?.id ?? '']))[0]
  }

  it('a reaction belongs to its message; it opens the window, and nothing is unread because of it', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const at = testClock.now()
    const said = text(person, 'Hello', { at })
    await receiver.take([saidTo(receiver.number, said)])
    await receiver.take([saidTo(receiver.number, react(person, said.message.id, '👍', { at: at + 5000 }))])
    expect(await shown(receiver, said.message.id)).toMatchObject({ reactions: [{ emoji: '👍', from: 'customer' }] })
    const [conversation] = await receiver.conversations()
    expect(conversation).toMatchObject({ unreadCount: 1, lastMessageAt: second(at), lastInboundAt: second(at + 5000) })
    await receiver.take([saidTo(receiver.number, react(person, said.message.id, '', { at: at + 9000 }))])
    expect(await shown(receiver, said.message.id)).toMatchObject({ reactions: [] })
  })

  it('a reaction that comes first makes the conversation, and its message is still the newest', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const at = testClock.now() - 60_000
    const said = text(person, 'Hello', { at })
    await receiver.take([saidTo(receiver.number, react(person, said.message.id, '👍', { at: at + 5000 }))])
    await receiver.take([saidTo(receiver.number, said)])
    const { id } = (await receiver.message(said.message.id)) ?? {}
    expect(await receiver.conversations()).toMatchObject([{ lastMessageId: id, lastMessageAt: second(at) }])
  })

  const orders = [
    ['after its message', (message: never, event: never) => [[[message]], [[event]]]],
    ['before its message', (message: never, event: never) => [[[event]], [[message]]]],
    ['in one batch with its message', (message: never, event: never) => [[[message], [event]]]],
    ['in one batch, before its message', (message: never, event: never) => [[[event], [message]]]],
  ] as const
  describe.each(orders)('%s', (_, arrange) => {
    it('an edit changes what is shown and found', async () => {
      const receiver = await createReceiver()
      const person = newPerson()
      const said = text(person, 'Tuesday')
      const edited = edit(person, said.message.id, 'Wednesday', { at: testClock.now() + 2000 })
      const batches = arrange(saidTo(receiver.number, said) as never, saidTo(receiver.number, edited) as never)
      for (const batch of batches) await receiver.take(...batch)
      expect(await shown(receiver, said.message.id)).toMatchObject({
        text: 'Wednesday',
        content: { body: 'Wednesday' },
        editedAt: expect.any(String),
      })
      const found = async (word: string) =>
        (
          await receiver.ctx.db.select(
            messages,
            receiver.ctx.db.matches(messages, 'message_search', word, 5) ?? undefined,
          )
        ).length
      expect([await found('Tuesday'), await found('Wednesday')]).toEqual([0, 1])
      expect(await receiver.conversations()).toMatchObject([{ unreadCount: 1 }])
    })
    it('a deletion leaves a tombstone without text, content or file, and opens no window', async () => {
      const receiver = await createReceiver()
      const person = newPerson()
      const at = testClock.now()
      const image = { id: '1003383421387256', mime_type: 'image/jpeg', sha256: 'a'.repeat(64), caption: 'Taj Mahal' }
      const said = say(person, 'image', image, { at })
      const deleted = revoke(person, said.message.id, { at: at + 60_000 })
      const batches = arrange(saidTo(receiver.number, said) as never, saidTo(receiver.number, deleted) as never)
      for (const batch of batches) await receiver.take(...batch)
      expect(await shown(receiver, said.message.id)).toMatchObject({
        text: null,
        content: { type: 'revoke' },
        media: null,
        revokedAt: expect.any(String),
      })
      await receiver.queues.deliverBatch('wharf-media')
      expect(await receiver.media()).toEqual([])
      expect(await receiver.conversations()).toMatchObject([{ lastInboundAt: second(at) }])
      const search = receiver.ctx.db.matches(messages, 'message_search', 'Taj', 5) ?? undefined
      expect(await receiver.ctx.db.select(messages, search)).toEqual([])
    })
  })

  it('the file of a deleted message is gone, also when the one who took the deletion died then', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const image = { id: '1003383421387256', mime_type: 'image/jpeg', sha256: 'a'.repeat(64) }
    const said = say(person, 'image', image)
    await receiver.take([saidTo(receiver.number, said)])
    const [file] = await receiver.media()
    const path = `media/${file?.id}`
    await receiver.ctx.media.put(path, 'its bytes')
    const there = { status: 'ready' as const, dueAt: null }
    await receiver.ctx.db.update(mediaRows, there, eq(mediaRows.id, file?.id ?? ''))
    await receiver.take([saidTo(receiver.number, revoke(person, said.message.id))])

    // What the row says is due is all that is left of it, had the queue never been told.
    const [withdrawn] = await receiver.media()
    expect(withdrawn).toMatchObject({ status: 'failed', dueAt: expect.any(Number) })
    expect((await shown(receiver, said.message.id))?.media).toBeNull()
    expect(receiver.queues.waiting('wharf-media').at(-1)?.body).toEqual({
      queue: 'media',
      payload: { organizationId: receiver.organization.id, mediaId: file?.id },
    })
    expect(receiver.queues.waiting('wharf-media')).toHaveLength(2)
    await workOnMedia(receiver.ctx, { mediaId: file?.id ?? '' })
    expect([await receiver.media(), await receiver.ctx.media.head(path)]).toEqual([[], null])
  })

  it('of several edits the latest holds, in any order; after a deletion nothing is edited', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const at = testClock.now()
    const said = text(person, 'one', { at })
    const [second, third] = [
      edit(person, said.message.id, 'two', { at: at + 5000 }),
      edit(person, said.message.id, 'three', { at: at + 9000 }),
    ]
    for (const one of [third, said, second]) await receiver.take([saidTo(receiver.number, one)])
    expect(await shown(receiver, said.message.id)).toMatchObject({ text: 'three' })
    await receiver.take([saidTo(receiver.number, revoke(person, said.message.id, { at: at + 10_000 }))])
    await receiver.take([saidTo(receiver.number, edit(person, said.message.id, 'four', { at: at + 20_000 }))])
    expect(await shown(receiver, said.message.id)).toMatchObject({ text: null })
    expect(await receiver.events('message.revoked')).toHaveLength(1)
    expect(await receiver.events('message.edited')).toHaveLength(0)
  })

  it('an edit of a picture’s words keeps the picture', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const image = { id: '1003383421387256', mime_type: 'image/jpeg', sha256: 'a'.repeat(64), caption: 'Taj Mahal' }
    const said = say(person, 'image', image)
    await receiver.take([saidTo(receiver.number, said)])
    const [file] = await receiver.media()
    const message = { type: 'image', image: { ...image, id: 'other', caption: 'Agra' } }
    await receiver.take([
      saidTo(receiver.number, say(person, 'edit', { original_message_id: said.message.id, message })),
    ])
    expect(await shown(receiver, said.message.id)).toMatchObject({
      text: 'Agra',
      content: { mediaId: file?.id, caption: 'Agra' },
      media: { id: file?.id },
    })
    expect(await receiver.media()).toHaveLength(1)
  })
})

describe('media', () => {
  it('has its row beside the message at once, and the queue is told', async () => {
    const receiver = await createReceiver()
    const image = {
      id: '1003383421387256',
      mime_type: 'image/jpeg',
      sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=',
      url: 'https://lookaside.fbsbx.com/x',
    }
    await receiver.take([saidTo(receiver.number, say(newPerson(), 'image', image))])
    const [[row], [file]] = [await receiver.messages(), await receiver.media()]
    expect(row).toMatchObject({ type: 'image', mediaId: file?.id, content: { type: 'image', mediaId: file?.id } })
    expect(file).toMatchObject({
      status: 'pending',
      kind: 'image',
      metaMediaId: '1003383421387256',
      messageId: row?.id,
      phoneNumberId: receiver.number.id,
    })
    expect(receiver.queues.waiting('wharf-media').map(({ body }) => body)).toEqual([
      { queue: 'media', payload: { organizationId: receiver.organization.id, mediaId: file?.id, url: image.url } },
    ])
  })
})

describe('statuses', () => {
  const sending = async (state: 'sending' | 'unconfirmed' | 'queued' | 'failed' = 'sending') => {
    const receiver = await createReceiver()
    const contact = await createContact(receiver.organization)
    const conversation = await createConversation(receiver.organization, {
      phoneNumberId: receiver.number.id,
      contactId: contact.id,
    })
    const message = await createMessage(receiver.organization, conversation, {
      ...{ direction: 'outbound', sentBy: 'agent', wamid: null, sendState: state, claimToken: 'clm_1' },
      dueAt: testClock.now() + 30_000,
      ...(state === 'failed' && { failedAt: testClock.now(), error: { code: 1, title: 'x', details: null } }),
    })
    return { receiver, contact, conversation, message }
  }
  const sent = async () => {
    const { receiver, message, ...rest } = await sending()
    const wamid = newWamid()
    await receiver.ctx.db.update(
      messages,
      { wamid, sendState: 'accepted', dueAt: null, claimToken: null },
      eq(messages.id, message.id),
    )
    return { ...rest, receiver, message, wamid }
  }

  it('in any order, doubled and skipped, end in the same times, each told once', async () => {
    const at = second(testClock.now())
    for (const order of [
      ['sent', 'delivered', 'read'],
      ['read', 'sent', 'delivered', 'read'],
      ['delivered', 'delivered', 'read', 'sent'],
    ]) {
      const { receiver, wamid } = await sent()
      const times = { sent: at, delivered: at + 1000, read: at + 2000 } as Record<string, number>
      await receiver.takeEach(
        ...order.map((state) => [statusesOf(receiver.number, status(wamid, state, { at: times[state] as number }))]),
      )
      expect(await receiver.message(wamid)).toMatchObject({
        sentAt: at,
        deliveredAt: at + 1000,
        readAt: at + 2000,
        failedAt: null,
      })
      expect(await receiver.events('message.status')).toHaveLength(3)
    }
  })

  it('that say nothing new write nothing', async () => {
    const { receiver, wamid } = await sent()
    const change = statusesOf(receiver.number, status(wamid, 'delivered'))
    await receiver.take([change])
    const { operations } = await receiver.take([change], [change])
    expect(operations.reduce((sum, { rowsWritten = 0 }) => sum + rowsWritten, 0)).toBe(0)
  })

  it('a failure says why, and a price is kept as Meta told it', async () => {
    const { receiver, wamid } = await sent()
    const errors = [{ code: 131049, title: 'Not delivered', error_data: { details: 'healthy ecosystem' } }]
    const pricing = { billable: true, pricing_model: 'PMP', category: 'marketing', type: 'regular' }
    await receiver.take([
      statusesOf(receiver.number, status(wamid, 'sent', { pricing }), status(wamid, 'failed', { errors })),
    ])
    const row = await receiver.message(wamid)
    expect(row).toMatchObject({ failedAt: expect.any(Number), error: { code: 131049 }, pricing })
    expect((await loadMessages(receiver.ctx, [row?.id ?? '']))[0]).toMatchObject({ status: 'failed' })
  })

  it.each(['sending', 'unconfirmed', 'queued', 'failed'] as const)(
    'that carry our id settle a message that is %s, and the next one may go',
    async (state) => {
      const { receiver, message, conversation } = await sending(state)
      const wamid = newWamid()
      await receiver.take([
        statusesOf(receiver.number, status(wamid, 'sent', { biz_opaque_callback_data: message.id })),
      ])
      expect(await receiver.message(wamid)).toMatchObject({
        id: message.id,
        sendState: 'accepted',
        claimToken: null,
        dueAt: null,
        sentAt: expect.any(Number),
        failedAt: null,
        error: null,
      })
      expect(await receiver.events('message.status')).toMatchObject([
        { data: { messageId: message.id, status: 'sent' } },
      ])
      expect(receiver.queues.waiting('wharf-outbound').map(({ body }) => body)).toEqual([
        { queue: 'outbound', payload: { organizationId: receiver.organization.id, conversationId: conversation.id } },
      ])
    },
  )

  it('do not settle what is not theirs: another number’s, another organization’s, one with another id of Meta’s', async () => {
    const { receiver, message } = await sending()
    const other = await createPhoneNumber(receiver.organization)
    const claim = { biz_opaque_callback_data: message.id }
    await receiver.take([statusesOf(other, status(newWamid(), 'sent', claim))])
    const neighbour = await createReceiver()
    await neighbour.take([statusesOf(neighbour.number, status(newWamid(), 'sent', claim))])
    expect(await receiver.ctx.db.select(messages)).toMatchObject([{ wamid: null, sendState: 'sending', sentAt: null }])
    await receiver.ctx.db.update(messages, { wamid: 'wamid.first', sendState: 'accepted' }, eq(messages.id, message.id))
    await receiver.take([statusesOf(receiver.number, status('wamid.second', 'sent', claim))])
    expect(await receiver.ctx.db.select(messages)).toMatchObject([{ wamid: 'wamid.first', sentAt: null }])
  })

  it('before their message wait for it, in whatever order, and are gone then', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const wamid = newWamid()
    const at = second(testClock.now())
    await receiver.takeEach(
      [statusesOf(receiver.number, status(wamid, 'read', { at: at + 2000 }))],
      [
        statusesOf(
          receiver.number,
          status(wamid, 'delivered', { at: at + 1000 }),
          status(wamid, 'read', { at: at + 9000 }),
        ),
      ],
    )
    expect(await receiver.parked()).toMatchObject([{ wamid, deliveredAt: at + 1000, readAt: at + 2000 }])
    const echo = {
      from: '15550783881',
      to: person.waId,
      id: wamid,
      timestamp: String(at / 1000),
      type: 'text',
      text: { body: 'From the phone' },
    }
    await receiver.take([changeOf(receiver.number, 'smb_message_echoes', { message_echoes: [echo] })])
    expect(await receiver.message(wamid)).toMatchObject({
      direction: 'outbound',
      sentBy: 'phone_app',
      sentAt: at,
      deliveredAt: at + 1000,
      readAt: at + 2000,
    })
    expect(await receiver.parked()).toEqual([])
    const { id: messageId } = (await receiver.message(wamid)) ?? {}
    const told = (await receiver.events()).filter(({ type }) => type.startsWith('message.'))
    expect(told.map(({ type, data }) => [type, data])).toMatchObject([
      ['message.created', { messageId }],
      ['message.status', { messageId, status: 'delivered' }],
      ['message.status', { messageId, status: 'read' }],
    ])
  })

  it.each([
    ['before', [['sent'], ['delivered']]],
    ['in one batch with', [['sent', 'delivered']]],
  ] as const)('that do not say whose they are wait too, %s the one that settles the message', async (_, batches) => {
    const { receiver, message } = await sending()
    const [wamid, at] = [newWamid(), second(testClock.now())]
    const told = {
      sent: status(wamid, 'sent', { at }),
      delivered: status(wamid, 'delivered', { at: at + 1000, biz_opaque_callback_data: message.id }),
    }
    for (const names of batches) await receiver.take([statusesOf(receiver.number, ...names.map((name) => told[name]))])
    expect(await receiver.message(wamid)).toMatchObject({ id: message.id, sentAt: at, deliveredAt: at + 1000 })
    expect(await receiver.parked()).toEqual([])
    const about = { messageId: message.id, conversationId: message.conversationId }
    expect((await receiver.events('message.status')).map(({ data }) => data)).toMatchObject(
      expect.arrayContaining(['sent', 'delivered'].map((one) => expect.objectContaining({ ...about, status: one }))),
    )
    expect(await receiver.events('message.status')).toHaveLength(2)
  })

  it('in one batch with the echo they belong to are applied at once', async () => {
    const receiver = await createReceiver()
    const wamid = newWamid()
    const at = second(testClock.now())
    const echo = {
      from: '15550783881',
      to: newPerson().waId,
      id: wamid,
      timestamp: String(at / 1000),
      type: 'text',
      text: { body: 'x' },
    }
    await receiver.take(
      [statusesOf(receiver.number, status(wamid, 'delivered', { at }))],
      [changeOf(receiver.number, 'smb_message_echoes', { message_echoes: [echo] })],
    )
    expect(await receiver.parked()).toEqual([])
    expect(await receiver.message(wamid)).toMatchObject({ deliveredAt: at })
  })
})

describe('echoes', () => {
  const echoOf = (receiver: Receiver, waId: string, wamid: string, body = 'We open at nine') =>
    changeOf(receiver.number, 'smb_message_echoes', {
      message_echoes: [
        {
          from: '15550783881',
          to: waId,
          id: wamid,
          timestamp: String(Math.floor(testClock.now() / 1000)),
          type: 'text',
          text: { body },
        },
      ],
    })

  it('are ours, from the phone: seen in the thread, nothing unread, no window', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    await receiver.take([echoOf(receiver, person.waId, newWamid())])
    expect(await receiver.conversations()).toMatchObject([{ status: 'open', unreadCount: 0, lastInboundAt: null }])
    expect(await receiver.messages()).toMatchObject([
      { direction: 'outbound', sentBy: 'phone_app', text: 'We open at nine' },
    ])
    expect(await receiver.events('message.created')).toMatchObject([{ data: { sentBy: 'phone_app' } }])
    expect(await receiver.episodes()).toMatchObject([{ openedBy: 'agent' }])
  })

  it('of what we sent ourselves are nothing new', async () => {
    const receiver = await createReceiver()
    const contact = await createContact(receiver.organization)
    const conversation = await createConversation(receiver.organization, {
      phoneNumberId: receiver.number.id,
      contactId: contact.id,
    })
    const message = await createMessage(receiver.organization, conversation, {
      direction: 'outbound',
      sentBy: 'agent',
      sendState: 'accepted',
      parserVersion: 0,
      author: { type: 'user', id: 'usr_1', name: 'Ifeoma' },
    })
    await receiver.take([echoOf(receiver, contact.waId, message.wamid ?? '')])
    expect(await receiver.messages()).toMatchObject([
      { id: message.id, sentBy: 'agent', text: 'Hello', author: { name: 'Ifeoma' } },
    ])
  })

  it('wait while we are sending into the thread, and are ours or theirs when that is known', async () => {
    for (const isOurs of [true, false]) {
      const receiver = await createReceiver()
      const contact = await createContact(receiver.organization)
      const conversation = await createConversation(receiver.organization, {
        phoneNumberId: receiver.number.id,
        contactId: contact.id,
      })
      const message = await createMessage(receiver.organization, conversation, {
        direction: 'outbound',
        sentBy: 'agent',
        wamid: null,
        sendState: 'sending',
        dueAt: testClock.now() + 30_000,
      })
      const wamid = newWamid()
      await receiver.take([echoOf(receiver, contact.waId, wamid)])
      expect(await receiver.messages()).toHaveLength(1)
      await receiver.ctx.db.update(
        messages,
        { wamid: isOurs ? wamid : newWamid(), sendState: 'accepted', dueAt: null },
        eq(messages.id, message.id),
      )
      testClock.advanceBy(11_000)
      await receiver.queues.run()
      expect(await receiver.messages()).toHaveLength(isOurs ? 1 : 2)
    }
  })

  // Accepted without Meta's id: the answer came when the echo had it already.
  it.each(['unconfirmed', 'accepted'] as const)(
    'that were ours after all, as a late status with our id says, become one with our message: %s',
    async (state) => {
      const receiver = await createReceiver()
      const contact = await createContact(receiver.organization)
      const conversation = await createConversation(receiver.organization, {
        phoneNumberId: receiver.number.id,
        contactId: contact.id,
      })
      const message = await createMessage(receiver.organization, conversation, {
        direction: 'outbound',
        sentBy: 'agent',
        wamid: null,
        sendState: state,
        dueAt: state === 'accepted' ? null : testClock.now() + 600_000,
      })
      const wamid = newWamid()
      await receiver.take([echoOf(receiver, contact.waId, wamid)])
      testClock.advanceBy(61_000)
      await receiver.queues.run()
      expect(await receiver.messages()).toHaveLength(2)
      await receiver.take([statusesOf(receiver.number, status(wamid, 'delivered'))])
      await receiver.take([
        statusesOf(receiver.number, status(wamid, 'read', { biz_opaque_callback_data: message.id })),
      ])
      expect(await receiver.messages()).toMatchObject([
        { id: message.id, wamid, sendState: 'accepted', deliveredAt: expect.any(Number), readAt: expect.any(Number) },
      ])
      expect(await receiver.conversations()).toMatchObject([{ lastMessageId: message.id }])
    },
  )
})

describe('people', () => {
  it('who have only a user id, or an empty number, are people too', async () => {
    const receiver = await createReceiver()
    await receiver.take(
      [saidTo(receiver.number, text({ userId: 'US.100', name: 'Zoë', username: '@zoe' }, 'no number'))],
      [saidTo(receiver.number, text({ waId: '', userId: 'US.200' }, 'an empty one'))],
    )
    expect(await receiver.identities()).toMatchObject([
      { kind: 'bsuid', value: 'US.100' },
      { kind: 'bsuid', value: 'US.200' },
    ])
    expect(await receiver.contacts()).toMatchObject([
      { phone: null, username: expect.stringContaining('zoe') },
      { phone: null },
    ])
    expect(await receiver.messages()).toHaveLength(2)
  })

  it('are matched to their names by id, not by position', async () => {
    const receiver = await createReceiver()
    const [amara, zoe] = [newPerson('Amara'), newPerson('Zoë')]
    const change = saidTo(receiver.number, text(amara, 'a'), text(zoe, 'z'))
    const contacts = [...(change.value.contacts as unknown[])].reverse()
    await receiver.take([
      { ...change, value: { ...change.value, contacts: [{ profile: { name: 'Nobody' }, wa_id: '999' }, ...contacts] } },
    ])
    const byId = new Map((await receiver.contacts()).map((row) => [row.id, row.profileName]))
    expect((await receiver.identities()).map(({ value, contactId }) => [value, byId.get(contactId)])).toEqual(
      expect.arrayContaining([
        [amara.waId, 'Amara'],
        [zoe.waId, 'Zoë'],
      ]),
    )
    expect(byId.size).toBe(2)
  })

  it('change their names, and an old delivery does not change them back', async () => {
    const receiver = await createReceiver()
    const person = newPerson('Amara')
    const first = saidTo(receiver.number, text(person, 'one'))
    await receiver.take([first])
    await receiver.take([saidTo(receiver.number, text({ ...person, name: 'Amara D.' }, 'two'))])
    await receiver.take([first])
    expect(await receiver.contacts()).toMatchObject([{ profileName: 'Amara D.' }])
    expect(await receiver.events('contact.updated')).toMatchObject([{ data: { changes: ['profileName'] } }])
  })

  it('whom the team has typed in are found by their number, in the form that WhatsApp gives it too', async () => {
    const receiver = await createReceiver()
    const contact = await createContact(receiver.organization, { name: 'Bia', phone: '+5541999887766' })
    await receiver.ctx.db.insert(contactIdentities, {
      kind: 'phone',
      value: '5541999887766',
      contactId: contact.id,
      createdAt: 1,
    })
    await receiver.take([saidTo(receiver.number, text({ waId: '554199887766', name: 'Bia S.' }, 'Oi'))])
    expect(await receiver.contacts()).toHaveLength(1)
    expect(await receiver.identity('wa_id', '554199887766')).toMatchObject([{ contactId: contact.id }])
    expect(await receiver.contacts()).toMatchObject([{ name: 'Bia', phone: '+5541999887766' }])
  })

  describe('who turn out to be one', () => {
    const apart = async () => {
      const receiver = await createReceiver()
      const person = newPerson()
      await receiver.takeEach(
        [saidTo(receiver.number, text({ waId: person.waId, name: 'By number' }, 'one'))],
        [saidTo(receiver.number, text({ userId: person.userId, name: 'By id' }, 'two'))],
      )
      expect(await receiver.contacts()).toHaveLength(2)
      return { receiver, person }
    }

    it('are merged by a message that carries both ids; the thread goes on, both are kept', async () => {
      const { receiver, person } = await apart()
      await receiver.take([saidTo(receiver.number, text(person, 'three'))])
      const [older, newer] = await receiver.contacts()
      expect([older?.mergedInto, newer?.mergedInto]).toEqual([null, older?.id])
      expect(older).toMatchObject({ conversationCount: 2 })
      expect(await receiver.events('contact.merged')).toMatchObject([
        { data: { contactId: older?.id, mergedContactId: newer?.id } },
      ])
      const [first, other] = await receiver.conversations()
      expect([first?.unreadCount, other?.unreadCount]).toEqual([2, 1])
      // Whatever they are named by from now on, it is one thread.
      await receiver.take(
        [saidTo(receiver.number, text({ userId: person.userId }, 'four'))],
        [saidTo(receiver.number, text({ waId: person.waId }, 'five'))],
      )
      expect((await receiver.conversations()).map((row) => row.unreadCount)).toEqual([4, 1])
    })

    it('in one batch too', async () => {
      const receiver = await createReceiver()
      const person = newPerson()
      await receiver.take(
        [saidTo(receiver.number, text({ waId: person.waId }, 'one'))],
        [saidTo(receiver.number, text({ userId: person.userId }, 'two'))],
        [saidTo(receiver.number, text(person, 'three'))],
      )
      expect((await receiver.contacts()).filter((row) => row.mergedInto === null)).toHaveLength(1)
      expect(await receiver.messages()).toHaveLength(3)
    })

    it('chains of merges end at one person', async () => {
      const { receiver, person } = await apart()
      await receiver.take([saidTo(receiver.number, text(person, 'three'))])
      const third = newPerson()
      await receiver.take([saidTo(receiver.number, text({ waId: third.waId }, 'four'))])
      await receiver.take([saidTo(receiver.number, text({ userId: person.userId, waId: third.waId }, 'five'))])
      const rows = await receiver.contacts()
      expect(rows.filter((row) => row.mergedInto === null)).toHaveLength(1)
      expect(new Set(rows.flatMap((row) => row.mergedInto ?? [])).size, 'nobody points to somebody merged').toBe(1)
    })
  })

  describe('who change their number', () => {
    const changed = (
      receiver: Receiver,
      person: { waId: string; userId: string },
      to: { waId: string; userId: string },
      at = testClock.now(),
    ) =>
      saidTo(
        receiver.number,
        say(
          person,
          'system',
          {
            body: `changed from ${person.waId} to ${to.waId}`,
            wa_id: to.waId,
            user_id: to.userId,
            type: 'user_changed_number',
          },
          { at },
        ),
      )

    it('stay who they are, and the number they left is free for somebody else', async () => {
      const receiver = await createReceiver()
      const [person, next] = [newPerson(), newPerson()]
      await receiver.take([saidTo(receiver.number, text(person, 'old number', { at: testClock.now() - MINUTE }))])
      const letter = changed(receiver, person, next)
      await receiver.take([letter])
      await receiver.take([saidTo(receiver.number, text(next, 'new number', { at: testClock.now() + 1000 }))])
      expect(await receiver.contacts()).toMatchObject([{ phone: `+${next.waId}` }])
      expect(await receiver.conversations()).toMatchObject([{ unreadCount: 2 }])
      expect(await receiver.identity('wa_id', person.waId)).toEqual([])
      const stranger = { waId: person.waId, userId: 'US.stranger', name: 'Somebody else' }
      await receiver.take([
        saidTo(receiver.number, text(stranger, 'I have this number now', { at: testClock.now() + 5000 })),
      ])
      expect(await receiver.contacts()).toHaveLength(2)
      // An old story told again does not make the stranger the person who had the number before.
      await receiver.take([letter])
      expect((await receiver.contacts()).filter((row) => row.mergedInto !== null)).toEqual([])
    })

    it('leave what the team had typed in, too: the next owner of the number is somebody else', async () => {
      const receiver = await createReceiver()
      const [before, after] = ['554199887700', '554199887799']
      const contact = await createContact(receiver.organization, { name: 'Bia', phone: '+5541999887700' })
      const typed = { kind: 'phone' as const, contactId: contact.id, createdAt: testClock.now() - 5 * MINUTE }
      for (const value of [before, '5541999887700'])
        await receiver.ctx.db.insert(contactIdentities, { ...typed, value })
      await receiver.take([saidTo(receiver.number, text({ waId: before }, 'Oi', { at: testClock.now() - MINUTE }))])
      const change = { body: 'changed', wa_id: after, type: 'user_changed_number' }
      await receiver.take([saidTo(receiver.number, say({ waId: before }, 'system', change))])
      await receiver.take([
        saidTo(receiver.number, text({ waId: before, name: 'Somebody else' }, 'Hi', { at: testClock.now() + 2000 })),
      ])
      const [bia, stranger, ...others] = await receiver.contacts()
      expect([bia, stranger, others]).toMatchObject([
        { id: contact.id, phone: `+${after}` },
        { profileName: 'Somebody else', phone: `+${before}` },
        [],
      ])
      expect(await receiver.identity('wa_id', before)).toMatchObject([{ contactId: stranger?.id }])
      expect(await receiver.conversations()).toHaveLength(2)
    })

    it('are nobody else for having been known by their number only', async () => {
      const receiver = await createReceiver()
      const [{ waId }, { waId: newWaId }] = [newPerson(), newPerson()]
      await receiver.take([saidTo(receiver.number, text({ waId }, 'old number', { at: testClock.now() - MINUTE }))])
      const change = { body: 'changed', wa_id: newWaId, type: 'user_changed_number' }
      await receiver.take([saidTo(receiver.number, say({ waId }, 'system', change))])
      await receiver.take([saidTo(receiver.number, text({ waId: newWaId }, 'new number'))])
      expect(await receiver.contacts()).toMatchObject([{ phone: `+${newWaId}`, conversationCount: 1 }])
      expect(await receiver.conversations()).toMatchObject([{ unreadCount: 2 }])
      expect((await receiver.messages()).map(({ type }) => type)).toEqual(['text', 'system', 'text'])
    })

    it('are one also when a message from the new number was faster', async () => {
      const receiver = await createReceiver()
      const [person, next] = [newPerson(), newPerson()]
      await receiver.take([saidTo(receiver.number, text(person, 'old number', { at: testClock.now() - MINUTE }))])
      await receiver.take([saidTo(receiver.number, text(next, 'new number'))])
      expect(await receiver.contacts()).toHaveLength(2)
      await receiver.take([changed(receiver, person, next)])
      expect((await receiver.contacts()).filter((row) => row.mergedInto === null)).toHaveLength(1)
      await receiver.take([saidTo(receiver.number, text(next, 'again'))])
      const threads = await receiver.conversations()
      expect(threads.map((row) => row.unreadCount).sort()).toEqual([1, 2])
    })

    it('or only their user id', async () => {
      const receiver = await createReceiver()
      const person = newPerson()
      await receiver.take([saidTo(receiver.number, text(person, 'before'))])
      const update = {
        wa_id: person.waId,
        detail: 'User id has been updated.',
        user_id: { previous: person.userId, current: 'US.new' },
        timestamp: String(Math.floor(testClock.now() / 1000)),
      }
      await receiver.take([changeOf(receiver.number, 'user_id_update', { contacts: [], user_id_update: [update] })])
      await receiver.take([saidTo(receiver.number, text({ userId: 'US.new' }, 'after'))])
      expect(await receiver.contacts()).toHaveLength(1)
      expect(await receiver.conversations()).toMatchObject([{ unreadCount: 2 }])
    })
  })

  it('who were erased do not come back with what was said before, and may write anew', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const erasedAt = testClock.now()
    await receiver.ctx.db.insert(erasedIdentities, { identityHash: identityHash('wa_id', person.waId), erasedAt })
    const before = { at: erasedAt - MINUTE }
    await receiver.take([
      saidTo(receiver.number, text(person, 'before', before), react(person, newWamid(), '👍', before)),
    ])
    expect([await receiver.contacts(), await receiver.messages(), await receiver.events()]).toEqual([[], [], []])
    await receiver.take([saidTo(receiver.number, text(person, 'after', { at: erasedAt + MINUTE }))])
    expect(await receiver.messages()).toMatchObject([{ text: 'after' }])
  })
})

describe('who speaks for a number', () => {
  const store = async (
    receiver: Receiver,
    change: ReturnType<typeof saidTo>,
    app?: { appKey: string; secret: string },
  ) => {
    await receiver.post(bodyOf(change), app)
    await receiver.queues.run()
  }
  const ownApp = async (organization: { id: string }, appKey: string) => {
    await createMetaApp(organization, { appKey, metaAppId: `1${appKey}`, appSecret: `secret-${appKey}` })
    return { appKey, secret: `secret-${appKey}` }
  }

  it('is only the app through which it is connected: a tenant cannot forge a neighbour’s messages', async () => {
    const victim = await createReceiver()
    const attacker = await createReceiver()
    const app = await ownApp(attacker.organization, 'forger')
    const victimsApp = await ownApp(victim.organization, 'victims-own')
    const ownNumber = await createPhoneNumber(victim.organization, { appKey: 'victims-own' })
    await store(attacker, saidTo(victim.number, text(newPerson(), 'forged for the platform’s number')), app)
    await store(attacker, saidTo(ownNumber, text(newPerson(), 'forged for another app’s number')), app)
    await store(attacker, saidTo(attacker.number, text(newPerson(), 'not connected through this app')), app)
    await store(attacker, saidTo(ownNumber, text(newPerson(), 'the platform’s secret does not speak for it either')))
    expect([await victim.messages(), await victim.contacts(), await attacker.messages()]).toEqual([[], [], []])
    expect((await deadLetters()).filter(({ reason }) => reason.includes('through the Meta app forger'))).toHaveLength(3)
    await store(victim, saidTo(ownNumber, text(newPerson(), 'true')), victimsApp)
    expect(await victim.messages()).toMatchObject([{ text: 'true' }])
  })

  it('nobody, when nobody has connected it; the delivery is kept, and replayed once somebody has', async () => {
    const receiver = await createReceiver()
    const lost = { metaPhoneNumberId: '555000111', wabaId: '777', displayPhoneNumber: '1' }
    await store(receiver, saidTo(lost, text(newPerson(), 'is anybody there?')))
    const letter = (await deadLetters()).find(({ reason }) => reason.includes('the number 555000111'))
    expect(letter).toMatchObject({
      reason: 'Nobody has connected the number 555000111 through the platform’s Meta app.',
    })
    await createPhoneNumber(receiver.organization, { metaPhoneNumberId: '555000111' })
    const path = `/api/platform/dead-letters/${letter?.id}/replay`
    expect(
      (await send('POST', path, { token: await createOperatorSession(), env: receiver.queues.bindings })).status,
    ).toBe(200)
    await receiver.queues.run()
    expect(await receiver.messages()).toMatchObject([{ text: 'is anybody there?' }])
    expect((await receiver.ctx.media.list('deliveries/')).objects, 'now it is in the archive, too').toHaveLength(1)
  })

  it('nobody, when it names none and the account has several: no message lands in another number’s thread', async () => {
    const receiver = await createReceiver()
    const { value, ...said } = saidTo(receiver.number, text(newPerson(), 'for whom?'))
    const nameless = { ...said, value: { ...value, metadata: {} } }
    await receiver.take([nameless])
    expect(await receiver.messages()).toMatchObject([{ text: 'for whom?', phoneNumberId: receiver.number.id }])
    const { wabaId } = receiver.number
    await createPhoneNumber(await createOrganization(), { wabaId })
    const again = saidTo(receiver.number, text(newPerson(), 'and this?'))
    await receiver.take([{ ...again, value: { ...again.value, metadata: {} } }])
    await receiver.queues.run()
    expect(await receiver.messages()).toHaveLength(1)
    expect((await deadLetters()).map(({ reason }) => reason)).toContainEqual(
      `It names no number, and the business account ${wabaId} has none that is connected through the platform’s Meta app, or several.`,
    )
  })

  it('nobody else than before, when a dead letter is sent again after the number has gone to somebody else', async () => {
    const [first, next] = [await createReceiver(), await createReceiver()]
    const disconnectedAt = (at: number | null) =>
      drizzle(env.DIRECTORY)
        .update(phoneNumbers)
        .set({ disconnectedAt: at })
        .where(eq(phoneNumbers.id, first.number.id))
    await shard
      .prepare(
        "CREATE TRIGGER poison BEFORE INSERT ON messages WHEN NEW.text = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END",
      )
      .run()
    await store(first, saidTo(first.number, text(newPerson(), 'poison')))
    await shard.prepare('DROP TRIGGER poison').run()
    const lettersOfFirst = async () =>
      (await deadLetters()).filter(({ organizationId }) => organizationId === first.organization.id)
    const [letter] = await lettersOfFirst()
    await disconnectedAt(1)
    const { metaPhoneNumberId } = first.number
    const taken = await createPhoneNumber(next.organization, { metaPhoneNumberId })
    const sendAgain = async (id: string | undefined) => {
      const token = await createOperatorSession()
      await send('POST', `/api/platform/dead-letters/${id}/replay`, { token, env: first.queues.bindings })
      await first.queues.run()
    }
    await sendAgain(letter?.id)
    expect([await first.messages(), await next.messages()]).toEqual([[], []])
    const [again] = (await lettersOfFirst()).filter(({ id }) => id !== letter?.id)
    expect(again?.reason).toBe(
      `The organization ${first.organization.id}, to which it was told, has the number ${metaPhoneNumberId} no longer connected through the platform’s Meta app.`,
    )
    // It is theirs again.
    await drizzle(env.DIRECTORY).update(phoneNumbers).set({ disconnectedAt: 1 }).where(eq(phoneNumbers.id, taken.id))
    await disconnectedAt(null)
    await sendAgain(again?.id)
    expect(await first.messages()).toMatchObject([{ text: 'poison', phoneNumberId: first.number.id }])
    expect(await next.messages()).toEqual([])
    expect((await first.ctx.media.list('deliveries/')).objects, 'archived once').toHaveLength(1)
  })

  it('not a number that was disconnected, and not an organization that is switched off', async () => {
    const receiver = await createReceiver()
    const directory = drizzle(env.DIRECTORY)
    await directory.update(phoneNumbers).set({ disconnectedAt: 1 }).where(eq(phoneNumbers.id, receiver.number.id))
    await store(receiver, saidTo(receiver.number, text(newPerson(), 'too late')))
    expect(await receiver.messages()).toEqual([])
    const off = await createOrganization({ isActive: false })
    await store(receiver, saidTo(await createPhoneNumber(off), text(newPerson(), 'closed')))
    expect(await (await organizationContext(off)).db.select(messages)).toEqual([])
  })

  it('in one batch each organization gets its own, and a neighbour with the same ids is not in the way', async () => {
    const [one, other] = [await createReceiver(), await createReceiver()]
    const said = text(newPerson(), 'the same words, the same id')
    await one.post(bodyOf(saidTo(one.number, said), saidTo(other.number, said)))
    await one.queues.run()
    for (const receiver of [one, other]) {
      expect(await receiver.messages()).toHaveLength(1)
      expect(await receiver.conversations()).toMatchObject([{ unreadCount: 1 }])
    }
  })
})

describe('what is not an ordinary message', () => {
  it('of an unknown type is kept and shown as such', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    await receiver.take([
      saidTo(
        receiver.number,
        say(person, 'hologram', { depth: 3 }),
        say(
          person,
          'unsupported',
          {},
          {
            errors: [
              {
                code: 131051,
                title: 'Message type unknown',
                error_data: { details: 'Message type is currently not supported.' },
              },
            ],
          },
        ),
      ),
    ])
    const rows = await receiver.messages()
    expect(rows.map(({ type, content }) => [type, (content as { originalType?: string }).originalType])).toEqual([
      ['unsupported', 'hologram'],
      ['unsupported', 'unsupported'],
    ])
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 2, status: 'open' }])
    expect(
      await loadMessages(
        receiver.ctx,
        rows.map(({ id }) => id),
      ),
    ).toHaveLength(2)
  })

  it('of an unknown field is archived, and nothing else', async () => {
    const receiver = await createReceiver()
    await receiver.take([changeOf(receiver.number, 'telepathy', { thoughts: [1] })])
    expect(await receiver.messages()).toEqual([])
    const [object] = (await receiver.ctx.media.list('deliveries/')).objects
    expect(JSON.parse((await (await receiver.ctx.media.get(object?.path ?? ''))?.text()) ?? '')).toMatchObject({
      field: 'telepathy',
      phoneNumberId: receiver.number.id,
      appKey: null,
      value: { thoughts: [1] },
    })
  })

  it('a customer’s own choice about marketing is on record once, and the latest holds', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const at = Math.floor(testClock.now() / 1000)
    const prefer = (value: string, timestamp: number) =>
      changeOf(receiver.number, 'user_preferences', {
        contacts: [{ wa_id: person.waId }],
        user_preferences: [
          {
            wa_id: person.waId,
            detail: `User requested to ${value} marketing messages`,
            category: 'marketing_messages',
            value,
            timestamp,
          },
        ],
      })
    await receiver.take([prefer('stop', at)])
    expect(await receiver.contacts()).toMatchObject([{ consent: 'revoked' }])
    await receiver.take([prefer('resume', at - 100)])
    await receiver.take([prefer('stop', at)])
    expect(await receiver.contacts()).toMatchObject([{ consent: 'revoked' }])
    await receiver.take([prefer('resume', at + 100)])
    expect(await receiver.contacts()).toMatchObject([{ consent: 'granted' }])
    expect(await receiver.ctx.db.select(consentRecords)).toHaveLength(3)
    expect(await receiver.events('contact.updated')).toHaveLength(3)
    expect(await receiver.conversations()).toEqual([])
  })

  it('the phone app’s address book brings people, and no conversations', async () => {
    const receiver = await createReceiver()
    const entry = (action: string) => ({
      type: 'contact',
      contact: { full_name: 'Pablo Morales', first_name: 'Pablo', phone_number: '16505551299' },
      action,
      metadata: { timestamp: '1739321024' },
    })
    await receiver.take([changeOf(receiver.number, 'smb_app_state_sync', { state_sync: [entry('add')] })])
    await receiver.take([changeOf(receiver.number, 'smb_app_state_sync', { state_sync: [entry('remove')] })])
    expect(await receiver.contacts()).toMatchObject([
      { name: 'Pablo Morales', phone: '+16505551299', source: 'phone_app' },
    ])
    expect([await receiver.conversations(), await receiver.events()]).toEqual([[], []])
  })

  it('the phone app’s past is there to be read: closed, nothing unread, no window, nothing announced', async () => {
    const receiver = await createReceiver()
    const at = Math.floor(testClock.now() / 1000) - 86_400
    const placeholder = newWamid()
    const thread = {
      id: '16505551277',
      messages: [
        {
          from: receiver.number.displayPhoneNumber.replace(/\D/g, ''),
          to: '16505551277',
          id: newWamid(),
          timestamp: String(at),
          type: 'text',
          text: { body: 'Here it is' },
          history_context: { status: 'READ' },
        },
        {
          from: '16505551277',
          id: newWamid(),
          timestamp: String(at + 10),
          type: 'text',
          text: { body: 'Thanks!' },
          history_context: { status: 'READ' },
        },
        {
          from: '16505551277',
          id: placeholder,
          timestamp: String(at + 20),
          type: 'media_placeholder',
          history_context: { status: 'READ' },
        },
      ],
    }
    const history = changeOf(receiver.number, 'history', {
      history: [{ metadata: { phase: 0, chunk_order: 1, progress: 55 }, threads: [thread] }],
    })
    await receiver.take([history])
    await receiver.take([history])
    const rows = await receiver.messages()
    expect(rows.map(({ direction, text: words }) => [direction, words])).toEqual([
      ['outbound', 'Here it is'],
      ['inbound', 'Thanks!'],
      ['inbound', expect.anything()].slice(0, 1).concat([rows[2]?.text ?? null] as never),
    ])
    expect(rows[0]).toMatchObject({ sentBy: 'phone_app', readAt: at * 1000 })
    expect(await receiver.conversations()).toMatchObject([
      { status: 'closed', unreadCount: 0, lastInboundAt: null, lastMessageId: rows[2]?.id },
    ])
    expect([await receiver.events(), await receiver.episodes()]).toEqual([[], []])
    const image = {
      from: '16505551277',
      id: placeholder,
      timestamp: String(at + 20),
      type: 'image',
      image: { mime_type: 'image/jpeg', sha256: 'b'.repeat(64), id: '24230790383178626', caption: 'Black Prince' },
    }
    await receiver.take([changeOf(receiver.number, 'history', { messages: [image] })])
    expect(await receiver.message(placeholder)).toMatchObject({
      type: 'image',
      text: 'Black Prince',
      mediaId: (await receiver.media())[0]?.id,
    })
    // They write: now there is something to do.
    await receiver.take([saidTo(receiver.number, text({ waId: '16505551277' }, 'One more thing'))])
    expect(await receiver.conversations()).toMatchObject([{ status: 'open', unreadCount: 1 }])
  })

  it('on standby it is stored, and says that another app has the conversation', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const { contacts, messages: said } = saidTo(receiver.number, text(person, 'To the robot')).value
    await receiver.take([changeOf(receiver.number, 'standby', { standby: { contacts, messages: said } })])
    expect(await receiver.messages()).toMatchObject([{ text: 'To the robot', context: { standby: true } }])
    expect(await receiver.events('message.received')).toMatchObject([{ data: { isStandby: true } }])
  })

  it('a handover is one line in the thread, however often it is told and whatever it says of its time', async () => {
    const receiver = await createReceiver()
    const handover = (timestamp?: string): Parameters<Receiver['take']>[0] => [
      {
        field: 'messaging_handovers',
        wabaId: receiver.number.wabaId,
        value: {
          sender: { phone_number: '16505551289' },
          recipient: { phone_number_id: receiver.number.metaPhoneNumberId },
          type: 'control_passed',
          ...(timestamp !== undefined && { timestamp }),
          control_passed: { new_owner_role: 'escalation' },
        },
      },
    ]
    const takeTwice = async (timestamp?: string) => {
      await receiver.take(handover(timestamp))
      testClock.advanceBy(MINUTE)
      await receiver.take(handover(timestamp))
      return (await receiver.messages()).length
    }
    expect(await takeTwice(String(Math.floor(testClock.now() / 1000)))).toBe(1)
    expect(await takeTwice('4000000000')).toBe(2)
    expect(await takeTwice()).toBe(3)
    expect(await receiver.messages()).toMatchObject([{ type: 'activity' }, { type: 'activity' }, { type: 'activity' }])
  })

  it('a call is one line in the thread, put together in any order, and opens the window', async () => {
    const receiver = await createReceiver()
    const at = Math.floor(testClock.now() / 1000)
    const call = (event: string, more: object) =>
      changeOf(receiver.number, 'calls', {
        contacts: [{ profile: { name: 'Zoë' }, wa_id: '16505551288' }],
        calls: [
          {
            id: 'wacid.1',
            to: '15550783881',
            from: '16505551288',
            event,
            direction: 'USER_INITIATED',
            timestamp: String(at),
            ...more,
          },
        ],
      })
    const ended = call('terminate', { status: 'COMPLETED', duration: 120 })
    await receiver.takeEach([ended], [call('connect', {})], [ended])
    expect(await receiver.messages()).toMatchObject([
      { type: 'call', wamid: 'wacid.1', content: { durationSeconds: 120 } },
    ])
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 1, lastInboundAt: at * 1000 }])
    expect(await receiver.events('message.received')).toHaveLength(1)
  })

  it('a payment is told in the thread, each step once; nothing is unread, no window opens, nobody wrote', async () => {
    const receiver = await createReceiver()
    const step = (name: string, at: number) =>
      statusesOf(receiver.number, {
        ...status('pay.1', name, { at: testClock.now() + at }),
        ...{ type: 'payment', payment: { reference_id: 'order-7' } },
      })
    const [pending, captured] = [step('pending', 0), step('captured', 2000)]
    await receiver.takeEach([pending], [captured, pending], [captured])
    expect(await receiver.messages()).toMatchObject([
      { type: 'system', direction: 'inbound', text: 'Payment pending for order order-7' },
      { type: 'system', text: 'Payment received for order order-7' },
    ])
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 0, lastInboundAt: null }])
    expect(await receiver.events('message.received')).toEqual([])
    expect(await receiver.parked()).toEqual([])
    const [row] = await drizzle(env.DIRECTORY)
      .select()
      .from(phoneNumbers)
      .where(eq(phoneNumbers.id, receiver.number.id))
    expect(row).toMatchObject({ webhookVerifiedAt: expect.any(Number), lastMessageAt: null })
  })

  it('what is said in a group stands in the person’s thread, and opens no window', async () => {
    const receiver = await createReceiver()
    await receiver.take([
      saidTo(receiver.number, text(newPerson(), 'What does everyone think?', { group_id: 'GROUP' })),
    ])
    expect(await receiver.messages()).toMatchObject([{ context: { groupId: 'GROUP' } }])
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 1, lastInboundAt: null }])
  })
})

describe('what goes wrong', () => {
  const poison = async (run: () => Promise<void>) => {
    await shard
      .prepare(
        "CREATE TRIGGER poison BEFORE INSERT ON messages WHEN NEW.text = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END",
      )
      .run()
    try {
      await run()
    } finally {
      await shard.prepare('DROP TRIGGER poison').run()
    }
  }

  it('one row that does not go through is left out alone, as a dead letter that can be sent again', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    const bad = text(newPerson(), 'poison')
    await poison(async () => {
      await receiver.post(bodyOf(saidTo(receiver.number, text(person, 'one'))))
      await receiver.post(bodyOf(saidTo(receiver.number, text(person, 'two'), bad, text(person, 'three'))))
      await receiver.post(bodyOf(saidTo(receiver.number, text(newPerson(), 'four'))))
      await receiver.queues.run()
      expect((await receiver.messages()).map((row) => row.text).sort()).toEqual(['four', 'one', 'three', 'two'])
      expect((await receiver.conversations()).map((row) => row.unreadCount).sort()).toEqual([1, 3])
    })
    const letter = (await deadLetters()).find(({ organizationId }) => organizationId === receiver.organization.id)
    expect(letter?.reason).toContain('poison')
    await send('POST', `/api/platform/dead-letters/${letter?.id}/replay`, {
      token: await createOperatorSession(),
      env: receiver.queues.bindings,
    })
    await receiver.queues.run()
    expect(await receiver.message(bad.message.id)).toMatchObject({ text: 'poison' })
    expect(await receiver.messages(), 'nothing twice').toHaveLength(5)
  })

  it('a fault that passes is tried again, and nothing is doubled', async () => {
    const receiver = await createReceiver()
    const person = newPerson()
    await receiver.post(bodyOf(saidTo(receiver.number, text(person, 'one'), text(person, 'two'))))
    const struck: string[] = []
    for (let seed = 1; receiver.queues.waiting('wharf-inbound').length > 0; seed++) {
      faults.flaky({ seed, rate: 0.5 })
      struck.push(...(await receiver.queues.deliverBatch('wharf-inbound')).struck)
      faults.stop()
    }
    expect(struck.length).toBeGreaterThan(2)
    expect(receiver.queues.buried).toEqual([])
    expect(await receiver.messages()).toHaveLength(2)
    expect(await receiver.conversations()).toMatchObject([{ unreadCount: 2 }])
    expect(await receiver.events('message.received')).toHaveLength(2)
  })

  it('hostile texts are texts', async () => {
    const receiver = await createReceiver()
    const person = newPerson("Robert'); DROP TABLE messages;--")
    const bodies = [
      "'; DELETE FROM messages; --",
      '"}] \\ \u2028 🏺 \ud800',
      '$.id',
      'a\u0000b',
      '<script>alert(1)</script>',
      '%_\\',
      '__proto__',
    ]
    await receiver.take([saidTo(receiver.number, ...bodies.map((body) => text(person, body)))])
    expect((await receiver.messages()).map((row) => (row.content as { body: string }).body)).toEqual([
      "'; DELETE FROM messages; --",
      '"}] \\ \u2028 🏺 \ufffd',
      '$.id',
      'ab',
      '<script>alert(1)</script>',
      '%_\\',
      '__proto__',
    ])
    expect(await receiver.contacts()).toMatchObject([{ profileName: "Robert'); DROP TABLE messages;--" }])
  })
})

it('signs as Meta’s own test vector', () => {
  expect(sign('{"object":"whatsapp_business_account","entry":[]}', 'test_app_secret')).toBe(
    'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756',
  )
})
