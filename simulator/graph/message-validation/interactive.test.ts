import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { at, codeOf, createBusiness } from '../../test/business'

let business: ReturnType<typeof createBusiness>
beforeAll(() => {
  business = createBusiness()
  business.openWindow()
})
afterAll(() => business.simulator.close())

type Json = Record<string, unknown>
const send = (interactive: Json) => {
  business.number.sentAt = []
  business.number.pairPaidAt = {}
  return business.sendMessage({ type: 'interactive', interactive })
}
const body = { text: 'Which one?' }
const image = { type: 'image', image: { link: 'https://shop.test/a.jpg' } }
const long = (length: number) => 'x'.repeat(length)
const reply = (id: string, title: string) => ({ type: 'reply', reply: { id, title } })
const buttons = (...list: unknown[]) => ({ type: 'button', body, action: { buttons: list } })
const list = (...sections: unknown[]) => ({ type: 'list', body, action: { button: 'Options', sections } })
const rows = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ id: `r${from + i}`, title: `Row ${from + i}`, description: 'Next day' }))
const cta = (parameters: Json, more = {}) => ({
  type: 'cta_url',
  body,
  action: { name: 'cta_url', parameters },
  ...more,
})
const flow = (parameters: Json) => ({
  type: 'flow',
  body,
  action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Open', ...parameters } },
})
const ctaAction = { name: 'cta_url', parameters: { display_text: 'Buy', url: 'https://shop.test/' } }
const card = (index: number, more = {}) => ({
  card_index: index,
  type: 'cta_url',
  header: image,
  body: { text: 'Blue' },
  action: ctaAction,
  ...more,
})
const carousel = (...cards: unknown[]) => ({ type: 'carousel', body, action: { cards } })
const products = (count: number) => Array.from({ length: count }, (_, i) => ({ product_retailer_id: `p${i}` }))
const productList = (...sections: unknown[]) => ({
  ...{ type: 'product_list', header: { type: 'text', text: 'Ours' }, body, footer: { text: 'x' } },
  action: { catalog_id: '1', sections },
})

describe('accepted', () => {
  const accepted: Json[] = [
    { ...buttons(reply('a', 'Change'), reply('b', 'Cancel')), header: image, footer: { text: 'Lucky Shrub™' } },
    {
      ...list({ title: 'Soon', rows: rows(2) }, { title: 'Later', rows: rows(2, 2) }),
      header: { type: 'text', text: 'Shipping' },
    },
    list({ rows: rows(10) }),
    cta({ display_text: 'See Dates', url: 'https://www.luckyshrub.com?clickID=1' }, { header: image }),
    flow({ flow_action: 'navigate', flow_action_payload: { screen: 'A', data: { key: 'value' } } }),
    { type: 'location_request_message', body, action: { name: 'send_location' } },
    {
      type: 'address_message',
      body,
      action: { name: 'address_message', parameters: { country: 'IN', values: { name: 'A' } } },
    },
    { type: 'product', body, footer: { text: 'x' }, action: { catalog_id: '1', product_retailer_id: 'p' } },
    productList({ title: 'One', product_items: products(2) }, { title: 'Two', product_items: products(28) }),
    {
      type: 'catalog_message',
      body,
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'p' } },
    },
    carousel(card(0), card(1), card(2)),
    carousel(
      ...[0, 1].map((index) => ({
        card_index: index,
        type: 'product',
        action: { product_retailer_id: 'p', catalog_id: '1' },
      })),
    ),
    {
      type: 'voice_call',
      body,
      action: { name: 'voice_call', parameters: { display_text: 'Call now', ttl_minutes: 100 } },
    },
    { type: 'call_permission_request', body, action: { name: 'call_permission_request' } },
    { type: 'request_contact_info', body, action: { name: 'request_contact_info' } },
    { type: 'order_details', body, action: { name: 'review_and_pay', parameters: { reference_id: 'o1' } } },
    {
      type: 'order_status',
      body,
      footer: { text: 'x' },
      action: { name: 'review_order', parameters: { reference_id: 'o1', order: { status: 'shipped' } } },
    },
  ]
  it.each(accepted)('$type', async (interactive) => {
    expect(await send(interactive)).toMatchObject({ status: 200 })
  })
})

