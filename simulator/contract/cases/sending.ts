import { addCustomer } from '../../core/customers'
import { createMessage, idOfText } from '../messages'
import type { Case } from '../run-cases'
import { exactly, optional, type Shape } from '../shape'
import type { Business, Json, Target } from '../target'

/** The answer to every message that is accepted (§2). */
export const SENT: Shape = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+16505551234', wa_id: '16505551234' }],
  messages: [{ id: 'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA' }],
}
export const SENT_TEMPLATE: Shape = {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+16505551234', wa_id: '16505551234' }],
  messages: [
    {
      id: 'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA',
      message_status: optional(/^(accepted|held_for_quality_assessment|paused)$/),
    },
  ],
}

type Parts = Json | ((target: Target) => Json | Promise<Json>)
type More = { real?: true; given?: (business: Business) => unknown; shape?: Shape; status?: number }

const partsFor = async (target: Target, parts: Parts) => (typeof parts === 'function' ? await parts(target) : parts)

/** A message that is accepted as §2 says. */
export const accepts = (name: string, parts: Parts, { shape = SENT, ...more }: More = {}): Case => ({
  name,
  ...more,
  request: async (target) => createMessage(target, await partsFor(target, parts)),
  expected: { shape },
})

/** A message that is refused. Missing and invalid parameters have two codes each, and the pages don't say which when. */
export const refuses = (name: string, parts: Parts, code: number | number[], more: More = {}): Case => ({
  name,
  ...more,
  request: async (target) => createMessage(target, await partsFor(target, parts)),
  expected: { status: more.status ?? 400, code },
})
export const MISSING = [100, 131008]
export const INVALID = [100, 131009]

const text = { type: 'text', text: { body: "As requested, here's the link: https://www.meta.com/quest/quest-3/" } }
const BARBARA = {
  addresses: [
    {
      street: '1 Lucky Shrub Way',
      city: 'Menlo Park',
      state: 'CA',
      zip: '94025',
      country: 'United States',
      country_code: 'US',
      type: 'Office',
    },
  ],
  birthday: '1999-01-23',
  emails: [{ email: 'bjohnson@luckyshrub.com', type: 'Work' }],
  name: {
    formatted_name: 'Barbara J. Johnson',
    first_name: 'Barbara',
    last_name: 'Johnson',
    middle_name: 'Joana',
    suffix: 'Esq.',
    prefix: 'Dr.',
  },
  org: { company: 'Lucky Shrub', department: 'Legal', title: 'Lead Counsel' },
  phones: [
    { phone: '+16505559999', type: 'Landline' },
    { phone: '+19175559999', type: 'Mobile', wa_id: '19175559999' },
  ],
  urls: [{ url: 'https://www.luckyshrub.com', type: 'Company' }],
}

/** §2.1: every free-form type, as its sample has it. */
export const freeForm: Case[] = [
  accepts('a text with a preview', { ...text, text: { ...text.text, preview_url: true } }, { real: true }),
  accepts('a text without a type, which is a text', { text: text.text }, { real: true }),
  accepts('a text of 4096 characters', { type: 'text', text: { body: 'x'.repeat(4096) } }, { real: true }),
  accepts('a text of 4096 emoji', { type: 'text', text: { body: '😀'.repeat(4096) } }),
  accepts(
    'an image by id, with a caption',
    async ({ upload }) => ({
      type: 'image',
      image: { id: await upload('image'), caption: 'The best succulent ever?' },
    }),
    { real: true },
  ),
  accepts('an image by link', { type: 'image', image: { link: 'https://www.luckyshrub.com/assets/banner.png' } }),
  accepts(
    'a voice note',
    async ({ upload }) => ({ type: 'audio', audio: { id: await upload('audio'), voice: true } }),
    { real: true },
  ),
  accepts('audio by link', { type: 'audio', audio: { link: 'https://www.luckyshrub.com/hello.mp3' } }),
  accepts(
    'a video',
    async ({ upload }) => ({ type: 'video', video: { id: await upload('video'), caption: 'A succulent eclipse!' } }),
    { real: true },
  ),
  accepts(
    'a document with its name and a caption',
    async ({ upload }) => ({
      type: 'document',
      document: { id: await upload('document'), filename: 'order_abc123.pdf', caption: 'Your order (PDF)' },
    }),
    { real: true },
  ),
  accepts('a sticker', async ({ upload }) => ({ type: 'sticker', sticker: { id: await upload('sticker') } }), {
    real: true,
  }),
  accepts(
    'a location whose coordinates are text',
    {
      type: 'location',
      location: {
        latitude: '37.44216251868683',
        longitude: '-122.16153582049394',
        name: 'Philz Coffee',
        address: '101 Forest Ave, Palo Alto, CA 94301',
      },
    },
    { real: true },
  ),
  accepts('a location whose coordinates are numbers', {
    type: 'location',
    location: { latitude: 37.44216, longitude: -122.16153 },
  }),
  accepts('a contact with all its parts', { type: 'contacts', contacts: [BARBARA] }, { real: true }),
  accepts('a contact of a name alone', {
    type: 'contacts',
    contacts: [{ name: { formatted_name: 'Barbara', first_name: 'Barbara' } }],
  }),
  accepts(
    'a reaction',
    async (target) => ({ type: 'reaction', reaction: { message_id: await idOfText(target), emoji: '😀' } }),
    { real: true },
  ),
  accepts(
    'a reaction that is taken back',
    async (target) => ({ type: 'reaction', reaction: { message_id: await idOfText(target), emoji: '' } }),
    { real: true },
  ),
  ...['👍🏽', '❤️', '👨‍👩‍👧', '🇩🇪', '1️⃣'].map((emoji) =>
    accepts(`a reaction with ${emoji}, one emoji of several code points`, async (target) => ({
      type: 'reaction',
      reaction: { message_id: await idOfText(target), emoji },
    })),
  ),
]

