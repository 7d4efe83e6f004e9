import { template, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import type { TemplateName } from '../samples/templates'
import type { Business, Json } from '../target'
import { INVALID, MISSING, refuses } from './sending'
import { body, button, header, promotion, text } from './template-messages'

const link = 'https://www.luckyshrub.com/assets/banner.jpg'
const image = { type: 'image', image: { link } }
const named = (name: string, value: string) => ({ type: 'text', parameter_name: name, text: value })
const discount = (...parameters: Json[]) => [header(image), { type: 'body', parameters }]
const WELCOME = [named('first_name', 'Pablo'), named('discount_code', 'W'), named('discount_amount', '20%')]
const COUPON = body('25OFF', '25%')

const wrong = (name: string, of: TemplateName, components: unknown, code: number | number[]): Case =>
  refuses(name, template(of, components), code, { given: withTemplate(of) })

const state = (name: string, status: Parameters<typeof withTemplate>[1], code: number, http = 400): Case =>
  refuses(name, template('seasonal_promotion', promotion), code, {
    given: withTemplate('seasonal_promotion', status),
    status: http,
  })

const toUserId = (of: TemplateName, code: string): Case =>
  refuses(
    `a user id for ${of.replaceAll('_', ' ')}, which needs a number`,
    {
      ...template(of, [body(code), button('0', 'url', { type: 'text', text: code })]),
      ...{ to: undefined, recipient: 'US.13491208655302741918' },
    },
    131062,
    { given: withTemplate(of) },
  )

/** §2.4 and §11: 132xxx. */
export const templateViolations: Case[] = [
  refuses('a name that there isn’t', template('seasonal_promotion'), 132001, { status: 404, real: true }),
  refuses(
    'a language that there isn’t',
    { type: 'template', template: { name: 'seasonal_promotion', language: { code: 'fr' }, components: promotion } },
    132001,
    { given: withTemplate('seasonal_promotion'), status: 404 },
  ),
  refuses('no name', { type: 'template', template: { language: { code: 'en_US' } } }, MISSING, { real: true }),
  refuses('no language', { type: 'template', template: { name: 'hello_world' } }, MISSING, { real: true }),
  state('a template in review', { status: 'PENDING' }, 132001, 404),
  state('a rejected template', { status: 'REJECTED' }, 132001, 404),
  state('a paused template', { status: 'PAUSED' }, 132015),
  state('a disabled template', { status: 'DISABLED' }, 132016),
  wrong('no parameters', 'seasonal_promotion', undefined, 132000),
  wrong('too few parameters', 'seasonal_promotion', [promotion[0] ?? {}, body('August', '25OFF')], 132000),
  wrong('too many parameters', 'seasonal_promotion', [promotion[0] ?? {}, body('August', '25OFF', '25%', 'x')], 132000),
  wrong('no parameter of the header', 'seasonal_promotion', [body('August', '25OFF', '25%')], 132000),
  wrong(
    'a picture where the header has text',
    'seasonal_promotion',
    [header(image), body('August', '25OFF', '25%')],
    132012,
  ),
  wrong('text where the header has a document', 'order_confirmation', [header(...text('x')), body('P', '8')], 132012),
  wrong('a picture where the header has a document', 'order_confirmation', [header(image), body('P', '8')], 132012),
  wrong('nothing where the header has a document', 'order_confirmation', [body('P', '8')], 132012),
  wrong(
    'a parameter of a kind that bodies don’t have',
    'seasonal_promotion',
    [header(...text('Sale')), { type: 'body', parameters: [image, ...text('25OFF', '25%')] }],
    132012,
  ),
  wrong(
    'a text without text',
    'coupon_code_fall2023_25off',
    [{ type: 'body', parameters: [{ type: 'text' }, { type: 'text' }] }],
    MISSING,
  ),
  wrong(
    'a line break in a parameter',
    'coupon_code_fall2023_25off',
    [body('25\nOFF', '25%'), button(1, 'copy_code', { type: 'coupon_code', coupon_code: '25OFF' })],
    [132012, 132018, 100],
  ),
  wrong(
    'a text that gets too long',
    'seasonal_promotion',
    [header(...text('S')), body('x'.repeat(1025), 'y', 'z')],
    132005,
  ),
  wrong(
    'named parameters without their names',
    'welcome_discount_template',
    [header(image), body('P', 'W', '20%')],
    [100, 131008, 132012],
  ),
  wrong(
    'a named parameter that the template doesn’t have',
    'welcome_discount_template',
    discount(...WELCOME.slice(0, 2), named('last_name', 'M')),
    [132000, 132012, 100],
  ),
  wrong(
    'a named parameter twice',
    'welcome_discount_template',
    discount(...WELCOME.slice(0, 2), named('first_name', 'P')),
    [132000, 132012, 100],
  ),
  wrong('a coupon without its code', 'coupon_code_fall2023_25off', [COUPON], [...MISSING, 132000]),
  wrong(
    'a coupon code of 21 characters',
    'coupon_code_fall2023_25off',
    [COUPON, button(1, 'copy_code', { type: 'coupon_code', coupon_code: 'ABCDEFGHIJ0123456789K' })],
    [132005, 131009, 100],
  ),
  wrong(
    'a button of another kind',
    'coupon_code_fall2023_25off',
    [COUPON, button(1, 'url', { type: 'text', text: '25OFF' })],
    [132012, 131009, 132018],
  ),
  wrong(
    'a button that the template doesn’t have',
    'seasonal_promotion',
    [...promotion, button(2, 'quick_reply', { type: 'payload', payload: 'x' })],
    [...INVALID, 132012, 132018],
  ),
  wrong(
    'an authentication code of 16 characters',
    'verification_code',
    [body('0123456789abcdef'), button('0', 'url', { type: 'text', text: '0123456789abcdef' })],
    [132005, 131009, 132018],
  ),
  wrong('an authentication code without its button', 'verification_code', [body('123456')], [...MISSING, 132000]),
  wrong(
    'a limited-time offer without its end',
    'limited_time_offer_caribbean_pkg_2023',
    [
      header(image),
      body('Pablo', 'CARIBE25'),
      button(0, 'copy_code', { type: 'coupon_code', coupon_code: 'CARIBE25' }),
      button(1, 'url', { type: 'text', text: 'n3mtql' }),
    ],
    [...MISSING, 132000, 132012],
  ),
  wrong(
    'a carousel with a card too few',
    'carousel_template_media_cards_v1',
    [body('Pablo', '30%', '30OFF'), { type: 'carousel', cards: [{ card_index: 0, components: [header(image)] }] }],
    [132000, 132012, 132018],
  ),
  wrong('a component that there isn’t', 'seasonal_promotion', [...promotion, { type: 'sidebar' }], INVALID),
  wrong('components that are no list', 'seasonal_promotion', { type: 'body' }, INVALID),
  toUserId('verification_code', '123456'),
  toUserId('verification_one_tap', '123456'),
  toUserId('verification_zero_tap', '123456'),
]

const marketing = (given: (business: Business) => unknown, parts: Json, code: number, name: string): Case => ({
  name,
  given,
  request: ({ numberId, recipient }) => ({
    path: `/${numberId}/marketing_messages`,
    body: { messaging_product: 'whatsapp', recipient_type: 'individual', to: recipient, ...parts },
  }),
  expected: { status: 400, code },
})
/** §2.4 and §11: the Marketing Messages API. */
export const marketingViolations: Case[] = [
  marketing(withTemplate('call_us'), template('call_us'), 134100, 'a template that isn’t marketing'),
  marketing(() => {}, { type: 'text', text: { body: 'Hi' } }, 134100, 'a message that isn’t a template'),
]
