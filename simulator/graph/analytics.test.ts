import { afterEach, describe, expect, it } from 'vitest'
import { addCustomer } from '../core/customers'
import { addTemplate } from '../core/entities'
import type { StoredMessage } from '../core/state'
import { storeMessage } from '../core/threads'
import { at, codeOf, createBusiness } from '../test/business'

let business: ReturnType<typeof createBusiness>
const HOUR = 3600_000
const DAY = 24 * HOUR
let midnight = 0
afterEach(() => business.simulator.close())

/** Two days: three marketing messages (one in Brazil, one lost), one service message, a tapped button. */
function start() {
  business = createBusiness()
  const { world, account, customer, number } = business
  midnight = world.now() - (world.now() % DAY) - DAY
  const brazilian = addCustomer(world, { phone: '5511999998888' })
  const template = addTemplate(world, { accountId: account.id, name: 'sale', category: 'MARKETING', components: [] })
  const regular = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing' }
  let count = 0
  const sent = (values: Partial<StoredMessage>, at: number, deliveredAt?: number) =>
    storeMessage(world, {
      ...{ id: `m${++count}`, numberId: number.id, customerId: customer.id, direction: 'outbound' },
      ...{ type: 'template', payload: {}, category: 'marketing', templateId: template.id, pricing: regular },
      ...{ at, status: 'sent', statusAt: { sent: at, ...(deliveredAt !== undefined && { delivered: deliveredAt }) } },
      ...values,
    })
  const first = sent({}, midnight + HOUR, midnight + HOUR)
  sent({ customerId: brazilian.id }, midnight + 2 * HOUR, midnight + 2 * HOUR)
  sent({}, midnight + DAY + HOUR)
  const service = { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' }
  const text = { type: 'text', category: 'service', templateId: null, pricing: service }
  sent(text, midnight + DAY + HOUR, midnight + DAY + HOUR)
  storeMessage(world, {
    ...{ id: 'in', numberId: number.id, customerId: customer.id, direction: 'inbound', type: 'button' },
    ...{ payload: { button: { text: 'Stop', payload: 'stop' }, context: { id: first.id } }, at: midnight + 3 * HOUR },
  })
  return { ...business, template }
}
const span = (granularity: string) =>
  `.start(${midnight / 1000}).end(${(midnight + 2 * DAY) / 1000}).granularity(${granularity})`
const field = async (name: string, rest: string) => {
  const { json } = await business.call(`/${business.account.id}?fields=${name}${rest}`)
  return json[name] ?? json
}

describe('analytics of what was really sent', () => {
  it('messages by day, by country, by kind', async () => {
    start()
    const day = midnight / 1000
    expect(await field('analytics', span('DAY'))).toEqual({
      phone_numbers: ['16505551111'],
      country_codes: ['US', 'BR'],
      granularity: 'DAY',
      data_points: [
        { start: day, end: day + 86_400, sent: 2, delivered: 2 },
        { start: day + 86_400, end: day + 2 * 86_400, sent: 2, delivered: 1 },
      ],
    })
    expect(at(await field('analytics', `${span('DAY')}.country_codes([BR])`), 'data_points', 0, 'sent')).toBe(1)
    expect(at(await field('analytics', `${span('DAY')}.product_types([2])`), 'data_points', 0, 'sent')).toBe(1)
    expect(at(await field('analytics', `${span('DAY')}.phone_numbers(["1"])`), 'data_points')).toEqual([])
    expect(at(await field('analytics', span('HALF_HOUR')), 'data_points', 0, 'start')).toBe(day + 3600)
  })

  it('prices by category, type and country', async () => {
    start()
    const asked = `${span('DAILY')}.dimensions(PRICING_CATEGORY,PRICING_TYPE,TIER,COUNTRY)`
    const points = at(await field('pricing_analytics', asked), 'data', 0, 'data_points')
    expect(points).toMatchObject([
      { country: 'US', pricing_category: 'MARKETING', pricing_type: 'REGULAR', tier: '0:MAX', volume: 1, cost: 0.025 },
      { country: 'BR', pricing_category: 'MARKETING', volume: 1 },
      { country: 'US', pricing_category: 'SERVICE', pricing_type: 'FREE_CUSTOMER_SERVICE', volume: 1, cost: 0 },
    ])
    const volume = `${span('MONTHLY')}.metric_types(VOLUME).pricing_categories(MARKETING)`
    expect(Object.keys(Object(at(await field('pricing_analytics', volume), 'data', 0, 'data_points', 0)))).toEqual([
      'start',
      'end',
      'volume',
    ])
  })

  it('conversations as they were', async () => {
    start()
    const asked = `${span('DAILY')}.phone_numbers([]).dimensions(["CONVERSATION_CATEGORY","COUNTRY"])`
    expect(at(await field('conversation_analytics', asked), 'data', 0, 'data_points')).toMatchObject([
      { conversation: 1, conversation_category: 'MARKETING', country: 'US' },
      { conversation: 1, conversation_category: 'MARKETING', country: 'BR' },
      { conversation: 1, conversation_category: 'MARKETING', country: 'US' },
      { conversation: 1, conversation_category: 'SERVICE', country: 'US' },
    ])
  })

  it('refuses what cannot be answered', async () => {
    start()
    for (const rest of [
      '',
      '.start(1)',
      '.start(2).end(1).granularity(DAY)',
      span('WEEK'),
      `${span('DAY')}.product_types([7])`,
    ]) {
      expect(codeOf((await business.call(`/${business.account.id}?fields=analytics${rest}`)).json), rest).toBe(100)
    }
  })

  it('templates, once that is switched on, in pages', async () => {
    const { call, account, template } = start()
    const query = `start=${midnight / 1000}&end=${(midnight + 2 * DAY) / 1000}&granularity=daily&template_ids=[${template.id}]`
    const path = `/${account.id}/template_analytics?${query}`
    expect(codeOf((await call(path)).json)).toBe(200007)
    expect((await call(`/${account.id}?is_enabled_for_insights=true`, { method: 'POST' })).json).toEqual({
      id: account.id,
    })
    expect(codeOf((await call(`/${account.id}?is_enabled_for_insights=false`, { method: 'POST' })).json)).toBe(200006)
    const { json } = await call(path)
    expect(at(json, 'data', 0)).toMatchObject({
      granularity: 'DAILY',
      product_type: 'cloud_api',
      data_points: [
        {
          template_id: template.id,
          ...{ sent: 2, delivered: 2, read: 0 },
          clicked: [{ type: 'quick_reply_button', button_content: 'Stop', count: 1 }],
          cost: [
            { type: 'amount_spent', value: 0.05 },
            { type: 'cost_per_delivered', value: 0.025 },
          ],
        },
        { sent: 1, delivered: 0 },
      ],
    })
    const paged = await call(`${path}&limit=1`)
    expect(at(paged.json, 'paging', 'next')).toContain('after=')
    expect(codeOf((await call(`${path}&after=nonsense`)).json)).toBe(131059)
    expect(codeOf((await call(`/${account.id}/template_analytics?${query}&metric_types=smell`)).json)).toBe(100)
    expect(
      codeOf(
        (
          await call(
            `/${account.id}/template_analytics?${query.replace(/start=\d+/, `start=${midnight / 1000 - 91 * 86_400}`)}`,
          )
        ).json,
      ),
    ).toBe(200005)
  })
})
