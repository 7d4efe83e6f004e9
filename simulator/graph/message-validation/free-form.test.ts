import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receive } from '../../customer/receive'
import { at, codeOf, createBusiness, statusesIn } from '../../test/business'

let business: ReturnType<typeof createBusiness>
beforeAll(() => {
  business = createBusiness()
  business.openWindow()
  const { world, number } = business
  const common = {
    filename: null,
    voice: false,
    createdAt: 0,
    isFromCustomer: false,
    urls: {},
    isCorrupt: false,
    sha256: '',
  }
  const kinds = {
    1: ['image/jpeg', 1000],
    2: ['audio/ogg; codecs=opus', 1000],
    3: ['video/mp4', 1000],
    4: ['application/pdf', 1000],
    5: ['image/webp', 90 * 1024],
    6: ['image/png', 6 * 1024 * 1024],
    7: ['audio/mpeg', 1000],
    8: ['image/webp', 200 * 1024],
  } as const
  for (const [id, [mimeType, size]] of Object.entries(kinds)) {
    world.state.media[id] = { ...common, id, numberId: number.id, mimeType, size, expiresAt: world.now() + 3600_000 }
  }
})
afterAll(() => business.simulator.close())

type Message = Record<string, unknown>
const send = async (message: Message) => {
  business.number.sentAt = []
  business.number.pairPaidAt = {}
  return business.sendMessage(message)
}
const of = (type: string, part: unknown): Message => ({ type, [type]: part })
const long = (length: number) => 'x'.repeat(length)

describe('accepted', () => {
  const accepted: Message[] = [
    of('text', { preview_url: true, body: 'As requested: https://www.meta.com/quest/' }),
    { text: { body: 'text is the default type' } },
    of('text', { body: '🌵'.repeat(4096) }),
    of('image', { id: '1', caption: 'The best succulent ever?' }),
    of('image', { link: 'https://shop.test/a.jpg' }),
    of('audio', { id: '2', voice: true }),
    of('video', { id: '3', caption: 'A succulent eclipse!' }),
    of('document', { id: '4', filename: 'order_abc123.pdf', caption: 'Your order' }),
    of('sticker', { id: '5' }),
    of('location', {
      latitude: '37.44216251868683',
      longitude: '-122.16153582049394',
      name: 'Philz',
      address: '101 Forest',
    }),
    of('location', { latitude: 37.4, longitude: -122.1 }),
    of('contacts', [
      {
        name: { formatted_name: 'Barbara J. Johnson', first_name: 'Barbara' },
        phones: [{ phone: '+1650', type: 'Home' }],
      },
    ]),
    { ...of('text', { body: 'x' }), biz_opaque_callback_data: long(512) },
    { ...of('text', { body: 'a reply to what was deleted' }), context: { message_id: 'wamid.gone' } },
  ]
  it.each(accepted)('%j', async (message) => {
    expect(await send(message)).toMatchObject({ status: 200, json: { messages: [{ id: expect.any(String) }] } })
  })
})

