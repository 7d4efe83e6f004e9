import type { Case } from '../run-cases'
import type { Json } from '../target'
import { accepts } from './sending'

const interactive = (parts: Json) => ({ type: 'interactive', interactive: parts })
const body = { text: 'Hi Pablo! Your gardening workshop is scheduled for 9am tomorrow.' }
const footer = { text: 'Lucky Shrub: Your gateway to succulents!™' }
const textHeader = { type: 'text', text: 'Choose Shipping Option' }
const link = 'https://www.luckyshrub.com/assets/lucky-shrub-banner-logo-v1.png'
const reply = (id: string, title: string) => ({ type: 'reply', reply: { id, title } })
const buttons = [reply('change-button', 'Change'), reply('cancel-button', 'Cancel')]
const sections = [
  {
    title: 'I want it ASAP!',
    rows: [
      { id: 'priority_express', title: 'Priority Mail Express', description: 'Next Day to 2 Days' },
      { id: 'priority_mail', title: 'Priority Mail', description: '1–3 Days' },
    ],
  },
  { title: 'I can wait a bit', rows: [{ id: 'media_mail', title: 'Media Mail', description: '2–8 Days' }] },
]
const seeDates = {
  name: 'cta_url',
  parameters: { display_text: 'See Dates', url: 'https://www.luckyshrub.com?clickID=kqDGWd24Q5TRwoEQTICY7W1JKoXva' },
}
const flowParameters = {
  flow_message_version: '3',
  flow_token: 'AQAAAAACS5FpgQ_cAAAAAD0QI3s.',
  flow_id: '1198735452343512',
  flow_cta: 'Open Flow!',
  flow_action: 'navigate',
  flow_action_payload: { screen: 'WELCOME', data: { customer: 'Pablo' } },
}
const flow = (parameters: Json) =>
  interactive({ type: 'flow', header: textHeader, body, footer, action: { name: 'flow', parameters } })
const card = (index: number, action: Json, header: Json = { type: 'image', image: { link } }) => ({
  card_index: index,
  type: 'cta_url',
  header,
  body: { text: '*Blue Echeveria*\n\nA rosette-shaped succulent with powdery blue leaves.' },
  action,
})
const buyNow = {
  name: 'cta_url',
  parameters: { display_text: 'Buy now', url: 'https://shop.luckyshrub.com/latest/blue-echeveria' },
}
const quickReply = (id: string) => ({ buttons: [{ type: 'quick_reply', quick_reply: { id, title: 'More like it' } }] })
const productCard = (index: number) => ({
  card_index: index,
  type: 'product',
  action: { product_retailer_id: 'di9ozbzfi4', catalog_id: '194836987003835' },
})
const items = (count: number) => Array.from({ length: count }, (_, at) => ({ product_retailer_id: `SKU-${at}` }))

