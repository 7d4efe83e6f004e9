import type { Case } from '../run-cases'
import type { Json } from '../target'
import { INVALID, MISSING, refuses } from './sending'

const long = (length: number) => 'x'.repeat(length)
const body = { text: 'Which shipping option do you prefer?' }
const header = { type: 'text', text: 'Shipping' }
const link = 'https://www.luckyshrub.com/assets/banner.jpg'
const several = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, at) => make(at))

const reply = (index: number, parts: Json = {}) => ({
  type: 'reply',
  reply: { id: `id-${index}`, title: `Title ${index}`, ...parts },
})
const buttons = (list: Json[], parts: Json = {}) => ({
  type: 'interactive',
  interactive: { type: 'button', body, action: { buttons: list }, ...parts },
})
const row = (index: number, parts: Json = {}) => ({ id: `row-${index}`, title: `Row ${index}`, ...parts })
const list = (sections: Json[], parts: Json = {}, button: unknown = 'Options') => ({
  type: 'interactive',
  interactive: { type: 'list', body, action: { button, sections }, ...parts },
})
const cta = (parameters: Json, parts: Json = {}) => ({
  type: 'interactive',
  interactive: {
    ...{ type: 'cta_url', body },
    action: { name: 'cta_url', parameters: { display_text: 'See', url: 'https://luckyshrub.com', ...parameters } },
    ...parts,
  },
})
const flow = (parameters: Json) => ({
  type: 'interactive',
  interactive: {
    ...{ type: 'flow', body },
    action: {
      name: 'flow',
      parameters: { flow_message_version: '3', flow_id: '1198735452343512', flow_cta: 'Open', ...parameters },
    },
  },
})
const products = (sections: Json[], parts: Json = {}) => ({
  type: 'interactive',
  interactive: {
    ...{ type: 'product_list', header, body },
    action: { catalog_id: '194836987003835', sections },
    ...parts,
  },
})
const items = (count: number) => several(count, (at) => ({ product_retailer_id: `SKU-${at}` }))
const card = (index: number, parts: Json = {}) => ({
  ...{ card_index: index, type: 'cta_url', header: { type: 'image', image: { link } }, body: { text: 'Blue' } },
  action: { name: 'cta_url', parameters: { display_text: 'Buy', url: 'https://luckyshrub.com' } },
  ...parts,
})
const carousel = (cards: Json[], parts: Json = {}) => ({
  type: 'interactive',
  interactive: { type: 'carousel', body, action: { cards }, ...parts },
})
const real = { real: true } as const