describe('refused', () => {
  const refused: [code: number, message: Message][] = [
    [131051, of('poll', { name: 'x' })],
    [100, { type: 5, text: { body: 'x' } }],
    [100, { type: 'text' }],
    [100, { type: 'text', text: 'x' }],
    [100, of('text', {})],
    [100, of('text', { body: '' })],
    [100, of('text', { body: 7 })],
    [131009, of('text', { body: '   ' })],
    [131009, of('text', { body: long(4097) })],
    [100, of('text', { body: 'x', preview_url: 'yes' })],
    [100, { ...of('text', { body: 'x' }), recipient_type: 'crowd' }],
    [131009, { ...of('text', { body: 'x' }), biz_opaque_callback_data: long(513) }],
    [100, { ...of('text', { body: 'x' }), context: {} }],
    [131009, { ...of('text', { body: 'x' }), context: { message_id: 'nonsense' } }],
    [131008, of('image', {})],
    [131009, of('image', { id: '1', link: 'https://shop.test/a.jpg' })],
    [100, of('image', { id: '404' })],
    [100, of('image', { link: 'ftp://shop.test/a.jpg' })],
    [131009, of('image', { id: '1', caption: long(1025) })],
    [131009, of('audio', { id: '2', caption: 'none' })],
    [131009, of('sticker', { id: '5', caption: 'none' })],
    [131009, of('image', { id: '1', filename: 'a.jpg' })],
    [131008, of('location', { latitude: 1 })],
    [131009, of('location', { latitude: 91, longitude: 0 })],
    [131009, of('location', { latitude: 'north', longitude: 0 })],
    [100, { type: 'contacts' }],
    [100, of('contacts', { name: {} })],
    [131009, of('contacts', [])],
    [131008, of('contacts', [{}])],
    [131008, of('contacts', [{ name: { formatted_name: 'Only this' } }])],
    [131008, of('contacts', [{ name: { first_name: 'Only this' } }])],
    [131008, of('reaction', { emoji: '👍' })],
    [131009, of('reaction', { message_id: 'wamid.none', emoji: '👍' })],
  ]
  it.each(refused)('%i for %j', async (code, message) => {
    const { status, json } = await send(message)
    expect([status, codeOf(json)]).toEqual([400, code])
    expect(at(json, 'error', 'message')).toContain(`(#${code})`)
  })
  it('messaging_product, missing or another', async () => {
    const { call, number } = business
    for (const body of [
      { to: '1', text: { body: 'x' } },
      { messaging_product: 'telegram', to: '1', text: { body: 'x' } },
    ]) {
      expect(codeOf((await call(`/${number.id}/messages`, { body })).json)).toBe(100)
    }
  })
  it('reactions to reactions, to old messages, of two emoji, as replies', async () => {
    const { world, number, customer, simulator } = business
    const ids = { numberId: number.id, customerId: customer.id }
    const message = receive(world, { ...ids, content: { type: 'text', text: { body: 'Hi' } } })
    const reaction = receive(world, {
      ...ids,
      content: { type: 'reaction', reaction: { message_id: message.id, emoji: '👍' } },
    })
    const react = (message_id: string, emoji: string, more = {}) =>
      send({ ...of('reaction', { message_id, emoji }), ...more })
    expect((await react(message.id, '👨‍👩‍👧')).status).toBe(200)
    expect((await react(message.id, '')).status).toBe(200)
    for (const refused of [
      await react(reaction.id, '👍'),
      await react(message.id, '👍👍'),
      await react(message.id, 'ok'),
      await react(message.id, '👍', { context: { message_id: message.id } }),
    ]) {
      expect(codeOf(refused.json)).toBe(131009)
    }
    expect(codeOf((await send(of('reaction', { message_id: message.id }))).json)).toBe(131008)
    message.at -= 31 * 24 * 3600_000
    expect(codeOf((await react(message.id, '👍')).json)).toBe(131009)
    await simulator.whenQuiet()
  })
})

describe('accepted, then failed 131053', () => {
  const failing: [why: string, message: Message][] = [
    ['an image that is a PDF', of('image', { id: '4' })],
    ['an image of 6 MB', of('image', { id: '6' })],
    ['a voice note that is MP3', of('audio', { id: '7', voice: true })],
    ['a still sticker of 200 KB', of('sticker', { id: '8' })],
    ['a link that answers 404', of('image', { link: 'https://shop.test/none.jpg' })],
    ['a link to a page', of('image', { link: 'https://shop.test/page.html' })],
    ['a link to nowhere', of('image', { link: 'https://nowhere.test/a.jpg' })],
  ]
  it.each(failing)('%s', async (_why, message) => {
    const { links, received, simulator } = business
    links.set('https://shop.test/none.jpg', new Response('', { status: 404 }))
    links.set('https://shop.test/page.html', new Response('<html>', { headers: { 'content-type': 'text/html' } }))
    await simulator.whenQuiet()
    received.length = 0
    expect((await send(message)).status).toBe(200)
    await simulator.whenQuiet()
    expect(statusesIn(received)).toMatchObject([{ status: 'failed', errors: [{ code: 131053 }] }])
  })
  it('not a good link, which is fetched once in ten minutes', async () => {
    const { links, received, simulator } = business
    links.set('https://shop.test/good.jpg', new Response('bytes', { headers: { 'content-type': 'image/jpeg' } }))
    await simulator.whenQuiet()
    received.length = 0
    await send(of('image', { link: 'https://shop.test/good.jpg' }))
    await simulator.whenQuiet()
    links.clear()
    await send(of('image', { link: 'https://shop.test/good.jpg' }))
    await simulator.whenQuiet()
    expect(statusesIn(received).map(({ status }) => status)).toEqual(['sent', 'delivered', 'sent', 'delivered'])
  })
})
