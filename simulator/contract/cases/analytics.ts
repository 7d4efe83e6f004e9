import { expect } from 'vitest'
import { at } from '../../test/business'
import { createMessage, template, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import { arrives, does } from '../run-webhooks'
import { anything, optional, type Shape } from '../shape'
import type { Business, GraphRequest, Target } from '../target'
import { promotion } from './template-messages'

const now = () => Math.floor(Date.now() / 1000)
const span = () => `.start(${now() - 86_400}).end(${now() + 86_400})`
const onAccount =
  (fields: () => string) =>
  ({ accountId }: Target): GraphRequest => ({ path: `/${accountId}?fields=${encodeURIComponent(fields())}` })
/** A template and a free-form message, delivered. */
const talked = async (business: Business) => {
  withTemplate('seasonal_promotion')(business)
  await arrives(business, template('seasonal_promotion', promotion))
  await does(business, { type: 'text', text: 'Hi' })
  await arrives(business, { text: { body: 'Hello' } })
}
const points = (point: object): Shape => ({ data: [{ data_points: [{ start: 1, end: 1, ...point }] }] })
const id = '102290129340398'

/** §5b: answered from what was really sent. */
export const analytics: Case[] = [
  {
    name: 'messages',
    given: talked,
    request: onAccount(() => `analytics${span()}.granularity(DAY)`),
    expected: {
      shape: {
        analytics: {
          ...{ phone_numbers: ['16505551111'], country_codes: [/^[A-Z]{2}$/], granularity: /^(HALF_HOUR|DAY|MONTH)$/ },
          data_points: [{ start: 1543543200, end: 1543629600, sent: 196093, delivered: 179715 }],
        },
        id,
      },
    },
    afterwards: (_target, { json }) => {
      expect(at(json, 'analytics', 'data_points', 0)).toMatchObject({ sent: 2, delivered: 2 })
    },
  },
  {
    ...{ name: 'no messages', real: true },
    request: onAccount(() => `analytics.start(${now() - 1800}).end(${now() + 1800}).granularity(HALF_HOUR)`),
    expected: { shape: { analytics: optional(anything), id } },
  },
  {
    name: 'conversations',
    given: talked,
    request: onAccount(
      () =>
        `conversation_analytics${span()}.granularity(DAILY).dimensions(["CONVERSATION_CATEGORY","CONVERSATION_TYPE","COUNTRY","PHONE"])`,
    ),
    expected: {
      shape: {
        conversation_analytics: points({
          ...{ conversation: 1, phone_number: '16505551111', country: /^[A-Z]{2}$/, cost: optional(1) },
          ...{ conversation_type: /^(REGULAR|FREE_TIER|FREE_ENTRY_POINT)$/, conversation_category: /^[A-Z_]+$/ },
        }),
        id,
      },
    },
  },
  {
    name: 'prices',
    given: talked,
    request: onAccount(
      () =>
        `pricing_analytics${span()}.granularity(DAILY).metric_types(COST,VOLUME).dimensions(PRICING_CATEGORY,PRICING_TYPE,TIER,COUNTRY)`,
    ),
    expected: {
      shape: {
        pricing_analytics: points({
          ...{ country: /^[A-Z]{2}$/, tier: /^\d+:(\d+|MAX)$/, volume: 1, cost: 10 },
          pricing_type: /^(REGULAR|FREE_CUSTOMER_SERVICE|FREE_ENTRY_POINT)$/,
          pricing_category: /^(AUTHENTICATION|AUTHENTICATION_INTERNATIONAL|MARKETING|MARKETING_LITE|SERVICE|UTILITY)$/,
        }),
        id,
      },
    },
    afterwards: (_target, { json }) => {
      const data = at(json, 'pricing_analytics', 'data', 0, 'data_points')
      expect(data).toContainEqual(expect.objectContaining({ pricing_category: 'MARKETING', volume: 1 }))
      expect(data).toContainEqual(expect.objectContaining({ pricing_category: 'SERVICE', cost: 0 }))
    },
  },
  {
    name: 'that it shall count templates',
    request: ({ accountId }) => ({ path: `/${accountId}?is_enabled_for_insights=true`, method: 'POST' }),
    expected: { shape: { id } },
  },
  {
    name: 'templates',
    given: async (business) => {
      business.account.hasTemplateInsights = true
      await talked(business)
    },
    request: (target) => ({ path: templateAnalytics(target) }),
    expected: {
      shape: {
        data: [
          {
            ...{ granularity: /^DAILY$/, product_type: optional('cloud_api') },
            data_points: [
              {
                ...{ template_id: '1421988012088524', start: 1718064000, end: 1718150400 },
                ...{ sent: 1, delivered: 1, read: optional(1), clicked: optional(anything) },
                cost: [{ type: /^(amount_spent|cost_per_delivered|cost_per_url_button_click)$/, value: 0.01 }],
              },
            ],
          },
        ],
        paging: { cursors: { before: 'MAZDZD', after: 'MjQZD' } },
      },
    },
  },
]

const templateAnalytics = ({ accountId, business }: Target, start = now() - 86_400) => {
  const ids = Object.keys(business.world.state.templates).join(',')
  const query = `start=${start}&end=${now() + 86_400}&granularity=daily&template_ids=[${ids || '1'}]`
  return `/${accountId}/template_analytics?${query}&metric_types=cost%2Cclicked%2Cdelivered%2Cread%2Csent`
}
const bad = (name: string, fields: () => string): Case => ({
  ...{ name, real: true },
  request: onAccount(fields),
  expected: { status: 400, code: 100 },
})
const counted = (business: Business) => {
  business.account.hasTemplateInsights = true
  withTemplate('call_us')(business)
}

export const analyticsViolations: Case[] = [
  bad('a granularity that there isn’t', () => `analytics${span()}.granularity(FORTNIGHT)`),
  bad('an end before the start', () => `analytics.start(${now()}).end(${now() - 86_400}).granularity(DAY)`),
  bad('no start', () => `analytics.end(${now()}).granularity(DAY)`),
  {
    name: 'templates that were never to be counted',
    given: withTemplate('call_us'),
    request: (target) => ({ path: templateAnalytics(target) }),
    expected: { status: 400, code: [200005, 200006, 200007] },
  },
  {
    name: 'templates of more than 90 days ago',
    given: counted,
    request: (target) => ({ path: templateAnalytics(target, now() - 91 * 86_400) }),
    expected: { status: 400, code: [200005, 200006, 200007] },
  },
  {
    name: 'a template of nobody',
    given: ({ account }) => {
      account.hasTemplateInsights = true
    },
    request: (target) => ({ path: templateAnalytics(target) }),
    expected: { status: 400, code: [100, 200005, 200006, 200007] },
  },
]

/** §2.2, here because it needs a message of the customer. */
export const reading: Case[] = (['read', 'typing'] as const).map((kind) => ({
  name: kind === 'read' ? 'a message as read' : 'that somebody types',
  request: async (target) => {
    const messageId = await does(target.business, { type: 'text', text: 'Hi' })
    const { path } = createMessage(target, {})
    const typing = kind === 'typing' && { typing_indicator: { type: 'text' } }
    return { path, body: { messaging_product: 'whatsapp', status: 'read', message_id: messageId, ...typing } }
  },
  expected: { shape: { success: true } },
}))
