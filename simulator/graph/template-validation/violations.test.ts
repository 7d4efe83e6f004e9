import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, codeOf, createBusiness } from '../../test/business'

let business: ReturnType<typeof createBusiness>
beforeEach(() => {
  business = createBusiness()
})
afterEach(() => business.simulator.close())

const PLAIN = 'Thank you for your order. We will tell you when it ships.'
const base = { name: 'a_template', language: 'en_US', category: 'MARKETING' }
const create = async (values: object) => {
  const { status, json } = await business.call(`/${business.account.id}/message_templates`, {
    body: { ...base, ...values },
  })
  return { status, json, subcode: at(json, 'error', 'error_subcode') }
}

describe('every violation is named', () => {
  const withBody = (text: string, example?: unknown) => ({
    components: [{ type: 'BODY', text, ...(example !== undefined && { example: { body_text: [example] } }) }],
  })
  const withPart = (...parts: object[]) => ({ components: [{ type: 'BODY', text: PLAIN }, ...parts] })
  const withButtons = (...buttons: object[]) => withPart({ type: 'BUTTONS', buttons })
  const reply = { type: 'QUICK_REPLY', text: 'Yes' }
  const url = { type: 'URL', text: 'Open', url: 'https://x.test' }
  const otp = (...buttons: object[]) => ({
    category: 'AUTHENTICATION',
    components: [{ type: 'BODY' }, { type: 'BUTTONS', buttons }],
  })
  const card = (header: object) => ({ components: [header, { type: 'BUTTONS', buttons: [reply] }] })
  const product = { type: 'HEADER', format: 'PRODUCT' }
  const long = (length: number) => 'word '.repeat(length / 5)

  const cases: [string, object, number | undefined][] = [
    ['a name in capitals', { name: 'Order', ...withPart() }, undefined],
    ['a name that is too long', { name: 'x'.repeat(513), ...withPart() }, undefined],
    ['an unknown language', { language: 'en_XX', ...withPart() }, undefined],
    ['an unknown category', { category: 'TRANSACTIONAL', ...withPart() }, undefined],
    ['no components', {}, undefined],
    ['no body', { components: [{ type: 'FOOTER', text: 'x' }] }, 2388043],
    ['two bodies', withPart({ type: 'BODY', text: PLAIN }), undefined],
    ['an unknown component', withPart({ type: 'SIDEBAR' }), undefined],
    ['a body that is too long', withBody(long(1030)), 2388040],
    ['three new lines', withBody('One line\n\n\nand another one'), 2388072],
    ['a variable first', withBody('{{1}} is the code for your order of today', ['1']), 2388299],
    ['a variable last', withBody('The code for your order of today is {{1}}', ['1']), 2388299],
    ['variables side by side', withBody('Your order {{1}} {{2}} is on its way to you', ['1', '2']), 2388072],
    ['too few words', withBody('Hi {{1}}, {{2}}, {{3}}!', ['1', '2', '3']), 2388293],
    ['numbers with a gap', withBody('Your order {{2}} is on its way to you', ['1']), 2388072],
    ['names without saying so', withBody('Your order {{order}} is on its way to you', ['1']), 2388072],
    ['broken braces', withBody('Your order {{1} is on its way to you', ['1']), 2388072],
    ['no example', withBody('Your order {{1}} is on its way to you'), 2388043],
    ['too few examples', withBody('Your order {{1}} from {{2}} is on its way to you', ['1']), 2388043],
    [
      'a named variable in capitals',
      { parameter_format: 'NAMED', ...withBody('Your order {{Order}} is on its way to you') },
      2388072,
    ],
    ['a header that is too long', withPart({ type: 'HEADER', format: 'TEXT', text: long(65) }), 2388040],
    ['a header in bold', withPart({ type: 'HEADER', format: 'TEXT', text: '*Sale*' }), 2388047],
    ['a header with two variables', withPart({ type: 'HEADER', format: 'TEXT', text: '{{1}} and {{2}}' }), 2388047],
    ['a header without example', withPart({ type: 'HEADER', format: 'TEXT', text: 'Our {{1}} is on' }), 2388043],
    ['an unknown header', withPart({ type: 'HEADER', format: 'HOLOGRAM' }), undefined],
    ['a picture without a sample', withPart({ type: 'HEADER', format: 'IMAGE' }), 2388043],
    [
      'an invented handle',
      withPart({ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::aW...'] } }),
      2494102,
    ],
    ['a footer that is too long', withPart({ type: 'FOOTER', text: long(65) }), 2388040],
    ['a footer with a variable', withPart({ type: 'FOOTER', text: 'For {{1}} only' }), 2388073],
    ['no buttons', withButtons(), 2388043],
    ['eleven buttons', withButtons(...Array(11).fill(reply)), undefined],
    ['three links', withButtons(url, url, url), undefined],
    ['replies between links', withButtons(reply, url, reply), undefined],
    ['a button text that is too long', withButtons({ ...reply, text: 'x'.repeat(26) }), 2388040],
    ['a button without text', withButtons({ type: 'QUICK_REPLY' }), 2388043],
    ['an unknown button', withButtons({ type: 'LEVER', text: 'Pull' }), undefined],
    ['a link that is none', withButtons({ ...url, url: 'luckyshrub' }), undefined],
    ['a link that is too long', withButtons({ ...url, url: `https://x.test/${'x'.repeat(2000)}` }), 2388040],
    ['a variable within a link', withButtons({ ...url, url: 'https://x.test/{{1}}/a', example: ['a'] }), undefined],
    ['a link without example', withButtons({ ...url, url: 'https://x.test/{{1}}' }), 2388043],
    ['a phone that is none', withButtons({ type: 'PHONE_NUMBER', text: 'Call', phone_number: 'home' }), undefined],
    ['a code that is too long', withButtons({ type: 'COPY_CODE', example: 'x'.repeat(21) }), 2388040],
    ['a catalog beside others', withButtons({ type: 'CATALOG', text: 'View' }, reply), undefined],
    ['a flow without source', withButtons({ type: 'FLOW', text: 'Go' }), undefined],
    ['one card', withPart({ type: 'CAROUSEL', cards: [card(product)] }), undefined],
    [
      'cards that differ',
      withPart({
        type: 'CAROUSEL',
        cards: [card(product), { components: [product, { type: 'BUTTONS', buttons: [url] }] }],
      }),
      undefined,
    ],
    [
      'a card with a text header',
      withPart({ type: 'CAROUSEL', cards: Array(2).fill(card({ type: 'HEADER', format: 'TEXT', text: 'x' })) }),
      undefined,
    ],
    [
      'an offer with a footer',
      withPart({ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Soon' } }, { type: 'FOOTER', text: 'x' }),
      2388073,
    ],
    [
      'an offer with a long text',
      withPart({ type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'x'.repeat(17) } }),
      2388040,
    ],
    [
      'a code template with a text',
      { category: 'AUTHENTICATION', components: [{ type: 'BODY', text: PLAIN }] },
      undefined,
    ],
    ['a code template without button', { category: 'AUTHENTICATION', components: [{ type: 'BODY' }] }, 2388043],
    ['a code template with a link', otp(url), undefined],
    ['one tap without app', otp({ type: 'OTP', otp_type: 'ONE_TAP' }), undefined],
    [
      'a wrong signature',
      otp({ type: 'OTP', otp_type: 'ONE_TAP', package_name: 'a.b', signature_hash: 'short' }),
      undefined,
    ],
    [
      'zero tap without terms',
      otp({ type: 'OTP', otp_type: 'ZERO_TAP', package_name: 'a.b', signature_hash: 'K8a/AINcGX7' }),
      undefined,
    ],
    ['marketing that lives a minute', { message_send_ttl_seconds: 60, ...withPart() }, undefined],
  ]
  it.each(cases)('%s', async (_, values, subcode) => {
    const { status, json, subcode: found } = await create(values)
    expect([status, codeOf(json), found]).toEqual([400, 100, subcode])
    expect(at(json, 'error', 'message')).toEqual(expect.any(String))
  })

  it('with a title and a text for whoever wrote it', async () => {
    const { json } = await create(withBody('The code for your order of today is {{1}}', ['1']))
    expect(json.error).toMatchObject({
      message: 'Invalid parameter',
      is_transient: false,
      error_user_title: expect.any(String),
      error_user_msg: 'Variables cannot be at the start or end of the template.',
    })
  })
})