/** §2.3. */
export const interactiveViolations: Case[] = [
  refuses('a kind that there isn’t', { type: 'interactive', interactive: { type: 'poll', body } }, INVALID, real),
  refuses('no kind', { type: 'interactive', interactive: { body } }, MISSING),
  refuses('no body', buttons([reply(1)], { body: undefined }), MISSING, real),
  refuses('an empty body', buttons([reply(1)], { body: { text: '' } }), [...INVALID, 131008], real),
  refuses('a body of 1025 characters', buttons([reply(1)], { body: { text: long(1025) } }), INVALID, real),
  refuses('a footer of 61 characters', buttons([reply(1)], { footer: { text: long(61) } }), INVALID, real),
  refuses(
    'a header of 61 characters',
    buttons([reply(1)], { header: { type: 'text', text: long(61) } }),
    INVALID,
    real,
  ),
  refuses(
    'a header of a kind that there isn’t',
    buttons([reply(1)], { header: { type: 'audio', audio: { link } } }),
    INVALID,
  ),
  refuses('no action', buttons([], { action: undefined }), MISSING, real),
  refuses('no buttons', buttons([]), [...INVALID, 131008], real),
  refuses('four buttons', buttons(several(4, reply)), INVALID, real),
  refuses('a button of 21 characters', buttons([reply(1, { title: long(21) })]), INVALID, real),
  refuses('a button without a title', buttons([reply(1, { title: undefined })]), MISSING),
  refuses('a button with an id of 257 characters', buttons([reply(1, { id: long(257) })]), INVALID, real),
  refuses('a button without an id', buttons([reply(1, { id: undefined })]), MISSING),
  refuses('two buttons with the same title', buttons([reply(1), reply(2, { title: 'Title 1' })]), INVALID, real),
  refuses('two buttons with the same id', buttons([reply(1), reply(2, { id: 'id-1' })]), INVALID, real),
  refuses('a list without its button', list([{ rows: [row(1)] }], {}, null), MISSING),
  refuses('a list whose button has 21 characters', list([{ rows: [row(1)] }], {}, long(21)), INVALID, real),
  refuses('a list without sections', list([]), [...INVALID, 131008], real),
  refuses('11 sections', list(several(11, (at) => ({ title: `Part ${at}`, rows: [row(at)] }))), INVALID, real),
  refuses('11 rows in one section', list([{ rows: several(11, row) }]), INVALID, real),
  refuses(
    '11 rows in two sections',
    list([
      { title: 'One', rows: several(5, row) },
      { title: 'Two', rows: several(6, (at) => row(at + 5)) },
    ]),
    INVALID,
    real,
  ),
  refuses('two sections without titles', list([{ rows: [row(1)] }, { rows: [row(2)] }]), [...MISSING, 131009], real),
  refuses('a section of 25 characters', list([{ title: long(25), rows: [row(1)] }]), INVALID, real),
  refuses('a row of 25 characters', list([{ rows: [row(1, { title: long(25) })] }]), INVALID, real),
  refuses('a row with an id of 201 characters', list([{ rows: [row(1, { id: long(201) })] }]), INVALID, real),
  refuses(
    'a row whose description has 73 characters',
    list([{ rows: [row(1, { description: long(73) })] }]),
    INVALID,
    real,
  ),
  refuses('two rows with the same id', list([{ rows: [row(1), row(1)] }]), INVALID, real),
  refuses('a list of 4097 characters', list([{ rows: [row(1)] }], { body: { text: long(4097) } }), INVALID, real),
  refuses(
    'a picture above a list',
    list([{ rows: [row(1)] }], { header: { type: 'image', image: { link } } }),
    INVALID,
    real,
  ),
  refuses('a link button of 21 characters', cta({ display_text: long(21) }), INVALID, real),
  refuses('a link button without an address', cta({ url: undefined }), MISSING, real),
  refuses('a link button whose address is none', cta({ url: 'luckyshrub' }), INVALID, real),
  refuses('a link button to a program', cta({ url: 'javascript:alert(1)' }), INVALID),
  refuses('a link button without its name', cta({}, { action: { parameters: { display_text: 'See' } } }), MISSING),
  refuses('a flow without id and name', flow({ flow_id: undefined }), [...MISSING, 131009]),
  refuses('a flow whose button has 31 characters', flow({ flow_cta: long(31) }), INVALID),
  refuses('a flow whose button has an emoji', flow({ flow_cta: 'Open 🎉' }), INVALID),
  refuses('a flow of another version', flow({ flow_message_version: '99' }), INVALID),
  refuses(
    'a list of products without a header',
    products([{ product_items: items(1) }], { header: undefined }),
    MISSING,
  ),
  refuses('31 products', products([{ product_items: items(31) }]), INVALID),
  refuses(
    '31 products in two sections',
    products([
      { title: 'One', product_items: items(16) },
      { title: 'Two', product_items: items(15) },
    ]),
    INVALID,
  ),
  refuses(
    '11 sections of products',
    products(several(11, (at) => ({ title: `${at}`, product_items: items(1) }))),
    INVALID,
  ),
  refuses(
    'a product without a catalog',
    {
      type: 'interactive',
      interactive: { type: 'product', body, action: { product_retailer_id: 'di9ozbzfi4' } },
    },
    MISSING,
  ),
  refuses('one card', carousel([card(0)]), INVALID),
  refuses('11 cards', carousel(several(11, (at) => card(at))), INVALID),
  refuses('a card without a header', carousel([card(0), card(1, { header: undefined })]), MISSING),
  refuses('a card under text', carousel([card(0), card(1, { header })]), INVALID),
  refuses('a card of 161 characters', carousel([card(0), card(1, { body: { text: long(161) } })]), INVALID),
  refuses(
    'cards of two kinds',
    carousel([
      card(0),
      card(1, { action: { buttons: [{ type: 'quick_reply', quick_reply: { id: 'more', title: 'More' } }] } }),
    ]),
    INVALID,
  ),
  refuses('a carousel under a header', carousel([card(0), card(1)], { header }), INVALID),
  refuses('a carousel above a footer', carousel([card(0), card(1)], { footer: { text: 'Bye' } }), INVALID),
]
