import { expect, it } from 'vitest'
import type { ActionInput } from '../control/action.schemas'
import { actionSchema } from '../control/action.schemas'
import { threadKey } from '../core/state'
import { createBusiness } from '../test/business'
import { ActionError } from './action-error'
import { act } from './actions'

type Json = Record<string, unknown>

/** A business, and a customer who does things. */
function createScene() {
  const business = createBusiness({ settings: { statusDelaysMs: { sent: 0, delivered: 0, read: 0, played: 0 } } })
  const { world, customer, number, simulator, received } = business
  const quiet = () => simulator.whenQuiet(400)
  /** Does it and gives what the business was told: the last message, or the last value of another field. */
  const doing = async (input: ActionInput): Promise<Json> => {
    const before = received.length
    await act(world, { customerId: customer.id, numberId: number.id, action: actionSchema.parse(input) })
    await quiet()
    const told = received.slice(before).map(({ json }) => toldIn(json))
    const value = told.at(-1) ?? {}
    return firstOf(value.messages) ?? value
  }
  const send = async (message: Json): Promise<string> => {
    const { json } = await business.sendMessage(message)
    await quiet()
    const id = firstOf(json.messages)?.id
    if (typeof id !== 'string') throw new Error(JSON.stringify(json))
    return id
  }
  return { ...business, quiet, doing, send, thread: () => world.state.threads[threadKey(number.id, customer.id)] }
}

const toldIn = (json: Json): Json => {
  const entry = firstOf(json.entry)
  const value = firstOf(entry?.changes)?.value
  return value as Json
}
const firstOf = (list: unknown): Json | undefined => (Array.isArray(list) ? list[0] : undefined)

it('tells the business what a customer writes, as WhatsApp does', async () => {
  const { doing, customer, thread } = createScene()
  const text = await doing({ type: 'text', text: 'Does it come in another colour? 😀' })
  expect(text).toMatchObject({
    from: customer.waId,
    type: 'text',
    text: { body: 'Does it come in another colour? 😀' },
  })
  expect(thread()?.lastInboundAt).not.toBeNull()

  expect(await doing({ type: 'text', text: 'This one', replyTo: String(text.id) })).toMatchObject({
    context: { id: text.id },
  })
  expect(await doing({ type: 'text', text: 'Seen?', forwarded: 'once' })).toMatchObject({
    context: { forwarded: true },
  })
  expect(await doing({ type: 'text', text: 'Seen?', forwarded: 'often' })).toMatchObject({
    context: { frequently_forwarded: true },
  })
  expect(await doing({ type: 'location', latitude: 37.44, longitude: -122.16, name: 'Philz Coffee' })).toMatchObject({
    location: { latitude: 37.44, longitude: -122.16, name: 'Philz Coffee' },
  })
  expect(
    await doing({ type: 'contacts', contacts: [{ name: { formatted_name: 'Barbara' }, phones: [] }] }),
  ).toMatchObject({
    contacts: [{ name: { formatted_name: 'Barbara' } }],
  })
  const order: ActionInput = {
    type: 'order',
    text: 'Love these!',
    items: [{ product_retailer_id: 'di9ozbzfi4', quantity: 2 }],
  }
  expect(await doing(order)).toMatchObject({
    order: {
      text: 'Love these!',
      product_items: [{ product_retailer_id: 'di9ozbzfi4', quantity: 2, currency: 'USD' }],
    },
  })
  expect(await doing({ type: 'welcome' })).toMatchObject({ type: 'request_welcome' })
  expect(await doing({ type: 'unsupported', kind: 'poll' })).toMatchObject({
    type: 'unsupported',
    errors: [{ code: 131051 }],
    unsupported: { type: 'poll' },
  })
  const unknown = await doing({ type: 'unknown', name: 'hologram', content: { depth: 3 } })
  expect(unknown).toMatchObject({ type: 'hologram', hologram: { depth: 3 } })
  expect(unknown).not.toHaveProperty('unknown')
})

it('brings media whose bytes the business can fetch', async () => {
  const { doing, simulator, token } = createScene()
  for (const [type, field, mimeType] of [
    ['image', 'image', 'image/jpeg'],
    ['video', 'video', 'video/mp4'],
    ['voice', 'audio', 'audio/ogg; codecs=opus'],
    ['document', 'document', 'application/pdf'],
    ['sticker', 'sticker', 'image/webp'],
  ] as const) {
    const object = (await doing({ type }))[field] as Json
    expect(object).toMatchObject({ mime_type: mimeType, sha256: expect.any(String), id: expect.any(String) })
    if (type === 'voice') expect(object.voice).toBe(true)
    if (type === 'document') expect(object.filename).toBe('receipt.pdf')
    const fetched = await simulator.request(String(object.url), { headers: { authorization: `Bearer ${token}` } })
    expect([fetched.status, (await fetched.arrayBuffer()).byteLength]).toEqual([200, expect.any(Number)])
  }
  const own = (await doing({ type: 'image', data: btoa('not a picture'), mimeType: 'image/png', caption: 'mine' }))
    .image
  expect(own).toMatchObject({ caption: 'mine', mime_type: 'image/png' })
})