describe('refused', () => {
  const refused: [code: number, why: string, interactive: Json][] = [
    [131009, 'unknown kind', { type: 'contact_request', body, action: {} }],
    [131008, 'no kind', { body, action: {} }],
    [131008, 'no body', { ...buttons(reply('a', 'A')), body: undefined }],
    [131008, 'no action', { type: 'button', body }],
    [131009, 'body too long', { ...buttons(reply('a', 'A')), body: { text: long(1025) } }],
    [131009, 'footer too long', { ...buttons(reply('a', 'A')), footer: { text: long(61) } }],
    [131009, 'header too long', { ...buttons(reply('a', 'A')), header: { type: 'text', text: long(61) } }],
    [131009, 'header of another kind', { ...buttons(reply('a', 'A')), header: { type: 'audio', audio: { id: '1' } } }],
    [131008, 'header without media', { ...buttons(reply('a', 'A')), header: { type: 'image' } }],
    [131009, 'no button', buttons()],
    [131009, 'four buttons', buttons(reply('a', 'A'), reply('b', 'B'), reply('c', 'C'), reply('d', 'D'))],
    [131009, 'title too long', buttons(reply('a', long(21)))],
    [131009, 'id too long', buttons(reply(long(257), 'A'))],
    [131009, 'equal titles', buttons(reply('a', 'A'), reply('b', 'A'))],
    [131009, 'equal ids', buttons(reply('a', 'A'), reply('a', 'B'))],
    [131008, 'no title', buttons({ type: 'reply', reply: { id: 'a' } })],
    [131009, 'eleven rows', list({ rows: rows(11) })],
    [131009, 'eleven rows in two sections', list({ title: 'a', rows: rows(6) }, { title: 'b', rows: rows(5, 6) })],
    [131009, 'eleven sections', list(...Array.from({ length: 11 }, (_, i) => ({ title: 'a', rows: rows(1, i) })))],
    [131008, 'two sections without titles', list({ rows: rows(1) }, { rows: rows(1, 1) })],
    [131009, 'section title too long', list({ title: long(25), rows: rows(1) })],
    [131009, 'row title too long', list({ rows: [{ id: 'a', title: long(25) }] })],
    [131009, 'row id too long', list({ rows: [{ id: long(201), title: 'A' }] })],
    [131009, 'description too long', list({ rows: [{ id: 'a', title: 'A', description: long(73) }] })],
    [131009, 'equal row ids', list({ rows: [...rows(1), ...rows(1)] })],
    [131009, 'image header on a list', { ...list({ rows: rows(1) }), header: image }],
    [
      131009,
      'list button too long',
      { type: 'list', body, action: { button: long(21), sections: [{ rows: rows(1) }] } },
    ],
    [131008, 'link without address', cta({ display_text: 'A' })],
    [131009, 'link that is none', cta({ display_text: 'A', url: 'javascript:alert(1)' })],
    [131009, 'link text too long', cta({ display_text: long(21), url: 'https://a.test' })],
    [131009, 'flow button with emoji', flow({ flow_cta: 'Go 🚀' })],
    [131009, 'flow button too long', flow({ flow_cta: long(31) })],
    [131008, 'flow without flow', flow({ flow_id: undefined })],
    [131009, 'flow by id and name', flow({ flow_name: 'x' })],
    [131009, 'flow action', flow({ flow_action: 'dance' })],
    [
      131009,
      'footer on a location request',
      { type: 'location_request_message', body, footer: { text: 'x' }, action: { name: 'send_location' } },
    ],
    [
      131009,
      'address of a wrong country',
      { type: 'address_message', body, action: { name: 'address_message', parameters: { country: 'US' } } },
    ],
    [131008, 'product without catalog', { type: 'product', action: { product_retailer_id: 'p' } }],
    [131008, 'product list without header', { ...productList({ product_items: products(1) }), header: undefined }],
    [
      131009,
      '31 products',
      productList({ title: 'a', product_items: products(16) }, { title: 'b', product_items: products(15) }),
    ],
    [131009, 'one card', carousel(card(0))],
    [131009, 'eleven cards', carousel(...Array.from({ length: 11 }, (_, i) => card(i)))],
    [131009, 'card body too long', carousel(card(0), card(1, { body: { text: long(161) } }))],
    [131009, 'cards out of order', carousel(card(1), card(0))],
    [131008, 'card without header', carousel(card(0), card(1, { header: undefined }))],
    [
      131009,
      'cards of two kinds',
      carousel(card(0), card(1, { header: { type: 'video', video: { link: 'https://a.test/v' } } })),
    ],
    [131009, 'footer on a carousel', { ...carousel(card(0), card(1)), footer: { text: 'x' } }],
    [
      131008,
      'order without reference',
      { type: 'order_details', body, action: { name: 'review_and_pay', parameters: {} } },
    ],
  ]
  it.each(refused)('%i: %s', async (code, _why, interactive) => {
    const { status, json } = await send(interactive)
    expect([status, codeOf(json)], String(at(json, 'error', 'error_data', 'details'))).toEqual([400, code])
  })
})
