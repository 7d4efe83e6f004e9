import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, createBusiness } from '../../test/business'

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
  return { status, json }
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
