import { userIdOf } from '../../core/customers'
import { tellCall } from '../../customer/call'
import { at } from '../../test/business'
import { deliver } from '../../webhooks/deliver'
import { errorsChange } from '../../webhooks/message-payloads'
import { setUserPreference } from '../../webhooks/number-fields'
import { template, withTemplate } from '../messages'
import { arrives, contacts, does, head, WAMID, type WebhookCase } from '../run-webhooks'
import { exactly, optional, type Shape } from '../shape'
import type { Business, Json } from '../target'
import { promotion } from './template-messages'

const pricing = {
  billable: true,
  pricing_model: /^(CBP|PMP)$/,
  type: /^(regular|free_customer_service|free_entry_point)$/,
  category: 'marketing',
}
const status = (name: string, more: object = {}): Shape => ({
  ...head,
  contacts: optional(contacts),
  statuses: [{ id: WAMID, status: exactly(name), timestamp: '1750030073', recipient_id: '16505551234', ...more }],
})
const of =
  (name: string) =>
  ({ statuses }: Json): boolean =>
    at(statuses, 0, 'status') === name
const text = { text: { body: 'Hello' } }
const told = (name: string, wanted: string, sample: Shape, when: (business: Business) => unknown): WebhookCase => ({
  ...{ name, when, sample, field: 'messages' },
  pick: of(wanted),
})
const marketing = (business: Business) => {
  withTemplate('seasonal_promotion')(business)
  return arrives(business, template('seasonal_promotion', promotion))
}

/** §6.4. */
export const statuses: WebhookCase[] = [
  told('sent, with its price', 'sent', status('sent', { pricing }), marketing),
  told('delivered, with its price', 'delivered', status('delivered', { pricing }), marketing),
  told('read', 'read', status('read', { pricing: optional(pricing) }), (business) => {
    business.customer.readsMessages = true
    return arrives(business, text)
  }),
  told('played, of a voice note', 'played', status('played'), async (business) => {
    business.customer.readsMessages = true
    business.links.set('https://x.test/a.ogg', new Response('x', { headers: { 'content-type': 'audio/ogg' } }))
    await arrives(business, { type: 'audio', audio: { link: 'https://x.test/a.ogg', voice: true } })
  }),
  told(
    'sent, with data of the business’ own',
    'sent',
    status('sent', { pricing, biz_opaque_callback_data: exactly('order-1') }),
    (business) => arrives(business, { ...text, biz_opaque_callback_data: 'order-1' }),
  ),
  told(
    'sent, in the free hours after an ad, with its conversation',
    'sent',
    status('sent', {
      pricing: { ...pricing, type: exactly('free_entry_point') },
      conversation: {
        ...{ id: '72b14d6bd5407799e66f64d1b338e567', expiration_timestamp: '1750116480' },
        origin: { type: exactly('referral_conversion') },
      },
    }),
    async (business) => {
      await does(business, { type: 'text', text: 'Hi', referral: {} })
      await business.sendMessage(text)
    },
  ),
  told(
    'delivered, in the free hours after an ad, without the expiry',
    'delivered',
    status('delivered', {
      pricing: { ...pricing, type: exactly('free_entry_point') },
      conversation: { id: '72b14d6bd5407799e66f64d1b338e567', origin: { type: exactly('referral_conversion') } },
    }),
    async (business) => {
      await does(business, { type: 'text', text: 'Hi', referral: {} })
      await business.sendMessage(text)
    },
  ),
  told(
    'failed, with the reason',
    'failed',
    status('failed', {
      errors: [
        {
          ...{ code: 131049, title: 'text', message: 'text', error_data: { details: 'text' } },
          href: '/documentation/business-messaging/whatsapp/support/error-codes',
        },
      ],
    }),
    (business) => business.sendMessage(text),
  ),
  told('sent, of a reaction', 'sent', status('sent', { pricing: optional(pricing) }), async (business) => {
    const id = await arrives(business, text)
    business.received.length = 0
    await arrives(business, { type: 'reaction', reaction: { message_id: id, emoji: '😀' } })
  }),
  {
    ...{ name: 'errors of the number itself', field: 'messages' },
    when: ({ world, number }) => deliver(world, errorsChange({ number, code: 130429 })),
    sample: {
      ...head,
      errors: [
        {
          ...{ code: 130429, title: 'Rate limit hit', message: 'Rate limit hit', error_data: { details: 'text' } },
          href: '/documentation/business-messaging/whatsapp/support/error-codes',
        },
      ],
    },
  },
]

const USER = 'US.13491208655302741918'
const only =
  (mode: Business['customer']['identityMode'], username: string | null = null) =>
  ({ customer }: Business) => {
    Object.assign(customer, { identityMode: mode, username })
  }
