import { createTemplate, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import { templates } from '../samples/templates'
import type { Business, Json, Target } from '../target'

const { seasonal_promotion: promotion, order_confirmation: order, call_us: call } = templates
const long = (length: number) => 'x'.repeat(length)
const BODY = { type: 'BODY', text: 'Thank you for your order. It is on its way to you.' }
const buttons = (...list: Json[]) => ({ type: 'BUTTONS', buttons: list })
const reply = (text: string) => ({ type: 'QUICK_REPLY', text })
const url = (parts: Json = {}) => ({ type: 'URL', text: 'Deals', url: 'https://www.luckyshrub.com/deals', ...parts })
const several = (count: number) => Array.from({ length: count }, (_, at) => reply(`Answer ${at}`))
const card = (...list: Json[]) => ({
  components: [
    { type: 'HEADER', format: 'PRODUCT' },
    { type: 'BUTTONS', buttons: list },
  ],
})
const view = { type: 'SPM', text: 'View' }

const bad = (
  name: string,
  template: Json,
  {
    code = 100,
    subcode,
    given,
  }: { code?: number | number[]; subcode?: number; given?: (business: Business) => unknown } = {},
): Case => ({
  name,
  ...(given && { given }),
  request: (target) => createTemplate(target, template),
  expected: { status: 400, code, ...(subcode !== undefined && { subcode }) },
})
const parts = (name: string, components: unknown, subcode?: number): Case =>
  bad(name, { ...call, components }, subcode === undefined ? {} : { subcode })
const body = (name: string, text: string, subcode: number, values?: string[]): Case =>
  parts(name, [{ type: 'BODY', text, ...(values && { example: { body_text: [values] } }) }], subcode)

/** §5, rules. Codes of templates are subcodes of 100. */
export const creationViolations: Case[] = [
  bad('no name', { ...call, name: undefined }),
  bad('a name with capitals', { ...call, name: 'Call_us' }),
  bad('a name with a space', { ...call, name: 'call us' }),
  bad('a name of 513 characters', { ...call, name: long(513) }),
  bad('no language', { ...call, language: undefined }),
  bad('a language that there isn’t', { ...call, language: 'xx_XX' }),
  bad('no category', { ...call, category: undefined }),
  bad('a category that there isn’t', { ...call, category: 'GOSSIP' }),
  bad('no components', { ...call, components: undefined }),
  parts('components that are no list', 'x'),
  parts('no body', [{ type: 'FOOTER', text: 'Bye' }]),
  parts('a component that there isn’t', [BODY, { type: 'SIDEBAR', text: 'x' }]),
  body('a body of 1025 characters', long(1025), 2388040),
  parts('a header of 61 characters', [{ type: 'HEADER', format: 'TEXT', text: long(61) }, BODY], 2388040),
  parts('a footer of 61 characters', [BODY, { type: 'FOOTER', text: long(61) }], 2388040),
  parts(
    'a header with two variables',
    [{ type: 'HEADER', format: 'TEXT', text: '{{1}} and {{2}} today', example: { header_text: ['a', 'b'] } }, BODY],
    2388047,
  ),
  parts('a footer with a variable', [BODY, { type: 'FOOTER', text: 'Yours, {{1}}' }], 2388073),
  body('a body that begins with a variable', '{{1}}, your order is on its way to you today.', 2388299, ['Pablo']),
  body('a body that ends with a variable', 'Your order is on its way to you today, {{1}}', 2388299, ['Pablo']),
  body('more variables than words', 'Hi {{1}}, {{2}} or {{3}} ok', 2388293, ['a', 'b', 'c']),
  parts('a variable without an example', [{ type: 'BODY', text: 'Your order number {{1}} is on its way to you.' }]),
  parts('variables that leave one out', [
    { type: 'BODY', text: 'Order {{1}} of {{3}} is on its way to you today.', example: { body_text: [['a', 'b']] } },
  ]),
  parts('a header of a format that there isn’t', [{ type: 'HEADER', format: 'HOLOGRAM' }, BODY]),
  parts('a picture without a sample', [{ type: 'HEADER', format: 'IMAGE' }, BODY]),
  parts('a sample that nobody uploaded', [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::nobodys'] } },
    BODY,
  ]),
  parts('11 buttons', [BODY, buttons(...several(11))]),
  parts('three links', [BODY, buttons(url(), url(), url())]),
  parts('two phone numbers', [
    BODY,
    buttons(...['1', '2'].map((digit) => ({ type: 'PHONE_NUMBER', text: digit, phone_number: `+1555005131${digit}` }))),
  ]),
  parts('two coupon codes', [BODY, buttons({ type: 'COPY_CODE', example: 'A' }, { type: 'COPY_CODE', example: 'B' })]),
  parts('quick replies among others', [BODY, buttons(reply('A'), url(), reply('B'))]),
  parts('a button of 26 characters', [BODY, buttons(reply(long(26)))]),
  parts('a button of a kind that there isn’t', [BODY, buttons({ type: 'HOLOGRAM', text: 'x' })]),
  parts('a link that is no address', [BODY, buttons(url({ url: 'luckyshrub' }))]),
  parts('a link of 2001 characters', [BODY, buttons(url({ url: `https://www.luckyshrub.com/${long(1974)}` }))]),
  parts('a link with its variable in the middle', [
    BODY,
    buttons(url({ url: 'https://www.luckyshrub.com/{{1}}/deals', example: ['x'] })),
  ]),
  parts('a link with two variables', [
    BODY,
    buttons(url({ url: 'https://www.luckyshrub.com/{{1}}{{2}}', example: ['x', 'y'] })),
  ]),
  parts('an offer of 17 characters', [
    { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: long(17), has_expiration: true } },
    BODY,
    buttons({ type: 'COPY_CODE', example: 'A' }, url()),
  ]),
  parts('an offer with a footer', [
    { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Expiring offer!', has_expiration: true } },
    BODY,
    { type: 'FOOTER', text: 'Bye' },
    buttons({ type: 'COPY_CODE', example: 'A' }, url()),
  ]),
  parts('a carousel of one card', [BODY, { type: 'CAROUSEL', cards: [card(view)] }]),
  parts('a carousel of 11 cards', [BODY, { type: 'CAROUSEL', cards: Array.from({ length: 11 }, () => card(view)) }]),
  parts('a carousel of different cards', [BODY, { type: 'CAROUSEL', cards: [card(view), card(reply('More'), url())] }]),
  bad('an authentication template with text of its own', {
    ...templates.verification_code,
    components: [{ type: 'BODY', text: 'Your code is {{1}}, buy more plants.' }],
  }),
  bad('an authentication template with a picture', {
    ...templates.verification_code,
    components: [...templates.verification_code.components, { type: 'HEADER', format: 'IMAGE' }],
  }),
  bad('an authentication template that lives for 29 seconds', {
    ...templates.verification_code,
    message_send_ttl_seconds: 29,
  }),
  bad('a utility template that lives for 43,201 seconds', { ...call, message_send_ttl_seconds: 43_201 }),
  bad('a marketing template that lives for 43,199 seconds', { ...promotion, message_send_ttl_seconds: 43_199 }),
  bad('a name and language that are taken', promotion, {
    subcode: 2388024,
    given: withTemplate('seasonal_promotion'),
  }),
  bad('the name of an approved template that was deleted less than 30 days ago', promotion, {
    subcode: 2388023,
    given: ({ world, account }) => {
      account.deletedTemplates.seasonal_promotion = world.now() - 29 * 24 * 3600_000
    },
  }),
  bad('the 101st in an hour', call, {
    code: 80007,
    given: (business) => {
      for (let at = 0; at < 100; at++) withTemplate('call_us', { name: `call_us_${at}`, status: 'DELETED' })(business)
    },
  }),
  bad('the 251st of an account that isn’t verified', call, {
    subcode: 2388019,
    given: (business) => {
      business.portfolio.isVerified = false
      for (let at = 0; at < 250; at++) withTemplate('call_us', { name: `call_us_${at}`, createdAt: 0 })(business)
    },
  }),
]

const edits = (name: string, change: Parameters<typeof withTemplate>[1], body: Json): Case => ({
  name,
  given: withTemplate('order_confirmation', change),
  request: ({ business }: Target) => ({ path: `/${Object.keys(business.world.state.templates)[0]}`, body }),
  expected: { status: 400, code: 100 },
})
const DAY = 24 * 3600_000
const components = [BODY]

/** §5, edit and delete. */
export const changeViolations: Case[] = [
  edits('another category of an approved one', {}, { category: 'MARKETING' }),
  edits('a second change of an approved one within 24 hours', { editedAt: [Date.now() - DAY / 2] }, { components }),
  edits(
    'an 11th change of an approved one within 30 days',
    { editedAt: Array.from({ length: 10 }, (_, at) => Date.now() - (at + 2) * DAY) },
    { components },
  ),
  edits('a change of one in review', { status: 'PENDING' }, { components }),
  edits('a change of a disabled one', { status: 'DISABLED' }, { components }),
  edits('a change of nothing', {}, {}),
  edits('components that no template may have', {}, { components: [{ type: 'BODY', text: long(1025) }] }),
  {
    name: 'deleting one that there isn’t',
    request: ({ accountId }) => ({ method: 'DELETE', path: `/${accountId}/message_templates?name=${order.name}` }),
    expected: { status: 400, code: 100 },
  },
  {
    name: 'deleting without a name',
    request: ({ accountId }) => ({ method: 'DELETE', path: `/${accountId}/message_templates` }),
    expected: { status: 400, code: 100 },
  },
]