const shapeFor = (contact: Record<string, string>): Shape => ({
  ...Object(SENT),
  contacts: [Object.fromEntries(Object.entries(contact).map(([key, value]) => [key, exactly(value)]))],
})

/** §2 and §2.2: what every message may have. */
export const common: Case[] = [
  accepts('a reply', async (target) => ({ ...text, context: { message_id: await idOfText(target) } }), { real: true }),
  accepts('data of the business’ own', { ...text, biz_opaque_callback_data: 'order 860198-230332' }, { real: true }),
  accepts('no recipient_type', { ...text, recipient_type: undefined }, { real: true }),
  ...['+1 (650) 555-1234', '1-650-555-1234', '16505551234', '+16505551234'].map((to) =>
    accepts(`a number written ${to}`, { ...text, to }, { shape: shapeFor({ input: to, wa_id: '16505551234' }) }),
  ),
  accepts(
    'a local number, to which the calling code of the business is put',
    { ...text, to: '6505551234' },
    { shape: shapeFor({ input: '6505551234', wa_id: '16505551234' }) },
  ),
]

/** §10: numbers whose `wa_id` is another one. */
export const numberQuirks: Case[] = [
  ['+5541999887766', '554199887766', 'Brazil, without the ninth digit'],
  ['+5511987654321', '5511987654321', 'São Paulo, with the ninth digit'],
  ['+525512345678', '5215512345678', 'Mexico, with a 1'],
  ['+541112345678', '5491112345678', 'Argentina, with a 9'],
].map(([to = '', waId = '', name = '']) =>
  accepts(`${name}: ${to} is ${waId}`, { ...text, to }, { shape: shapeFor({ input: to, wa_id: waId }) }),
)

const USER_ID = 'US.13491208655302741918'
const withUserId = ({ world, customer, portfolio }: Business) =>
  addCustomer(world, { waId: customer.waId, userIds: { [portfolio.id]: USER_ID } })
const SENT_TO_USER_ID: Shape = {
  messaging_product: 'whatsapp',
  contacts: [{ input: 'US.13491208655302741918', user_id: 'US.13491208655302741918' }],
  messages: [{ id: 'wamid.HBgLMTY0NjcwNDM1OTUVAgARGBI1RjQyNUE3NEYxMzAzMzQ5MkEA' }],
}

/** §8: users who are known by a business-scoped id. */
export const byUserId: Case[] = [
  accepts(
    'a message to a user id',
    { ...text, to: undefined, recipient: USER_ID },
    {
      given: withUserId,
      shape: SENT_TO_USER_ID,
    },
  ),
  accepts('both, and takes the number', { ...text, recipient: USER_ID }, { given: withUserId }),
  accepts('a number, and says the user id too', text, {
    given: withUserId,
    shape: {
      ...Object(SENT),
      contacts: [{ input: '+16505551234', wa_id: '16505551234', user_id: 'US.13491208655302741918' }],
    },
  }),
]
