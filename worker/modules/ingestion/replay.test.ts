import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../test/clock'
import {
  bodyOf,
  changeOf,
  createReceiver,
  newWamid,
  type Receiver,
  revoke,
  saidTo,
  say,
  status,
  statusesOf,
  text,
} from '../../test/deliveries'
import { createOperatorSession } from '../../test/factories'
import { faults } from '../../test/faults'
import { send } from '../../test/harness'
import { createPhoneNumber } from '../../test/inbox-factories'
import { contactIdentities, contacts, erasedIdentities } from '../contacts/contacts.tables'
import { conversations } from '../conversations/conversations.tables'
import { messages } from '../messages/messages.tables'
import { identityHash } from './question.usecases'

const person = { waId: '16505551234', userId: 'US.13491208655302741918', name: 'Amara Diallo' }
const HOUR = 3600_000

const iso = (at: number) => new Date(at).toISOString()
const path = ({ organization }: Receiver) => `/api/platform/organizations/${organization.id}/replay`

async function replay(receiver: Receiver, { from = testClock.now() - HOUR, to = testClock.now() + HOUR } = {}) {
  const token = await createOperatorSession()
  const started = await send('POST', path(receiver), {
    token,
    body: { from: iso(from), to: iso(to) },
    env: receiver.queues.bindings,
  })
  expect([started.status, started.body.status]).toEqual([202, 'running'])
  for (let step = 0; receiver.queues.waiting('wharf-inbound').length > 0 && step < 50; step++)
    await receiver.queues.deliverBatch('wharf-inbound')
  const { body } = await send('GET', path(receiver), { token })
  return body.items.find(({ id }: { id: string }) => id === started.body.id)
}
/** Everything of the organization that a replay could touch. */
const everything = async (receiver: Receiver) =>
  JSON.stringify([
    await receiver.messages(),
    await receiver.conversations(),
    await receiver.contacts(),
    await receiver.identities(),
    await receiver.events(),
    await receiver.episodes(),
    await receiver.parked(),
    (await receiver.ctx.media.list('deliveries/')).objects.map((object) => object.path),
  ])

describe('the archive', () => {
  it('holds what came in by hour, each change of a delivery with its organization only, and once for a redelivery', async () => {
    const [one, other] = [await createReceiver(), await createReceiver()]
    await one.post(bodyOf(saidTo(one.number, text(person, 'mine')), saidTo(other.number, text(person, 'yours'))))
    await one.post(bodyOf(saidTo(one.number, text(person, 'mine, too'))))
    faults.killNext(5, 'after', 'background')
    await one.queues.deliverBatch('wharf-inbound')
    await one.queues.deliverBatch('wharf-inbound')
    for (const [receiver, words] of [
      [one, ['mine', 'mine, too']],
      [other, ['yours']],
    ] as const) {
      const { objects } = await receiver.ctx.media.list('deliveries/')
      expect(objects).toHaveLength(1)
      const hour = iso(testClock.now()).slice(0, 13).replace(/[-T]/g, '/')
      expect(objects[0]?.path).toMatch(new RegExp(`^deliveries/${hour}/dlv_[0-9a-f]{26}\\.ndjson$`))
      const lines = ((await (await receiver.ctx.media.get(objects[0]?.path ?? ''))?.text()) ?? '').trim().split('\n')
      expect(lines.map((line) => JSON.parse(line).value.messages[0].text.body)).toEqual(words)
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({
        appKey: null,
        phoneNumberId: receiver.number.id,
        wabaId: receiver.number.wabaId,
        field: 'messages',
        receivedAt: expect.any(Number),
      })
    }
  })
})

