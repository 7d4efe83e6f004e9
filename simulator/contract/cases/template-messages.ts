import { template, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import type { TemplateName } from '../samples/templates'
import type { Json, Target } from '../target'
import { accepts, SENT_TEMPLATE } from './sending'

export const text = (...values: string[]) => values.map((value) => ({ type: 'text', text: value }))
export const header = (...parameters: Json[]) => ({ type: 'header', parameters })
export const body = (...values: string[]) => ({ type: 'body', parameters: text(...values) })
export const button = (index: number | string, subType: string, parameter: Json) => ({
  ...{ type: 'button', sub_type: subType, index },
  parameters: [parameter],
})
export const promotion = [header(...text('Summer Sale')), body('the end of August', '25OFF', '25%')]

const link = 'https://www.luckyshrub.com/assets/banner.jpg'
const image = { type: 'image', image: { link } }
const code = 'J$FpnYnP'
const place = {
  latitude: '37.44211676562361',
  longitude: '-122.16155960083124',
  name: 'Philz Coffee',
  address: '101 Forest Ave, Palo Alto, CA 94301',
}
const named = (name: string, value: string) => ({ type: 'text', parameter_name: name, text: value })
const offer = {
  type: 'limited_time_offer',
  parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1209600000 } }],
}
const mediaCards = ['blue-elf', 'buddha', 'black-prince'].map((suffix, index) => ({
  card_index: index,
  components: [
    header(image),
    button('0', 'quick_reply', { type: 'payload', payload: `more-${suffix}` }),
    button('1', 'url', { type: 'text', text: suffix }),
  ],
}))
const productCards = ['nqryix03ez', 'di9ozbzfi4'].map((id, index) => ({
  card_index: index,
  components: [header({ type: 'product', product: { product_retailer_id: id, catalog_id: '194836987003835' } })],
}))

type Sent = Json[] | ((target: Target) => Promise<Json[]>)

const sends = (name: string, of: TemplateName, components?: Sent): Case =>
  accepts(
    name,
    async (target) => template(of, typeof components === 'function' ? await components(target) : components),
    {
      given: withTemplate(of),
      shape: SENT_TEMPLATE,
    },
  )

/** §2.4: every kind of component, filled as its sample has it. */
export const templateMessages: Case[] = [
  sends('text in header and body, quick replies as they are', 'seasonal_promotion', promotion),
  sends('payloads for quick replies, by an index that is text or a number', 'seasonal_promotion', [
    ...promotion,
    button('0', 'quick_reply', { type: 'payload', payload: 'no-promos' }),
    button(1, 'QUICK_REPLY', { type: 'payload', payload: 'nothing' }),
  ]),
  sends('currency and date_time', 'seasonal_promotion', [
    header(...text('Summer Sale')),
    {
      type: 'body',
      parameters: [
        { type: 'date_time', date_time: { fallback_value: 'February 25, 1977' } },
        { type: 'text', text: '25OFF' },
        { type: 'currency', currency: { fallback_value: '$100.99', code: 'USD', amount_1000: 100990 } },
      ],
    },
  ]),
  sends('a document by link with its name', 'order_confirmation', [
    header({ type: 'document', document: { link: 'https://www.luckyshrub.com/order.pdf', filename: 'order.pdf' } }),
    body('Pablo', '860198-230332'),
  ]),
  sends('a document by id', 'order_confirmation', async ({ upload }) => [
    header({ type: 'document', document: { id: await upload('document') } }),
    body('Pablo', '860198-230332'),
  ]),
  sends('a location', 'order_delivery_update', [header({ type: 'location', location: place }), body('Mark', '566701')]),
  sends('named parameters in any order', 'welcome_discount_template', [
    header(image),
    {
      type: 'body',
      parameters: [named('discount_amount', '20%'), named('first_name', 'Pablo'), named('discount_code', 'WELCOME20')],
    },
  ]),
  sends('a coupon code', 'coupon_code_fall2023_25off', [
    body('25OFF', '25%'),
    button(1, 'copy_code', { type: 'coupon_code', coupon_code: '25OFF' }),
  ]),
  sends('a coupon code of 20 characters', 'coupon_code_fall2023_25off', [
    body('25OFF', '25%'),
    button(1, 'copy_code', { type: 'coupon_code', coupon_code: 'ABCDEFGHIJ0123456789' }),
  ]),
  sends('a limited-time offer', 'limited_time_offer_caribbean_pkg_2023', async ({ upload }) => [
    header({ type: 'image', image: { id: await upload('image') } }),
    body('Pablo', 'CARIBE25'),
    offer,
    button(0, 'copy_code', { type: 'coupon_code', coupon_code: 'CARIBE25' }),
    button(1, 'url', { type: 'text', text: 'n3mtql' }),
  ]),
  sends('a carousel of media', 'carousel_template_media_cards_v1', [
    body('Pablo', '30%', '30OFF'),
    { type: 'carousel', cards: mediaCards },
  ]),
  sends('a carousel of products', 'product_carousel', [{ type: 'carousel', cards: productCards }]),
  sends('several products', 'new_arrivals_mpm', [
    button(0, 'mpm', {
      type: 'action',
      action: {
        thumbnail_product_retailer_id: '2lc20305pt',
        sections: [{ title: 'Popular Bundles', product_items: [{ product_retailer_id: '2lc20305pt' }] }],
      },
    }),
  ]),
  sends('a catalog', 'intro_catalog_offer', [
    button(0, 'CATALOG', { type: 'action', action: { thumbnail_product_retailer_id: '2lc20305pt' } }),
  ]),
  sends('a flow', 'flow_offer', [
    button('0', 'flow', { type: 'action', action: { flow_token: 'unused', flow_action_data: { customer: 'Pablo' } } }),
  ]),
  sends('a flow with nothing of its own', 'flow_offer'),
  sends('a button that calls', 'call_us'),
  sends('a button that asks for contact information', 'share_contact'),
  sends('a request for permission to call', 'call_permission'),
  sends('a code to copy', 'verification_code', [body(code), button('0', 'url', { type: 'text', text: code })]),
  sends('a code that fills itself in', 'verification_one_tap', [
    body(code),
    button('0', 'url', { type: 'text', text: code }),
  ]),
  sends('a code that nobody has to tap', 'verification_zero_tap', [
    body(code),
    button('0', 'url', { type: 'text', text: code }),
  ]),
  sends('another address behind a tap', 'seasonal_promotion', [
    ...promotion,
    {
      type: 'tap_target_configuration',
      parameters: [
        {
          type: 'tap_target_configuration',
          tap_target_configuration: [{ url: 'https://www.luckyshrubs.com/', title: 'Offer Details' }],
        },
      ],
    },
  ]),
  accepts(
    'a language with its policy',
    {
      type: 'template',
      template: {
        name: 'seasonal_promotion',
        language: { policy: 'deterministic', code: 'en_US' },
        components: promotion,
      },
    },
    { given: withTemplate('seasonal_promotion'), shape: SENT_TEMPLATE },
  ),
  accepts('a marketing template through the Marketing Messages API', template('seasonal_promotion', promotion), {
    given: withTemplate('seasonal_promotion'),
    shape: SENT_TEMPLATE,
  }),
]

const last = templateMessages.at(-1)
if (last) {
  const { request } = last
  last.request = async (target) => {
    const { body, ...call } = await request(target)
    return {
      ...call,
      path: `/${target.numberId}/marketing_messages`,
      body: { ...Object(body), product_policy: 'CLOUD_API_FALLBACK', message_activity_sharing: true },
    }
  }
}