it('starts the free 72 hours with an answer to who came from an ad', async () => {
  const { doing, send, thread, world } = createScene()
  const message = await doing({ type: 'text', text: 'Can I get more info?', referral: { headline: 'Winter glazes' } })
  expect(message).toMatchObject({
    referral: { source_type: 'ad', headline: 'Winter glazes', ctwa_clid: expect.any(String) },
  })
  expect(thread()?.freeEntryOfferUntil).toBeGreaterThan(world.now())
  await send({ type: 'text', text: { body: 'Of course' } })
  expect(thread()?.freeEntryUntil).toBeGreaterThan(world.now() + 71 * 3600_000)
})

it('reacts, takes it back, edits and deletes', async () => {
  const { doing, send, world } = createScene()
  const own = String((await doing({ type: 'text', text: 'Helo' })).id)
  const theirs = await send({ type: 'text', text: { body: 'Hello' } })

  expect(await doing({ type: 'reaction', messageId: theirs, emoji: '👍' })).toMatchObject({
    type: 'reaction',
    reaction: { message_id: theirs, emoji: '👍' },
  })
  expect(world.state.messages[theirs]?.reactions).toMatchObject([{ from: 'customer', emoji: '👍' }])
  expect((await doing({ type: 'unreact', messageId: theirs })).reaction).toEqual({ message_id: theirs })
  expect(world.state.messages[theirs]?.reactions).toEqual([])

  expect(await doing({ type: 'edit', messageId: own, text: 'Hello' })).toMatchObject({
    type: 'edit',
    edit: { original_message_id: own, message: { type: 'text', text: { body: 'Hello' } } },
  })
  expect(await doing({ type: 'delete', messageId: own })).toMatchObject({
    type: 'revoke',
    revoke: { original_message_id: own },
  })
  await expect(doing({ type: 'delete', messageId: own })).rejects.toThrow('has been deleted')
  await expect(doing({ type: 'edit', messageId: theirs, text: 'no' })).rejects.toThrow(
    'Only one’s own messages can be edited',
  )
})

it('edits within 15 minutes only', async () => {
  const { doing, simulator } = createScene()
  const own = String((await doing({ type: 'text', text: 'Helo' })).id)
  simulator.moveClock(16 * 60_000)
  await expect(doing({ type: 'edit', messageId: own, text: 'Hello' })).rejects.toThrow('can no longer be edited')
})

it('taps buttons and picks from lists', async () => {
  const { doing, send, number } = createScene()
  await doing({ type: 'text', text: 'Hi' })
  const buttons = await send({
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'When?' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'fri', title: 'Friday' } },
          { type: 'reply', reply: { id: 'sat', title: 'Saturday' } },
        ],
      },
    },
  })
  const saturday = { type: 'button_reply', button_reply: { id: 'sat', title: 'Saturday' } }
  for (const button of [1, 'sat', 'Saturday']) {
    expect(await doing({ type: 'tap', messageId: buttons, button })).toMatchObject({
      type: 'interactive',
      interactive: saturday,
      context: { from: number.displayPhoneNumber.replace(/\D/g, ''), id: buttons },
    })
  }
  await expect(doing({ type: 'tap', messageId: buttons, button: 7 })).rejects.toThrow('no button 7')

  const rows = [{ id: 'express', title: 'Express', description: 'Next day' }]
  const list = await send({
    type: 'interactive',
    interactive: {
      type: 'list',
      body: { text: 'Which?' },
      action: { button: 'Options', sections: [{ title: 'Fast', rows }] },
    },
  })
  expect(await doing({ type: 'pick', messageId: list, rowId: 'express' })).toMatchObject({
    interactive: { type: 'list_reply', list_reply: rows[0] },
  })
  await expect(doing({ type: 'pick', messageId: list, rowId: 'slow' })).rejects.toThrow('no row slow')
  await expect(doing({ type: 'flow', messageId: list })).rejects.toThrow('does not ask for this')
})

it('answers flows, requests for the number, places and calls', async () => {
  const { doing, send, customer } = createScene()
  await doing({ type: 'text', text: 'Hi' })
  const body = { text: 'Please' }
  const ask = (interactive: Json) => send({ type: 'interactive', interactive: { body, ...interactive } })

  const parameters = {
    flow_message_version: '3',
    flow_token: 'token-1',
    flow_id: '9',
    flow_cta: 'Open',
    flow_action: 'data_exchange',
  }
  const flow = await ask({ type: 'flow', action: { name: 'flow', parameters } })
  const answered = await doing({ type: 'flow', messageId: flow, response: { date: 'Saturday' } })
  const { nfm_reply: reply } = answered.interactive as { nfm_reply: { name: string; response_json: string } }
  expect([reply.name, JSON.parse(reply.response_json)]).toEqual(['flow', { flow_token: 'token-1', date: 'Saturday' }])

  const number = await ask({ type: 'request_contact_info', action: { name: 'request_contact_info' } })
  expect(await doing({ type: 'contact-info', messageId: number })).toMatchObject({
    contacts: [
      {
        phones: [{ wa_id: customer.waId }],
        vcard: expect.stringContaining('BEGIN:VCARD'),
        origin: 'request_contact_info',
      },
    ],
  })
  const place = await ask({ type: 'location_request_message', action: { name: 'send_location' } })
  expect(await doing({ type: 'location', latitude: 1, longitude: 2, replyTo: place })).toMatchObject({
    context: { id: place },
  })

  const call = await ask({ type: 'call_permission_request', action: { name: 'call_permission_request' } })
  expect(await doing({ type: 'call-permission', messageId: call, response: 'accept' })).toMatchObject({
    interactive: { type: 'call_permission_reply', call_permission_reply: { response: 'accept', is_permanent: false } },
  })
})

