import { afterEach, describe, expect, it } from 'vitest'
import { addTemplate } from '../core/entities'
import { createSimulator } from '../simulator'
import { asJson, at, createBusiness, statusesIn } from '../test/business'
import { comeOnline, openChat, playVoice, startReading } from './lifecycle'
import { receive } from './receive'

let business: ReturnType<typeof createBusiness>
const start = (options?: Parameters<typeof createBusiness>[0]) => {
  business = createBusiness(options)
  return business
}
afterEach(() => business.simulator.close())

const text = { type: 'text', text: { body: 'Hello' } }
const told = () => statusesIn(business.received).map(({ status }) => status)
const quiet = () => business.simulator.whenQuiet()

describe('statuses', () => {
  it('follow the customer: offline, online, reading', async () => {
    const { world, customer, number, sendMessage, openWindow } = start()
    openWindow()
    customer.isOnline = false
    await sendMessage(text)
    await sendMessage(text)
    await quiet()
    expect(told()).toEqual(['sent', 'sent'])
    comeOnline(world, customer.id)
    await quiet()
    expect(told()).toEqual(['sent', 'sent', 'delivered', 'delivered'])
    openChat(world, { numberId: number.id, customerId: customer.id })
    await quiet()
    expect(told().slice(4)).toEqual(['read', 'read'])
    openChat(world, { numberId: number.id, customerId: customer.id })
    await quiet()
    expect(told()).toHaveLength(6)
  })
  it('go on to read when the customer reads; delivered may be skipped', async () => {
    const { customer, number, sendMessage, openWindow } = start()
    openWindow()
    customer.readsMessages = true
    await sendMessage(text)
    await quiet()
    expect(told()).toEqual(['sent', 'delivered', 'read'])
    number.chaos.skipDelivered = 1
    await sendMessage(text)
    await quiet()
    expect(told().slice(3)).toEqual(['sent', 'read'])
  })
  it('tell of what lies there unread as soon as the customer reads', async () => {
    const { world, customer, sendMessage, openWindow } = start()
    openWindow()
    await sendMessage(text)
    await sendMessage(text)
    await quiet()
    // The first may have got there before the second is sent.
    expect(told().toSorted()).toEqual(['delivered', 'delivered', 'sent', 'sent'])
    startReading(world, customer.id)
    await quiet()
    expect(told().slice(4)).toEqual(['read', 'read'])
  })
  it('have played for voice only, and only sent for a reaction', async () => {
    const { world, number, customer, sendMessage, openWindow } = start()
    openWindow()
    const inbound = receive(world, {
      numberId: number.id,
      customerId: customer.id,
      content: { type: 'text', text: { body: 'Hi' } },
    })
    await quiet()
    const media = {
      ...{ id: '77', numberId: number.id, mimeType: 'audio/ogg; codecs=opus', sha256: '', size: 10, filename: null },
      ...{
        voice: true,
        createdAt: 0,
        expiresAt: world.now() + 60_000,
        isFromCustomer: false,
        urls: {},
        isCorrupt: false,
      },
    }
    world.state.media['77'] = media
    const voice = at((await sendMessage({ type: 'audio', audio: { id: '77', voice: true } })).json, 'messages', 0, 'id')
    await quiet()
    playVoice(world, String(voice))
    await sendMessage({ type: 'reaction', reaction: { message_id: inbound.id, emoji: '👍🏽' } })
    await quiet()
    expect(told()).toEqual(['sent', 'delivered', 'played', 'sent'])
    expect(inbound.reactions).toMatchObject([{ from: 'business', emoji: '👍🏽' }])
    await sendMessage({ type: 'reaction', reaction: { message_id: inbound.id, emoji: '' } })
    expect(inbound.reactions).toEqual([])
  })
  it('carry the business’ own data and the price, with sent and the first of the others', async () => {
    const { customer, received, sendMessage, openWindow } = start()
    openWindow()
    customer.readsMessages = true
    await sendMessage({ ...text, biz_opaque_callback_data: 'job-1' })
    await quiet()
    const pricing = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' }
    expect(statusesIn(received)).toMatchObject([
      { status: 'sent', biz_opaque_callback_data: 'job-1', pricing, recipient_id: '16505551234' },
      { status: 'delivered', biz_opaque_callback_data: 'job-1', pricing },
      { status: 'read', biz_opaque_callback_data: 'job-1' },
    ])
    expect(statusesIn(received)[2]).not.toHaveProperty('pricing')
    expect(statusesIn(received)[0]).not.toHaveProperty('conversation')
  })
})

