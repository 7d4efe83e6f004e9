import type { Case } from '../run-cases'
import type { Business, GraphRequest, Json, Target } from '../target'
import { number, withCallback } from './numbers'

const whatsapp = { messaging_product: 'whatsapp' }
const HOUR = 3600_000
const bad = (
  name: string,
  request: (target: Target) => GraphRequest | Promise<GraphRequest>,
  { code = 100, status = 400, given }: { code?: number | number[]; status?: number; given?: Case['given'] } = {},
): Case => ({ name, request, ...(given && { given }), expected: { status, code } })

const register = (body: Json) => number('/register', { body: { ...whatsapp, ...body } })
const PIN = '212834'
/** So many wrong PINs, so far apart. */
const afterWrongPins = (count: number, apartMs: number) => async (target: Target) => {
  for (let guess = 0; guess < count; guess++) {
    await target.call(register({ pin: '000000' })(target))
    target.business.simulator.moveClock(apartMs)
    // Registering too often is another error.
    target.business.number.registrations = []
  }
  return register({ pin: '000001' })(target)
}
const withPin = ({ number: one }: Business) => Object.assign(one, { pin: PIN })

/** §4.2 and §11: 133xxx. */
export const registrationViolations: Case[] = [
  bad('no PIN', register({}), { code: [100, 131008] }),
  bad('a PIN of five digits', register({ pin: '21283' }), { code: [100, 131009] }),
  bad('a PIN with letters', register({ pin: '21283a' }), { code: [100, 131009] }),
  bad('no messaging_product', number('/register', { body: { pin: PIN } }), { code: [100, 131008] }),
  bad('a region that there isn’t', register({ pin: PIN, data_localization_region: 'XX' }), { code: [100, 131009] }),
  bad('a wrong PIN', register({ pin: '000000' }), { code: 133005, given: withPin }),
  bad('wrong PINs too fast', afterWrongPins(5, 1000), { code: 133009, given: withPin }),
  bad('too many wrong PINs', afterWrongPins(12, HOUR / 2), { code: 133008, given: withPin }),
  bad('a number that isn’t verified', register({ pin: PIN }), {
    code: 133006,
    given: ({ number: one }) =>
      Object.assign(one, {
        codeVerificationStatus: 'NOT_VERIFIED',
        platformType: 'NOT_APPLICABLE',
        status: 'UNVERIFIED',
      }),
  }),
  bad('a number that was deleted a moment ago', register({ pin: PIN }), {
    code: 133015,
    given: ({ world, number: one }) => Object.assign(one, { blockedUntil: world.now() + 300_000, status: 'PENDING' }),
  }),
  bad(
    'the 11th time in 72 hours',
    async (target) => {
      for (let time = 0; time < 5; time++) {
        await target.call(number('/deregister', { method: 'POST' })(target))
        await target.call(register({ pin: PIN })(target))
      }
      return number('/deregister', { method: 'POST' })(target)
    },
    { code: 133016 },
  ),
  bad('deregistering what isn’t registered', number('/deregister', { method: 'POST' }), {
    code: [133010, 133000],
    given: ({ number: one }) => Object.assign(one, { status: 'PENDING', platformType: 'NOT_APPLICABLE' }),
  }),
  bad('a PIN for a number that isn’t registered', number('', { body: { pin: PIN } }), {
    code: 133010,
    given: ({ number: one }) => Object.assign(one, { status: 'PENDING', platformType: 'NOT_APPLICABLE' }),
  }),
  bad(
    'another code_method than SMS and VOICE',
    number('/request_code?code_method=PIGEON&language=en_US', { method: 'POST' }),
  ),
  bad('no code_method', number('/request_code?language=en_US', { method: 'POST' }), { code: [100, 131008] }),
]

const profile = (body: Json) => number('/whatsapp_business_profile', { body: { ...whatsapp, ...body } })
const long = (length: number) => 'x'.repeat(length)
const block = (users: Json[]) => number('/block_users', { body: { ...whatsapp, block_users: users } })
const qr = (body: Json) => number('/message_qrdls', { body })
const INVALID = { code: [100, 131009] }