it('changes number, user id, username and phone, and says so', async () => {
  const { doing, customer, received, world, number } = createScene()
  const first = await doing({ type: 'text', text: 'Hi' })
  const fields = () => received.map(({ json }) => firstOf(firstOf(json.entry)?.changes)?.field)

  const before = customer.waId
  await doing({ type: 'change-number', phone: '+1 219 555 5358' })
  const system = received
    .map(({ json }) => firstOf(toldIn(json).messages))
    .find((message) => message?.type === 'system')
  expect(system).toMatchObject({
    from: before,
    from_user_id: first.from_user_id,
    system: { type: 'user_changed_number', wa_id: '12195555358', body: expect.stringContaining(before) },
  })
  expect(fields()).toContain('user_id_update')
  const afterwards = await doing({ type: 'text', text: 'Me again' })
  expect(afterwards).toMatchObject({ from: '12195555358' })
  expect(afterwards.from_user_id).not.toBe(first.from_user_id)

  await doing({ type: 'username', username: '@sheena' })
  await doing({ type: 'identity', mode: 'id-only' })
  await doing({ type: 'text', text: 'Who am I?' })
  const value = toldIn(received.at(-1)?.json ?? {})
  expect(firstOf(value.contacts)).toMatchObject({ profile: { username: '@sheena' }, user_id: expect.any(String) })
  expect(firstOf(value.contacts)).not.toHaveProperty('wa_id')
  expect(firstOf(value.messages)).not.toHaveProperty('from')

  const hash = customer.identityHash
  await doing({ type: 'new-phone' })
  expect(customer.identityHash).not.toBe(hash)
  await doing({ type: 'change-user-id' })
  expect(JSON.stringify(received.map(({ json }) => json))).toContain('user_changed_user_id')

  const taken = Object.values(world.state.customers)[0]?.phone
  expect(taken).toBe('12195555358')
  expect(number.id).toBeTruthy()
})

it('blocks, opts out, goes offline and comes back', async () => {
  const { doing, customer, number, received, send, world, thread } = createScene()
  await doing({ type: 'text', text: 'Hi' })
  expect(await doing({ type: 'marketing', value: 'stop' })).toMatchObject({
    user_preferences: [{ category: 'marketing_messages', value: 'stop' }],
  })
  expect(customer.optedOutOfMarketing).toBe(true)

  await doing({ type: 'offline' })
  await expect(doing({ type: 'text', text: 'Hello?' })).rejects.toThrow('is offline. Go online first.')
  const id = await send({ type: 'text', text: { body: 'Are you there?' } })
  expect(world.state.messages[id]?.status).toBe('sent')
  await doing({ type: 'online' })
  expect(world.state.messages[id]?.status).toBe('delivered')
  await doing({ type: 'open' })
  expect(world.state.messages[id]?.status).toBe('read')

  await doing({ type: 'block' })
  expect(customer.blockedNumbers).toEqual([number.id])
  const told = received.length
  await expect(doing({ type: 'text', text: 'Hi' })).rejects.toThrow('Unblock it first.')
  expect(received.length).toBe(told)
  await doing({ type: 'unblock' })
  await doing({ type: 'text', text: 'Hi again' })
  expect(thread()?.messageIds.length).toBe(3)
})

it('calls: connect, and terminate when it is over', async () => {
  const { doing, received, simulator, quiet } = createScene()
  expect(await doing({ type: 'call', seconds: 42 })).toMatchObject({
    calls: [{ event: 'connect', direction: 'USER_INITIATED' }],
  })
  simulator.moveClock(43_000)
  await quiet()
  expect(toldIn(received.at(-1)?.json ?? {})).toMatchObject({
    calls: [{ event: 'terminate', status: 'COMPLETED', duration: 42 }],
  })
})

it('refuses what nobody could do, in a sentence', async () => {
  const { doing, world, customer } = createScene()
  await expect(doing({ type: 'reaction', messageId: 'wamid.none', emoji: '👍' })).rejects.toThrow(ActionError)
  await expect(doing({ type: 'text', text: 'Hi', replyTo: 'wamid.none' })).rejects.toThrow(
    'There is no message wamid.none to answer.',
  )
  await expect(act(world, { customerId: '1', action: { type: 'online' } })).rejects.toThrow('There is no customer 1.')
  await expect(act(world, { customerId: customer.id, numberId: '2', action: { type: 'online' } })).rejects.toThrow(
    'There is no phone number 2.',
  )
})