describe('after a restart', () => {
  const picture = { type: 'image', image: { link: 'https://shop.test/vase.png' } }
  const hours = { sent: 3600_000, delivered: 1, read: 1, played: 1 }

  /** Ends before the first status, goes on from what was written, and lets an hour pass. @returns the first statuses */
  const restart = async (link: () => Promise<Response>) => {
    business.simulator.close()
    expect(told()).toEqual([])
    const bodies: unknown[] = []
    const send: typeof fetch = async (input, init) => {
      if (String(input) === picture.image.link) return link()
      bodies.push(JSON.parse(String(init?.body)))
      return new Response('ok')
    }
    const second = createSimulator({ state: structuredClone(business.world.state), fetch: send })
    second.moveClock(3600_000)
    await second.whenQuiet()
    second.close()
    return bodies.map((body) => asJson(at(body, 'entry', 0, 'changes', 0, 'value', 'statuses', 0)))
  }
  const nothing = async () => new Response(null, { status: 404 })
  const slowly = () => start({ settings: { statusDelaysMs: hours } })

  it('a message still fails for the reason it was going to fail for', async () => {
    const { world, account, customer, number, sendMessage } = slowly()
    addTemplate(world, { accountId: account.id, name: 'plain', components: [{ type: 'BODY', text: 'Hello' }] })
    const template = { type: 'template', template: { name: 'plain', language: { code: 'en_US' } } }
    await sendMessage(text)
    customer.isUnknown = true
    await sendMessage(template)
    customer.isUnknown = false
    number.chaos.nextFailures.push({ code: 131049, asStatus: true })
    await sendMessage(template)
    const failed = await restart(nothing)
    expect(failed.map(({ status, errors }) => [status, at(errors, 0, 'code')])).toEqual([
      ['failed', 131047],
      ['failed', 131026],
      ['failed', 131049],
    ])
  })
  it('a link that nobody could look at before is looked at', async () => {
    const { links, sendMessage, openWindow, world } = slowly()
    openWindow()
    links.set(picture.image.link, new Response('<html>', { headers: { 'content-type': 'text/html' } }))
    await sendMessage(picture)
    // Ended while the download ran.
    for (const message of Object.values(world.state.messages)) {
      message.fate = { media: [{ kind: 'image', link: picture.image.link }] }
    }
    const [failed] = await restart(nothing)
    expect(failed).toMatchObject({ status: 'failed', errors: [{ code: 131053 }] })
  })
  it('a link that was looked at is not fetched again', async () => {
    const { links, sendMessage, openWindow } = slowly()
    openWindow()
    links.set(picture.image.link, new Response('<html>', { headers: { 'content-type': 'text/html' } }))
    await sendMessage(picture)
    await quiet()
    let fetches = 0
    const [failed] = await restart(() => {
      fetches++
      return nothing()
    })
    expect([failed?.status, at(failed, 'errors', 0, 'code'), fetches]).toEqual(['failed', 131053, 0])
  })
})

describe('prices', () => {
  it('bills free-form messages after the month’s thousand, templates always', async () => {
    const { world, account, number, received, sendMessage, openWindow } = start({
      settings: { freeServicePerMonth: 1 },
    })
    openWindow()
    addTemplate(world, { accountId: account.id, name: 'plain', components: [{ type: 'BODY', text: 'Hello' }] })
    await sendMessage(text)
    await sendMessage(text)
    await sendMessage({ type: 'template', template: { name: 'plain', language: { code: 'en_US' } } })
    await quiet()
    const prices = statusesIn(received)
      .filter(({ status }) => status === 'sent')
      .map(({ pricing }) => pricing)
    expect(prices).toMatchObject([
      { billable: false, type: 'free_customer_service', category: 'service' },
      { billable: true, type: 'regular', category: 'service' },
      { billable: true, type: 'regular', category: 'utility' },
    ])
    expect(number.service.count).toBe(2)
  })
  it('makes everything free for 72 hours after an answer to an ad’s click', async () => {
    const { world, number, customer, received, simulator, sendMessage } = start()
    const referral = { source_url: 'https://fb.me/3', source_id: '1', source_type: 'ad', headline: 'Chat' }
    receive(world, {
      numberId: number.id,
      customerId: customer.id,
      content: { type: 'text', text: { body: 'Hi' } },
      referral,
    })
    await sendMessage(text)
    await quiet()
    expect(statusesIn(received)).toMatchObject([
      {
        conversation: {
          id: expect.any(String),
          expiration_timestamp: expect.any(String),
          origin: { type: 'referral_conversion' },
        },
        pricing: { billable: false, type: 'free_entry_point' },
      },
      { conversation: { origin: { type: 'referral_conversion' } } },
    ])
    expect(at(statusesIn(received)[1], 'conversation', 'expiration_timestamp')).toBeUndefined()
    simulator.moveClock(73 * 3600_000)
    receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body: 'Hi' } } })
    await sendMessage(text)
    await quiet()
    expect(statusesIn(received)[2]).toMatchObject({ pricing: { type: 'free_customer_service' } })
  })
})

describe('read by the business', () => {
  it('reads this message and those before it, and shows that somebody types', async () => {
    const { world, number, customer, call } = start()
    const write = () =>
      receive(world, { numberId: number.id, customerId: customer.id, content: { type: 'text', text: { body: 'Hi' } } })
    const [first, second] = [write(), write()]
    business.simulator.moveClock(1000)
    const third = write()
    const read = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: second.id,
      typing_indicator: { type: 'text' },
    }
    expect((await call(`/${number.id}/messages`, { body: read })).json).toEqual({ success: true })
    expect([first.readAt, second.readAt, third.readAt]).toEqual([expect.any(Number), expect.any(Number), null])
    const thread = Object.values(world.state.threads)[0]
    expect(thread?.typingUntil).toBeGreaterThan(world.now() + 20_000)
    const unknown = await call(`/${number.id}/messages`, { body: { ...read, message_id: 'wamid.none' } })
    expect(unknown).toMatchObject({ status: 400, json: { error: { code: 131009 } } })
  })
})