/** §4.3, §4.7. */
export const profileViolations: Case[] = [
  bad('no messaging_product', number('/whatsapp_business_profile', { body: { about: 'x' } }), { code: [100, 131008] }),
  bad('an about of 140 characters', profile({ about: long(140) }), INVALID),
  bad('an empty about', profile({ about: '' }), INVALID),
  bad('an address of 257 characters', profile({ address: long(257) }), INVALID),
  bad('a description of 513 characters', profile({ description: long(513) }), INVALID),
  bad('an email of 129 characters', profile({ email: `${long(117)}@example.com` }), INVALID),
  bad('an email that is none', profile({ email: 'lucky' }), INVALID),
  bad('three websites', profile({ websites: ['https://a.com', 'https://b.com', 'https://c.com'] }), INVALID),
  bad('a website of 257 characters', profile({ websites: [`https://a.com/${long(243)}`] }), INVALID),
  bad('a website that is no address', profile({ websites: ['luckyshrub'] }), INVALID),
  bad('a vertical that there isn’t', profile({ vertical: 'SUCCULENTS' }), INVALID),
  bad('a handle that nobody gave', profile({ profile_picture_handle: '4::nobodys' }), INVALID),
  bad('blocking nobody', block([]), { code: [100, 131008, 131009] }),
  bad(
    'blocking somebody who hasn’t written for 24 hours',
    ({ numberId, recipient }) => ({
      path: `/${numberId}/block_users`,
      body: { ...whatsapp, block_users: [{ user: recipient }] },
    }),
    {
      code: 139100,
      given: (business) => business.simulator.moveClock(25 * HOUR),
    },
  ),
  bad('blocking a number without WhatsApp', block([{ user: '16505559999' }]), { code: 139100 }),
  bad(
    'blocking more than 64,000',
    ({ numberId, recipient }) => ({
      path: `/${numberId}/block_users`,
      body: { ...whatsapp, block_users: [{ user: recipient }] },
    }),
    {
      code: 139101,
      given: ({ number: one }) => {
        one.blocked = Array.from({ length: 64_000 }, (_, at) => `1650666${at}`)
      },
    },
  ),
  bad('a QR code without a message', qr({ generate_qr_image: 'SVG' }), { code: [100, 131008] }),
  bad('a QR code with a message of 141 characters', qr({ prefilled_message: long(141) }), INVALID),
  bad('a QR code as a GIF', qr({ prefilled_message: 'Hi', generate_qr_image: 'GIF' }), INVALID),
  bad('a QR code that there isn’t', number('/message_qrdls/4O4YGZEG3RIVE1', { method: 'DELETE' })),
  bad('a setting that there isn’t', number('/settings', { body: { shoe_size: 42 } }), { code: [100, 131008] }),
]

const CALLBACK = 'https://my-waba-alternate-callback.com/webhook'
const subscribe =
  (body: Json) =>
  ({ accountId }: Target) => ({ path: `/${accountId}/subscribed_apps`, body })
const override = (configuration: Json) => number('', { body: { webhook_configuration: configuration } })

/** §4.4 and §6.1: the handshake. The code of a refused callback is in no page: any 4xx will do. */
const REFUSED = { code: [100, 2200] }
export const callbackViolations: Case[] = [
  bad('with the wrong token', subscribe({ override_callback_uri: CALLBACK, verify_token: 'wrong' }), {
    ...REFUSED,
    given: withCallback(CALLBACK),
  }),
  bad('that nothing answers', subscribe({ override_callback_uri: CALLBACK, verify_token: 'x' }), REFUSED),
  bad('that answers something else', subscribe({ override_callback_uri: CALLBACK, verify_token: 'x' }), {
    ...REFUSED,
    given: ({ links, world }) => {
      links.clear()
      world.fetch = async () => new Response('1158201444 ok')
    },
  }),
  bad('that answers 201', subscribe({ override_callback_uri: CALLBACK, verify_token: 'x' }), {
    ...REFUSED,
    given: ({ world }) => {
      world.fetch = async (input) =>
        new Response(new URL(new Request(input).url).searchParams.get('hub.challenge'), { status: 201 })
    },
  }),
  bad('without its token', subscribe({ override_callback_uri: CALLBACK }), { code: [100, 131008] }),
  bad('of 201 characters', subscribe({ override_callback_uri: `${CALLBACK}/${long(180)}`, verify_token: 'x' })),
  bad('that is no address', subscribe({ override_callback_uri: 'callback', verify_token: 'x' })),
  bad('of a number with the wrong token', override({ override_callback_uri: CALLBACK, verify_token: 'wrong' }), {
    ...REFUSED,
    given: withCallback(CALLBACK),
  }),
]

const uploads =
  (query: string) =>
  ({ business: { app } }: Target) => ({
    path: `/${app.id}/uploads?${query}`,
    method: 'POST' as const,
  })
/** §3. */
export const uploadViolations: Case[] = [
  bad('without its length', uploads('file_name=a.jpg&file_type=image/jpeg'), { code: [100, 131008] }),
  bad('without its type', uploads('file_name=a.jpg&file_length=10'), { code: [100, 131008] }),
  bad(
    'of a type that samples can’t have',
    uploads('file_name=a.exe&file_length=10&file_type=application/x-msdownload'),
  ),
  bad('of no bytes', uploads('file_name=a.jpg&file_length=0&file_type=image/jpeg')),
  bad('that nobody began', () => ({
    path: '/upload:MTphdHRhY2htZW50',
    body: new Uint8Array(4),
    headers: { file_offset: '0' },
  })),
  bad('from another place than where it stopped', async (target) => {
    const { json } = await target.call(uploads('file_name=a.jpg&file_length=10&file_type=image/jpeg')(target))
    return { path: `/${json.id}`, body: new Uint8Array(4), headers: { file_offset: '5' } }
  }),
  bad('with more bytes than it was to have', async (target) => {
    const { json } = await target.call(uploads('file_name=a.jpg&file_length=10&file_type=image/jpeg')(target))
    return { path: `/${json.id}`, body: new Uint8Array(11), headers: { file_offset: '0' } }
  }),
]