const withId = { user_id: USER, profile: { name: 'Sheena Nelson', username: optional('@realsheenanelson') } }
const written = (sender: object, contact: object): Shape => ({
  ...head,
  contacts: [contact],
  messages: [{ ...sender, id: WAMID, timestamp: '1749416383', type: 'text', text: { body: 'Hi' } }],
})
const hi = (business: Business) => does(business, { type: 'text', text: 'Hi' })
const has = (key: string) => (value: Json) => Array.isArray(value[key])
const update = (previous: boolean): Shape => ({
  ...head,
  contacts: [{ ...withId, wa_id: '16505551234' }],
  user_id_update: [
    {
      ...{ wa_id: '16505551234', detail: 'User id for … has been updated.' },
      ...(previous && { user_id: { previous: USER, current: USER } }),
      timestamp: '1749416383',
    },
  ],
})

/** §8: three ways to know somebody. */
export const identities: WebhookCase[] = [
  {
    ...{ name: 'by number and user id', field: 'messages', pick: has('messages') },
    when: (business) => {
      only('phone-and-id')(business)
      return hi(business)
    },
    sample: written({ from: '16505551234', from_user_id: USER }, { ...withId, wa_id: '16505551234' }),
  },
  {
    ...{ name: 'by user id alone, with the username', field: 'messages', pick: has('messages') },
    when: (business) => {
      only('id-only', 'realsheenanelson')(business)
      return hi(business)
    },
    sample: written(
      { from_user_id: USER },
      { ...withId, profile: { name: 'Sheena Nelson', username: /^@realsheenanelson$/ } },
    ),
  },
  {
    ...{ name: 'by number alone', field: 'messages', pick: has('messages') },
    when: (business) => {
      only('phone-only')(business)
      return hi(business)
    },
    sample: written({ from: '16505551234' }, { profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }),
  },
  {
    ...{ name: 'a status by user id alone', field: 'messages', pick: of('delivered') },
    when: async (business) => {
      only('id-only', 'pablomorales')(business)
      const { world, customer, portfolio } = business
      const recipient = userIdOf(world, { customer, portfolioId: portfolio.id })
      business.openWindow()
      await business.sendMessage(text, { recipient })
    },
    sample: {
      ...head,
      contacts: [{ ...withId, profile: { name: 'Pablo M.', username: /^@pablomorales$/ } }],
      statuses: [
        { id: WAMID, status: exactly('delivered'), timestamp: '1750030073', recipient_user_id: USER, pricing },
      ],
    },
  },
  {
    ...{ name: 'another user id, as a message', field: 'messages', pick: has('messages') },
    when: async (business) => {
      await hi(business)
      await does(business, { type: 'change-user-id' })
    },
    sample: {
      ...head,
      contacts: optional([{ ...withId, wa_id: '16505551234' }]),
      messages: [
        {
          ...{ from: '16505551234', from_user_id: USER, id: WAMID, timestamp: '1749416383', type: 'system' },
          system: { body: optional('text'), previous_user_id: USER, user_id: USER, type: 'user_changed_user_id' },
        },
      ],
    },
  },
  {
    ...{ name: 'another user id, on its own field', field: 'user_id_update' },
    when: async (business) => {
      await hi(business)
      await does(business, { type: 'change-user-id' })
    },
    sample: update(true),
  },
]

const preference = (value: 'stop' | 'resume'): WebhookCase => ({
  ...{ name: `to ${value} marketing`, field: 'user_preferences' },
  when: ({ world, number, customer }) => setUserPreference(world, { number, customer, value }),
  sample: {
    ...head,
    contacts: [{ wa_id: '16505551234' }],
    user_preferences: [
      {
        ...{ wa_id: '16505551234', detail: 'User requested to resume marketing messages' },
        ...{ category: exactly('marketing_messages'), value: exactly(value), timestamp: 1731705721 },
      },
    ],
  },
})
const call = { id: 'wacid.ABGGFjFVU2AfAgo6V-Hc5eCgK5Gh', to: '16315553601', from: '16315553602' }
const rings = (name: string, event: object): WebhookCase => ({
  ...{ name, field: 'calls' },
  when: ({ world, number, customer }) => tellCall(world, { customer, number, outcome: 'completed', seconds: 0 }),
  pick: ({ calls }) => JSON.stringify(calls).includes(`"event":"${name}"`),
  sample: {
    ...head,
    contacts: optional(contacts),
    calls: [{ ...call, event: exactly(name), timestamp: '1671644824', ...event }],
  },
})

/** §6.13, §6.14. */
export const preferencesAndCalls: WebhookCase[] = [
  preference('stop'),
  preference('resume'),
  rings('connect', {
    direction: /^(USER|BUSINESS)_INITIATED$/,
    session: { sdp_type: /^(offer|answer)$/, sdp: 'v=0' },
  }),
  rings('terminate', {
    ...{ direction: /^(USER|BUSINESS)_INITIATED$/, status: /^(FAILED|COMPLETED)$/ },
    ...{ start_time: '1671644824', end_time: '1671644944', duration: 120 },
  }),
]
