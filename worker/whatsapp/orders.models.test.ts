import { describe, expect, it } from 'vitest'
import { checkContent } from './content-rules'
import { contentText } from './content-text'
import { toGraphMessage } from './graph-message'
import { type OutboundContent, outboundContentSchema } from './outbound-content.schemas'
import { readSentContent } from './webhook-sent-content'

const money = (value: number, offset = 100) => ({ value, offset })
const parameters = {
  reference_id: 'order-20418',
  type: 'physical-goods',
  currency: 'INR',
  total_amount: money(52_500),
  payment_type: 'upi',
  payment_configuration: 'kiln',
  order: {
    status: 'pending',
    items: [
      { retailer_id: 'v1', name: 'Cobalt vase', amount: money(20_000), quantity: 2 },
      { retailer_id: 'b1', name: 'Bowl', amount: money(9000), sale_amount: money(8000), quantity: 1 },
    ],
    subtotal: money(48_000),
    tax: { ...money(2500), description: 'GST' },
    shipping: money(3000),
    discount: money(1000),
  },
}
const details = (changes: object = {}) => ({
  type: 'order_details',
  body: 'Your order',
  footer: 'Kiln & Loom',
  parameters: { ...parameters, ...changes },
})
const order = (changes: object) => details({ order: { ...parameters.order, ...changes } })
const news = (changes: object = {}) => ({
  type: 'order_status',
  body: 'It is on its way',
  parameters: {
    reference_id: 'order-20418',
    order: { status: 'shipped', description: 'With the courier' },
    ...changes,
  },
})
const parsed = (content: unknown): OutboundContent => outboundContentSchema.parse(content)
const problemsOf = (content: unknown) => checkContent(parsed(content))
const toMeta = (content: unknown) =>
  toGraphMessage({
    content: parsed(content),
    to: { waId: '919876543210' },
    replyToWamid: null,
    targetWamid: null,
    callbackData: 'msg_1',
    mediaIds: new Map([['med_1', '99']]),
  })

describe('an order', () => {
  it('goes to Meta with its own keys, those that we do not know too', () => {
    const header = { type: 'image', mediaId: 'med_1' }
    expect(toMeta({ ...details(), header })).toMatchObject({
      type: 'interactive',
      interactive: {
        type: 'order_details',
        header: { type: 'image', image: { id: '99' } },
        body: { text: 'Your order' },
        footer: { text: 'Kiln & Loom' },
        action: { name: 'review_and_pay', parameters },
      },
    })
    expect(toMeta(news())).toMatchObject({
      interactive: {
        type: 'order_status',
        body: { text: 'It is on its way' },
        action: { name: 'review_order', parameters: news().parameters },
      },
    })
  })

  it.each([
    ['whole', details()],
    ['the total alone', details({ order: undefined })],
    ['without what may be missing', order({ tax: undefined, shipping: money(4500), discount: undefined })],
    ['its news', news()],
    ['its payment', news({ order: undefined, payment: { status: 'captured', timestamp: 1722445231 } })],
  ])('can be sent: %s', (_, content) => {
    expect(problemsOf(content)).toEqual([])
  })

  it.each([
    [details({ total_amount: money(52_499) }), /come to 52500, and the total says 52499/],
    [order({ subtotal: money(49_000) }), /items come to 48000, and the subtotal says 49000/],
    [order({ tax: money(25, 1) }), /same offset/],
    [news({ order: undefined }), /needs its status/],
    [{ ...details(), body: '  ' }, /needs some text/],
  ])('is refused with the reason (%#)', (content, sentence) => {
    expect(problemsOf(content).join('\n')).toMatch(sentence)
  })

  it.each([
    details({ reference_id: 'order 20418' }),
    details({ reference_id: 'x'.repeat(36) }),
    details({ type: 'goods' }),
    details({ currency: 'rupees' }),
    details({ total_amount: money(-1) }),
    details({ total_amount: { value: 10.5, offset: 100 } }),
    order({ items: [] }),
    order({ items: [{ name: 'Vase', amount: money(48_000), quantity: 0 }] }),
    news({ order: { status: 'lost' } }),
    news({ reference_id: '' }),
  ])('is not taken by the schema (%#)', (content) => {
    expect(outboundContentSchema.safeParse(content).success).toBe(false)
  })

  it('can be found by its words, its id and what is in it', () => {
    expect(contentText(parsed(details()))).toBe('Your order\nKiln & Loom\norder-20418\nCobalt vase\nBowl')
    expect(contentText(parsed(news()))).toBe('It is on its way\norder-20418\nWith the courier')
  })

  it.each([details(), news()])('that another app of the business sent is read as ours ($type)', (content) => {
    const { type, ...rest } = toMeta(content)
    expect(readSentContent({ type, id: 'wamid.1', ...rest } as never).content).toEqual(parsed(content))
  })
})