/** §2.3: every kind of interactive message. */
export const interactiveKinds: Case[] = [
  ...['image', 'video', 'document'].map((type) =>
    accepts(
      `buttons under a header with ${type === 'image' ? 'an' : 'a'} ${type}`,
      interactive({ type: 'button', header: { type, [type]: { link } }, body, footer, action: { buttons } }),
    ),
  ),
  accepts('buttons under text', interactive({ type: 'button', header: textHeader, body, action: { buttons } }), {
    real: true,
  }),
  accepts(
    'buttons under a picture that was uploaded',
    async ({ upload }) =>
      interactive({
        type: 'button',
        header: { type: 'image', image: { id: await upload('image') } },
        body,
        footer,
        action: { buttons },
      }),
    { real: true },
  ),
  accepts('one button', interactive({ type: 'button', body, action: { buttons: [reply('yes', 'Yes')] } }), {
    real: true,
  }),
  accepts(
    'a list',
    interactive({ type: 'list', header: textHeader, body, footer, action: { button: 'Shipping Options', sections } }),
    { real: true },
  ),
  accepts(
    'a list of one section without a title',
    interactive({ type: 'list', body, action: { button: 'Options', sections: [{ rows: sections[0]?.rows }] } }),
    { real: true },
  ),
  accepts(
    'a button that opens a page',
    interactive({ type: 'cta_url', header: { type: 'image', image: { link } }, body, action: seeDates, footer }),
  ),
  accepts('a button that opens a page, alone', interactive({ type: 'cta_url', body, action: seeDates }), {
    real: true,
  }),
  accepts('a flow by its id', flow(flowParameters)),
  accepts('a flow by its name', flow({ ...flowParameters, flow_id: undefined, flow_name: 'welcome' })),
  accepts('a draft of a flow', flow({ ...flowParameters, mode: 'draft' })),
  accepts(
    'a flow that asks the business for its data',
    flow({ ...flowParameters, flow_action: 'data_exchange', flow_action_payload: undefined }),
  ),
  accepts('a flow without a token', flow({ ...flowParameters, flow_token: undefined })),
  accepts(
    'a request for a location',
    interactive({ type: 'location_request_message', body, action: { name: 'send_location' } }),
    { real: true },
  ),
  accepts('a request for an address', {
    to: '+919876543210',
    ...interactive({
      type: 'address_message',
      body,
      action: {
        name: 'address_message',
        parameters: { country: 'IN', values: { name: 'Pablo', phone_number: '+919876543210' } },
      },
    }),
  }),
  accepts('a request for an address, with known ones and what was wrong', {
    to: '+919876543210',
    ...interactive({
      type: 'address_message',
      body,
      action: {
        name: 'address_message',
        parameters: {
          country: 'IN',
          saved_addresses: [{ id: 'address1', value: { name: 'Pablo', in_pin_code: '400063' } }],
          validation_errors: { in_pin_code: 'We could not locate this pin code.' },
        },
      },
    }),
  }),
  accepts(
    'a product',
    interactive({
      ...{ type: 'product', body, footer },
      action: { catalog_id: '194836987003835', product_retailer_id: 'di9ozbzfi4' },
    }),
  ),
  accepts(
    'a list of products',
    interactive({
      ...{ type: 'product_list', header: textHeader, body, footer },
      action: {
        catalog_id: '194836987003835',
        sections: [
          { title: 'Cacti', product_items: items(20) },
          { title: 'Others', product_items: items(10) },
        ],
      },
    }),
  ),
  accepts(
    'a catalog',
    interactive({
      ...{ type: 'catalog_message', body, footer },
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: '2lc20305pt' } },
    }),
  ),
  accepts(
    'a catalog without a thumbnail',
    interactive({ type: 'catalog_message', body, action: { name: 'catalog_message' } }),
  ),
  accepts(
    'a carousel of cards with links',
    interactive({ type: 'carousel', body, action: { cards: [0, 1, 2].map((at) => card(at, buyNow)) } }),
  ),
  accepts(
    'a carousel of cards with quick replies',
    interactive({
      ...{ type: 'carousel', body },
      action: { cards: [0, 1].map((at) => ({ ...card(at, quickReply(`more-${at}`)), type: 'quick_reply' })) },
    }),
  ),
  accepts(
    'a carousel of products',
    interactive({ type: 'carousel', body, action: { cards: [0, 1].map(productCard) } }),
  ),
  accepts(
    'a button that calls',
    interactive({
      ...{ type: 'voice_call', body },
      action: { name: 'voice_call', parameters: { display_text: 'Call now', ttl_minutes: 100, payload: 'order 12' } },
    }),
  ),
  accepts(
    'a request for permission to call',
    interactive({ type: 'call_permission_request', body, action: { name: 'call_permission_request' } }),
  ),
  accepts(
    'a request for contact information',
    interactive({ type: 'request_contact_info', body, action: { name: 'request_contact_info' } }),
  ),
]