describe('a replay', () => {
  it('changes nothing where nothing is missing, however often', async () => {
    const receiver = await createReceiver()
    const [said, image] = [
      text(person, 'Hello'),
      say(person, 'image', { id: '1', mime_type: 'image/jpeg', sha256: 'a'.repeat(64) }),
    ]
    await receiver.takeEach(
      [saidTo(receiver.number, said, image)],
      [saidTo(receiver.number, revoke(person, said.message.id))],
      [statusesOf(receiver.number, status(newWamid(), 'read'))],
      [
        saidTo(
          receiver.number,
          say(person, 'system', {
            body: 'changed',
            wa_id: '16505559999',
            user_id: 'US.new',
            type: 'user_changed_number',
          }),
        ),
      ],
    )
    const before = await everything(receiver)
    for (let time = 0; time < 2; time++)
      expect(await replay(receiver)).toMatchObject({ status: 'done', objects: 4, changes: 4, failures: 0 })
    expect(await everything(receiver)).toBe(before)
  })

  it('brings back what was lost, and announces that once', async () => {
    const receiver = await createReceiver()
    const [first, second] = [text(person, 'kept'), text(person, 'lost')]
    await receiver.takeEach([saidTo(receiver.number, first)], [saidTo(receiver.number, second)])
    await receiver.ctx.db.delete(messages, eq(messages.wamid, second.message.id))
    const told = (await receiver.events('message.received')).length
    await replay(receiver)
    await replay(receiver)
    expect((await receiver.messages()).map((row) => row.text)).toEqual(['kept', 'lost'])
    expect(await receiver.events('message.received')).toHaveLength(told + 1)
  })

  it('of an empty database makes what the deliveries made', async () => {
    const receiver = await createReceiver()
    const shape = async () =>
      JSON.stringify([
        (await receiver.messages()).map(({ text: words, occurredAt, wamid }) => [words, occurredAt, wamid]),
        (await receiver.conversations()).map(({ unreadCount, lastMessageAt, lastInboundAt, status: state }) => [
          unreadCount,
          lastMessageAt,
          lastInboundAt,
          state,
        ]),
      ])
    for (let at = 0; at < 4; at++)
      await receiver.take([saidTo(receiver.number, text(person, `${at}`, { at: testClock.now() + at * 1000 }))])
    const before = await shape()
    for (const table of [messages, conversations, contacts, contactIdentities]) await receiver.ctx.db.delete(table)
    await replay(receiver)
    expect(await shape()).toBe(before)
  })

  it('takes only what came in between its times, over the hours', async () => {
    const receiver = await createReceiver()
    const start = Math.ceil(testClock.now() / HOUR) * HOUR
    testClock.advanceBy(start - testClock.now() - 60_000)
    for (let at = 0; at < 4; at++) {
      await receiver.take([saidTo(receiver.number, text(person, `${at}`))])
      testClock.advanceBy(HOUR)
    }
    await receiver.ctx.db.delete(messages)
    expect(await replay(receiver, { from: start, to: start + 2 * HOUR })).toMatchObject({ status: 'done', changes: 2 })
    expect((await receiver.messages()).map((row) => row.text)).toEqual(['1', '2'])
  })

  it('revives nobody who was erased', async () => {
    const receiver = await createReceiver()
    await receiver.take([saidTo(receiver.number, text(person, 'forget me'))])
    for (const table of [messages, conversations, contacts, contactIdentities]) await receiver.ctx.db.delete(table)
    testClock.advanceBy(2000)
    await receiver.ctx.db.insert(erasedIdentities, {
      identityHash: identityHash('bsuid', person.userId),
      erasedAt: testClock.now(),
    })
    await replay(receiver)
    expect([await receiver.messages(), await receiver.contacts(), await receiver.conversations()]).toEqual([[], [], []])
  })

  it('reads anew what an older parser has read, and leaves edits, deletions and what we sent alone', async () => {
    const receiver = await createReceiver()
    const [plain, picture, gone] = [
      text(person, 'plain'),
      say(person, 'image', { id: '1', mime_type: 'image/jpeg', caption: 'words' }),
      text(person, 'gone'),
    ]
    await receiver.takeEach(
      [saidTo(receiver.number, plain, picture, gone)],
      [saidTo(receiver.number, revoke(person, gone.message.id))],
    )
    const unsupported = { type: 'unsupported' as const, originalType: 'text', reason: null, raw: null }
    await receiver.ctx.db.update(messages, { parserVersion: 0, type: 'unsupported', content: unsupported, text: null })
    await replay(receiver)
    const [file] = await receiver.media()
    expect(await receiver.message(plain.message.id)).toMatchObject({
      type: 'text',
      text: 'plain',
      content: { body: 'plain' },
      parserVersion: 1,
    })
    expect(await receiver.message(picture.message.id)).toMatchObject({
      type: 'image',
      mediaId: file?.id,
      content: { mediaId: file?.id, caption: 'words' },
    })
    expect(await receiver.message(gone.message.id)).toMatchObject({
      type: 'unsupported',
      revokedAt: expect.any(Number),
    })
    expect(await receiver.media()).toHaveLength(1)
    expect(await receiver.events('message.received')).toHaveLength(3)
  })

  it('pauses nothing on the strength of old news about the account', async () => {
    const receiver = await createReceiver()
    await receiver.take([
      {
        field: 'account_update',
        wabaId: receiver.number.wabaId,
        value: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } },
      },
    ])
    const status = async () =>
      (await env.DIRECTORY.prepare('SELECT status FROM phone_numbers WHERE id = ?')
        .bind(receiver.number.id)
        .first('status')) as string
    expect(await status()).toBe('paused')
    await env.DIRECTORY.prepare("UPDATE phone_numbers SET status = 'connected', paused_reason = NULL WHERE id = ?")
      .bind(receiver.number.id)
      .run()
    await replay(receiver)
    expect(await status()).toBe('connected')
  })

  it('of a step that is taken twice or dies goes on where it was', async () => {
    const receiver = await createReceiver()
    for (let at = 0; at < 3; at++) await receiver.take([saidTo(receiver.number, text(person, `${at}`))])
    await receiver.ctx.db.delete(messages)
    const token = await createOperatorSession()
    const body = { from: iso(testClock.now() - HOUR), to: iso(testClock.now() + HOUR) }
    await send('POST', path(receiver), { token, body, env: receiver.queues.bindings })
    for (let step = 0; receiver.queues.waiting('wharf-inbound').length > 0 && step < 60; step++) {
      if (step % 3 < 2) faults.killNext(step % 9, 'after', 'background')
      await receiver.queues.deliverBatch('wharf-inbound')
      faults.stop()
    }
    expect(await receiver.messages()).toHaveLength(3)
    const { items } = (await send('GET', path(receiver), { token })).body
    expect(items).toMatchObject([{ status: 'done', objects: 3, changes: 3 }])
  })

  it('of what cannot be read has failed when it is given up, and goes on when it is sent again', async () => {
    const receiver = await createReceiver()
    await receiver.take([saidTo(receiver.number, text(person, 'kept'))])
    await receiver.ctx.db.delete(messages)
    const [archived] = (await receiver.ctx.media.list('deliveries/')).objects
    const lines = await (await receiver.ctx.media.get(archived?.path ?? ''))?.text()
    await receiver.ctx.media.put(archived?.path ?? '', 'no line of an archive')
    const given = await replay(receiver)
    expect(given).toMatchObject({ status: 'failed', objects: 0, reason: expect.stringMatching(/not valid JSON/) })
    const [letter] = receiver.queues.waiting('wharf-dead-letters')
    await receiver.ctx.media.put(archived?.path ?? '', lines ?? '')
    await receiver.queues.bindings.INBOUND?.send(letter?.body)
    while (receiver.queues.waiting('wharf-inbound').length > 0) await receiver.queues.deliverBatch('wharf-inbound')
    const { items } = (await send('GET', path(receiver), { token: await createOperatorSession() })).body
    expect(items).toMatchObject([{ id: given.id, status: 'done', objects: 1, reason: null }])
    expect((await receiver.messages()).map((row) => row.text)).toEqual(['kept'])
  })

  it('goes to the number that it came for, though somebody else has connected it since', async () => {
    const [receiver, next] = [await createReceiver(), await createReceiver()]
    await receiver.take([saidTo(receiver.number, text(person, 'for the first'))])
    await receiver.ctx.db.delete(messages)
    await env.DIRECTORY.prepare('UPDATE phone_numbers SET disconnected_at = 1 WHERE id = ?')
      .bind(receiver.number.id)
      .run()
    await createPhoneNumber(next.organization, { metaPhoneNumberId: receiver.number.metaPhoneNumberId })
    await replay(receiver)
    expect(await receiver.messages()).toMatchObject([{ text: 'for the first', phoneNumberId: receiver.number.id }])
    expect(await next.messages()).toEqual([])
  })

  it('is refused for times in the wrong order, and for an organization that is not there', async () => {
    const receiver = await createReceiver()
    const token = await createOperatorSession()
    const wrong = { from: iso(2), to: iso(1) }
    expect((await send('POST', path(receiver), { token, body: wrong })).body.error.code).toBe('request.invalid')
    const body = { from: iso(1), to: iso(2) }
    const nowhere = await send('POST', '/api/platform/organizations/org_01jd0x0000000000000000000x/replay', {
      token,
      body,
    })
    expect([nowhere.status, nowhere.body.error.code]).toEqual([404, 'organizations.not_found'])
  })

  it('unknown fields come along', async () => {
    const receiver = await createReceiver()
    await receiver.take([changeOf(receiver.number, 'telepathy', {})])
    expect(await replay(receiver)).toMatchObject({ status: 'done', changes: 1, failures: 0 })
  })
})
