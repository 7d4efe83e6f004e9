import type { Case } from '../run-cases'
import { anything, either, optional } from '../shape'
import type { Target } from '../target'
import { DONE, number } from './numbers'

/** §4.3 and §4.7. */
const PROFILE = {
  about: 'Succulents',
  address: '1 Hacker Way',
  description: 'We grow them.',
  vertical: 'RETAIL',
  email: 'lucky@luckyshrub.com',
  websites: ['https://www.luckyshrub.com', 'https://luckyshrub.example'],
}
const QR = {
  code: '4O4YGZEG3RIVE1',
  prefilled_message: 'Cyber Monday 1',
  deep_link_url: 'https://wa.me/message/4O4YGZEG3RIVE1',
}
const user = { input: 'text', wa_id: '16505551234' }
const users = (list: unknown) => ({ messaging_product: 'whatsapp', block_users: list })
const makeQr = async ({ call, numberId }: Target): Promise<string> => {
  const body = { prefilled_message: 'Cyber Monday', generate_qr_image: 'SVG' }
  return String((await call({ path: `/${numberId}/message_qrdls`, body })).json.code)
}

export const numberExtras: Case[] = [
  {
    name: 'takes a profile',
    request: number('/whatsapp_business_profile', { body: { messaging_product: 'whatsapp', ...PROFILE } }),
    expected: { shape: DONE },
  },
  {
    name: 'answers its profile',
    given: ({ number: one }) => {
      one.profile = { ...PROFILE, profile_picture_url: 'https://pps.whatsapp.net/x.jpg' }
    },
    request: number(
      '/whatsapp_business_profile?fields=about,address,description,email,profile_picture_url,websites,vertical',
    ),
    expected: {
      shape: {
        data: [
          {
            ...{ about: '…', address: '…', description: '…', email: '…', messaging_product: 'whatsapp' },
            ...{ profile_picture_url: 'https://…', websites: ['https://…'], vertical: 'RETAIL' },
          },
        ],
      },
    },
  },
  {
    name: 'answers the part of its profile that is there',
    real: true,
    request: number('/whatsapp_business_profile?fields=about,vertical'),
    expected: {
      shape: { data: [{ about: optional('…'), vertical: optional('RETAIL'), messaging_product: 'whatsapp' }] },
    },
  },
  {
    name: 'blocks a user',
    request: ({ numberId, recipient }) => ({
      path: `/${numberId}/block_users`,
      body: users([{ user: recipient }]),
    }),
    expected: { shape: users({ added_users: [user] }) },
  },
  {
    name: 'lists whom it blocks',
    given: (business) => business.number.blocked.push(business.customer.waId),
    request: number('/block_users'),
    expected: {
      shape: {
        data: [
          { block_users: [{ input: optional('text'), wa_id: '16505551234', messaging_product: optional('whatsapp') }] },
        ],
        paging: {
          cursors: { after: 'text', before: 'text' },
          next: optional('https://…'),
          previous: optional('https://…'),
        },
      },
    },
  },
  {
    name: 'unblocks a user',
    given: (business) => business.number.blocked.push(business.customer.waId),
    request: ({ numberId, recipient }) => ({
      ...{ method: 'DELETE', path: `/${numberId}/block_users` },
      body: users([{ user: recipient }]),
    }),
    expected: { shape: users(either({ removed_users: [user] }, { added_users: [user] })) },
  },
  {
    name: 'makes a QR code with its picture',
    request: number('/message_qrdls', { body: { prefilled_message: 'Cyber Monday', generate_qr_image: 'SVG' } }),
    expected: { shape: { ...QR, qr_image_url: 'https://scontent-iad3-2.xx.fbcdn.net/…' } },
  },
  {
    name: 'lists its QR codes',
    request: async (target) => {
      await makeQr(target)
      return number('/message_qrdls')(target)
    },
    expected: { shape: { data: [QR], paging: optional(anything) } },
  },
  {
    name: 'changes a QR code',
    request: async (target) => {
      const code = await makeQr(target)
      return number('/message_qrdls', { body: { code, prefilled_message: 'Cyber Tuesday' } })(target)
    },
    expected: { shape: QR },
  },
  {
    name: 'deletes a QR code',
    request: async (target) => number(`/message_qrdls/${await makeQr(target)}`, { method: 'DELETE' })(target),
    expected: { shape: DONE },
  },
  {
    name: 'shows its catalog',
    request: number('/whatsapp_commerce_settings?is_cart_enabled=true&is_catalog_visible=true', { method: 'POST' }),
    expected: { shape: DONE },
  },
  {
    name: 'answers whether it shows its catalog',
    request: number('/whatsapp_commerce_settings'),
    expected: { shape: { data: [{ is_cart_enabled: true, is_catalog_visible: true, id: '727705352028726' }] } },
  },
  {
    name: 'takes ice breakers and commands',
    request: number('/conversational_automation', {
      body: {
        enable_welcome_message: true,
        prompts: ['Book a flight', 'Plan a vacation'],
        commands: [{ command_name: 'tickets', command_description: 'Book flight tickets' }],
      },
    }),
    expected: { shape: DONE },
  },
  {
    name: 'takes a username',
    request: number('/username', { body: { username: 'lucky_shrub' } }),
    expected: { shape: { status: /^(approved|reserved)$/ } },
  },
]
