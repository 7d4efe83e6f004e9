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

async function handleOf(type: string): Promise<unknown> {
  const { json } = await business.call(`/${business.app.id}/uploads?file_length=4&file_type=${type}`, {
    method: 'POST',
  })
  const response = await business.simulator.request(`https://graph.facebook.com/v25.0/${json.id}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${business.token}`, file_offset: '0' },
    body: '0123',
  })
  return at(await response.json(), 'h')
}
const media = async (format: string, type: string) => ({
  type: 'header',
  format,
  example: { header_handle: [await handleOf(type)] },
})

describe('every documented kind is accepted', () => {
  it('text header, footer, quick replies', async () => {
    const { status, json } = await create({
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Our {{1}} is on!', example: { header_text: ['Summer Sale'] } },
        {
          type: 'BODY',
          text: 'Shop now through {{1}} and use code {{2}} to get {{3}} off of all merchandise.',
          example: { body_text: [['the end of August', '25OFF', '25%']] },
        },
        { type: 'FOOTER', text: 'Use the buttons below to manage your marketing subscriptions' },
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Unsubscribe from Promos' },
            { type: 'QUICK_REPLY', text: 'Unsubscribe from All' },
          ],
        },
      ],
    })
    expect([status, json]).toEqual([200, { id: expect.any(String), status: 'PENDING', category: 'MARKETING' }])
  })

  it('media, location, named parameters in small letters', async () => {
    const named = {
      category: 'marketing',
      parameter_format: 'named',
      components: [
        await media('image', 'image/png'),
        {
          type: 'body',
          text: 'Welcome to Lucky Shrub, {{first_name}}!\n\nUse code *{{discount_code}}* to get {{discount_amount}} off of your first purchase!',
          example: {
            body_text_named_params: [
              { param_name: 'first_name', example: 'Pablo' },
              { param_name: 'discount_code', example: 'WELCOME20' },
              { param_name: 'discount_amount', example: '20%' },
            ],
          },
        },
        { type: 'footer', text: 'Lucky Shrub: Your gateway to succulents!' },
        {
          type: 'buttons',
          buttons: [
            { type: 'url', text: 'View deals', url: 'https://www.luckyshrub.com/deals' },
            { type: 'phone_number', text: 'Call us', phone_number: '+15550051310' },
            { type: 'quick_reply', text: 'Unsubscribe' },
          ],
        },
      ],
    }
    const { json } = await create(named)
    const stored = await business.call(`/${json.id}`)
    expect(stored.json).toMatchObject({
      parameter_format: 'NAMED',
      components: [{ type: 'HEADER', format: 'IMAGE' }, {}, {}, {}],
    })
    const sample = at(stored.json, 'components', 0, 'example', 'header_handle', 0)
    expect((await business.simulator.request(String(sample))).headers.get('content-type')).toBe('image/png')
    const document = await media('DOCUMENT', 'application/pdf')
    expect((await create({ name: 'pdf', components: [document, { type: 'BODY', text: PLAIN }] })).status).toBe(200)
    const location = { type: 'HEADER', format: 'LOCATION' }
    expect((await create({ name: 'where', components: [location, { type: 'BODY', text: PLAIN }] })).status).toBe(200)
  })

  it('coupon, limited-time offer, carousels, catalog, flow, call', async () => {
    const body = { type: 'BODY', text: PLAIN }
    const url = {
      type: 'url',
      text: 'Book now!',
      url: 'https://x.test/offers?code={{1}}',
      example: ['https://x.test/a'],
    }
    const card = async () => ({
      components: [
        await media('image', 'image/jpeg'),
        { type: 'buttons', buttons: [{ type: 'quick_reply', text: 'More' }, url] },
      ],
    })
    const product = {
      components: [
        { type: 'header', format: 'product' },
        { type: 'buttons', buttons: [{ type: 'spm', text: 'View' }] },
      ],
    }
    const kinds: object[][] = [
      [
        body,
        {
          type: 'BUTTONS',
          buttons: [
            { type: 'QUICK_REPLY', text: 'Stop' },
            { type: 'COPY_CODE', example: '250FF' },
          ],
        },
      ],
      [
        await media('image', 'image/jpg'),
        { type: 'limited_time_offer', limited_time_offer: { text: 'Expiring offer!', has_expiration: true } },
        body,
        { type: 'buttons', buttons: [{ type: 'copy_code', example: 'CARIBE25' }, url] },
      ],
      [body, { type: 'carousel', cards: [await card(), await card(), await card()] }],
      [body, { type: 'carousel', cards: [product, product] }],
      [body, { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'View catalog' }] }],
      [body, { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'View items' }] }],
      [
        body,
        {
          type: 'BUTTONS',
          buttons: [{ type: 'FLOW', text: 'Check it', flow_id: '1', flow_action: 'navigate', navigate_screen: 'A' }],
        },
      ],
      [body, { type: 'BUTTONS', buttons: [{ type: 'VOICE_CALL', text: 'Call' }] }],
      [body, { type: 'BUTTONS', buttons: [{ type: 'REQUEST_CONTACT_INFO' }] }],
      [body, { type: 'call_permission_request' }],
    ]
    for (const [index, components] of kinds.entries()) {
      const { json } = await create({ name: `kind_${index}`, components })
      expect(json, JSON.stringify(components[1])).toMatchObject({ status: 'PENDING' })
    }
  })

  it('authentication with copy code, one tap and zero tap', async () => {
    const apps = { package_name: 'com.example.luckyshrub', signature_hash: 'K8a/AINcGX7' }
    const buttons = [
      { type: 'otp', otp_type: 'copy_code', text: 'Copy Code' },
      { type: 'otp', otp_type: 'one_tap', text: 'Copy Code', autofill_text: 'Autofill', ...apps },
      { type: 'otp', otp_type: 'zero_tap', zero_tap_terms_accepted: true, supported_apps: [apps] },
    ]
    for (const [index, button] of buttons.entries()) {
      const components = [{ type: 'body' }, { type: 'buttons', buttons: [button] }]
      const { status } = await create({
        name: `code_${index}`,
        category: 'authentication',
        components,
        message_send_ttl_seconds: 60,
      })
      expect(status).toBe(200)
    }
  })
})

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
