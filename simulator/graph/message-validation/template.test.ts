import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTemplate } from '../../core/entities'
import type { Template } from '../../core/state'
import { at, codeOf, createBusiness } from '../../test/business'

type Json = Record<string, unknown>
let business: ReturnType<typeof createBusiness>
const header = (format: string, more = {}) => ({ type: 'HEADER', format, ...more })
const bodyOf = (text: string) => ({ type: 'BODY', text })
const buttonsOf = (...buttons: Json[]) => ({ type: 'BUTTONS', buttons })

beforeAll(() => {
  business = createBusiness({ settings: { marketingPerDay: 1e6 } })
  const { world, account } = business
  const add = (name: string, components: Json[], more: Partial<Template> = {}) =>
    addTemplate(world, { accountId: account.id, name, components, ...more })
  add('plain', [bodyOf('Hello')])
  add('two', [header('TEXT', { text: 'Our {{1}} is on!' }), bodyOf('Shop {{1}} with {{2}}.')])
  add('named', [bodyOf('Welcome {{first_name}}, use {{discount_code}}!')], { parameterFormat: 'NAMED' })
  add('image', [
    { type: 'header', format: 'image' },
    { type: 'body', text: 'Look' },
  ])
  add('place', [header('LOCATION'), bodyOf('Here')])
  add('product', [header('PRODUCT'), bodyOf('This')])
  add('buttons', [
    bodyOf('Shop'),
    buttonsOf(
      { type: 'QUICK_REPLY', text: 'More' },
      { type: 'URL', text: 'Open', url: 'https://a.test/{{1}}' },
      { type: 'URL', text: 'Home', url: 'https://a.test/' },
      { type: 'PHONE_NUMBER', text: 'Call', phone_number: '15550051310' },
    ),
  ])
  add('coupon', [bodyOf('Code'), buttonsOf({ type: 'COPY_CODE', example: '250FF' })])
  add(
    'code',
    [{ type: 'BODY', add_security_recommendation: true }, buttonsOf({ type: 'OTP', otp_type: 'COPY_CODE' })],
    {
      category: 'AUTHENTICATION',
    },
  )
  add('flow', [bodyOf('Fill'), buttonsOf({ type: 'FLOW', text: 'Open', flow_id: '1' })])
  add('offer', [
    { type: 'limited_time_offer', limited_time_offer: { text: 'Expiring!', has_expiration: true } },
    bodyOf('Good news'),
  ])
  const card = [
    header('IMAGE'),
    bodyOf('Plant {{1}}'),
    buttonsOf({ type: 'URL', text: 'Shop', url: 'https://a.test/{{1}}' }),
  ]
  add('cards', [bodyOf('Rare'), { type: 'CAROUSEL', cards: [{ components: card }, { components: card }] }])
  for (const status of ['PAUSED', 'DISABLED', 'PENDING', 'REJECTED'] as const) add(status, [bodyOf('x')], { status })
  add('plain', [bodyOf('Hallo')], { language: 'de' })
})
afterAll(() => business.simulator.close())

const send = (name: string, components?: Json[], code = 'en_US', to?: Json) => {
  business.number.sentAt = []
  business.number.pairPaidAt = {}
  return business.sendMessage(
    { type: 'template', template: { name, language: { code }, ...(components && { components }) } },
    to,
  )
}
const text = (value: unknown, more = {}) => ({ type: 'text', text: value, ...more })
const body = (...parameters: Json[]) => ({ type: 'body', parameters })
const head = (...parameters: Json[]) => ({ type: 'header', parameters })
const button = (sub_type: string, index: unknown, ...parameters: Json[]) => ({
  type: 'button',
  sub_type,
  index,
  parameters,
})
const photo = { type: 'image', image: { link: 'https://a.test/a.jpg' } }
const otp = button('url', '0', text('J$FpnYnP'))
const cardOf = (index: number) => ({
  card_index: index,
  components: [head(photo), body(text('Blue')), button('url', '0', text('BLUE_ELF'))],
})
const money = { type: 'currency', currency: { fallback_value: '$100.99', code: 'USD', amount_1000: 100990 } }
const date = { type: 'date_time', date_time: { fallback_value: 'February 25, 1977' } }
const offer = (value: Json) => ({
  type: 'limited_time_offer',
  parameters: [{ type: 'limited_time_offer', limited_time_offer: value }],
})

describe('accepted', () => {
  const accepted: [name: string, components: Json[] | undefined][] = [
    ['plain', undefined],
    ['plain', []],
    ['two', [head(text('Summer Sale')), body(text('now'), text('25OFF'))]],
    ['two', [head(text('Sale')), body(money, date)]],
    [
      'named',
      [body(text('25OFF', { parameter_name: 'discount_code' }), text('Pablo', { parameter_name: 'first_name' }))],
    ],
    ['image', [head(photo)]],
    ['place', [head({ type: 'location', location: { latitude: '37.4', longitude: '-122.1', name: 'Philz' } })]],
    ['product', [head({ type: 'product', product: { product_retailer_id: 'p', catalog_id: '1' } })]],
    ['buttons', [button('url', '1', text('blue-elf'))]],
    ['buttons', [button('QUICK_REPLY', 0, { type: 'payload', payload: 'more' }), button('url', 1, text('elf'))]],
    ['coupon', [button('copy_code', 0, { type: 'coupon_code', coupon_code: '25OFF' })]],
    ['code', [body(text('J$FpnYnP')), otp]],
    ['flow', [button('flow', '0', { type: 'action', action: { flow_token: 'x' } })]],
    ['flow', []],
    ['offer', [offer({ expiration_time_ms: 1209600000 })]],
    ['cards', [{ type: 'carousel', cards: [cardOf(0), cardOf(1)] }]],
  ]
  it.each(accepted)('%s with %j', async (name, components) => {
    const { status, json } = await send(name, components)
    expect([status, at(json, 'messages', 0, 'message_status')], JSON.stringify(json)).toEqual([200, 'accepted'])
  })
  it('in another language', async () => {
    expect((await send('plain', undefined, 'de')).status).toBe(200)
  })
})

describe('refused', () => {
  const refused: [code: number, name: string, components: Json[] | undefined][] = [
    [132001, 'none', undefined],
    [132001, 'PENDING', undefined],
    [132001, 'REJECTED', undefined],
    [132015, 'PAUSED', undefined],
    [132016, 'DISABLED', undefined],
    [132000, 'plain', [body(text('one too many'))]],
    [132000, 'two', [head(text('Sale')), body(text('one too few'))]],
    [132000, 'two', [body(text('now'), text('25OFF'))]],
    [132000, 'two', undefined],
    [132005, 'two', [head(text('x'.repeat(60))), body(text('a'), text('b'))]],
    [132005, 'two', [head(text('Sale')), body(text('x'.repeat(1020)), text('b'))]],
    [132012, 'two', [head(text('Sale')), body(photo, text('b'))]],
    [132012, 'two', [head(text('Sale')), body(text(7), text('b'))]],
    [131008, 'two', [head(text('Sale')), body(text(''), text('b'))]],
    [131008, 'two', [head(text('Sale')), body({ type: 'currency', currency: { fallback_value: '1' } }, text('b'))]],
    [132018, 'two', [head(text('Sale')), body(text('two\nlines'), text('b'))]],
    [132018, 'two', [head(text('Sale')), body(text('far     away'), text('b'))]],
    [131008, 'named', [body(text('Pablo'), text('25OFF'))]],
    [
      132012,
      'named',
      [body(text('Pablo', { parameter_name: 'name' }), text('25OFF', { parameter_name: 'discount_code' }))],
    ],
    [132012, 'image', undefined],
    [132012, 'image', [head(text('no image'))]],
    [131008, 'image', [head({ type: 'image', image: {} })]],
    [131009, 'place', [head({ type: 'location', location: { latitude: 100, longitude: 0 } })]],
    [131008, 'buttons', undefined],
    [131008, 'buttons', [button('url', '1')]],
    [132012, 'buttons', [button('quick_reply', '1', { type: 'payload', payload: 'x' })]],
    [132012, 'buttons', [button('url', '1', { type: 'payload', payload: 'x' })]],
    [131009, 'buttons', [button('url', '7', text('x'))]],
    [131008, 'buttons', [button('url', undefined, text('x'))]],
    [131008, 'coupon', undefined],
    [132005, 'coupon', [button('copy_code', 0, { type: 'coupon_code', coupon_code: 'x'.repeat(21) })]],
    [131008, 'code', [body(text('123456'))]],
    [132005, 'code', [body(text('x'.repeat(16))), otp]],
    [131008, 'offer', undefined],
    [132012, 'cards', undefined],
    [132012, 'cards', [{ type: 'carousel', cards: [cardOf(0)] }]],
    [
      132000,
      'cards',
      [
        {
          type: 'carousel',
          cards: [cardOf(0), { card_index: 1, components: [head(photo), button('url', '0', text('x'))] }],
        },
      ],
    ],
    [131009, 'plain', [{ type: 'poem' }]],
  ]
  it.each(refused)('%i: %s with %j', async (code, name, components) => {
    const { status, json } = await send(name, components)
    expect([status, codeOf(json)], JSON.stringify(json)).toEqual([code === 132001 ? 404 : 400, code])
  })
  it('unknown languages, and templates of another account', async () => {
    const { world } = business
    addTemplate(world, { accountId: '1', name: 'foreign', components: [bodyOf('x')] })
    expect(codeOf((await send('plain', undefined, 'fr')).json)).toBe(132001)
    expect(codeOf((await send('foreign')).json)).toBe(132001)
  })
  it('codes to a business-scoped id', async () => {
    await send('plain')
    const { customer, portfolio } = business
    const { json } = await send('code', [body(text('123456')), otp], 'en_US', {
      recipient: customer.userIds[portfolio.id],
    })
    expect(codeOf(json)).toBe(131062)
  })
})
