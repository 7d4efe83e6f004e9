import { expect } from 'vitest'
import type { Case } from '../run-cases'
import { anything, optional, type Shape } from '../shape'
import type { Business, GraphRequest, Target } from '../target'

export const DONE: Shape = { success: true }

type On = (target: Target) => GraphRequest
/** A call on the number. */
export const number =
  (path: string, rest: Omit<GraphRequest, 'path'> = {}): On =>
  ({ numberId }) => ({ path: `/${numberId}${path}`, ...rest })

const fields = (names: string, shape: Shape, name: string): Case => ({
  ...{ name, real: true },
  request: number(`?fields=${names}`),
  expected: { shape },
})
const id = '106540352242922'

const CALLBACK = 'https://my-phone-alternate-callback.com/webhook'
/** A callback that answers the challenge of the handshake when it knows the token. */
export const withCallback =
  (url: string, verifyToken = 'myvoiceismypassport?') =>
  ({ world }: Business) => {
    const before = world.fetch
    world.fetch = async (input, init) => {
      const asked = new URL(new Request(input, init).url)
      if (asked.origin + asked.pathname !== url) return before(input, init)
      const isOurs = asked.searchParams.get('hub.verify_token') === verifyToken
      const isAsked = asked.searchParams.get('hub.mode') === 'subscribe'
      return isOurs && isAsked
        ? new Response(asked.searchParams.get('hub.challenge'))
        : new Response('no', { status: 403 })
    }
  }

const STATUS = /^(CONNECTED|DISCONNECTED|UNVERIFIED|PENDING|FLAGGED|RESTRICTED)$/
const QUALITY = /^(GREEN|YELLOW|RED|UNKNOWN|NA)$/
const NUMBER_SAMPLE = {
  code_verification_status: /^(VERIFIED|NOT_VERIFIED|EXPIRED)$/,
  display_phone_number: '15555555555',
  id: '105954558954427',
  quality_rating: QUALITY,
  verified_name: 'Support Number',
}
const HEALTH = {
  can_send_message: /^(AVAILABLE|LIMITED|BLOCKED)$/,
  entities: [
    {
      entity_type: 'WABA',
      id: '102290129340398',
      can_send_message: /^(AVAILABLE|LIMITED|BLOCKED)$/,
      can_receive_call_sip: optional('AVAILABLE'),
      additional_info: optional(['text']),
      errors: optional([{ error_code: 141002, error_description: 'text', possible_solution: 'text' }]),
    },
  ],
}
/** `entity_type` has many values. */
const HEALTH_SHAPE: Shape = { health_status: { ...HEALTH, entities: [{ ...HEALTH.entities[0] }] }, id }

/** §4.1. */
export const numberFields: Case[] = [
  {
    ...{ name: 'what it answers when nothing is asked for', real: true },
    request: number(''),
    expected: {
      shape: {
        ...NUMBER_SAMPLE,
        display_phone_number: 'text',
        platform_type: optional('x'),
        throughput: optional({ level: 'x' }),
        webhook_configuration: optional(anything),
        last_onboarded_time: optional('x'),
      },
    },
  },
  fields('status', { status: STATUS, id }, 'its status'),
  fields(
    'whatsapp_business_manager_messaging_limit',
    { whatsapp_business_manager_messaging_limit: /^TIER_(250|2K|10K|100K|UNLIMITED)$/, id },
    'its messaging limit',
  ),
  fields(
    'is_on_biz_app,platform_type',
    { is_on_biz_app: true, platform_type: /^(CLOUD_API|ON_PREMISE|NOT_APPLICABLE)$/, id },
    'where it is used',
  ),
  fields(
    'name_status,quality_rating,account_mode,is_official_business_account,is_pin_enabled',
    {
      name_status: /^(APPROVED|AVAILABLE_WITHOUT_REVIEW|DECLINED|EXPIRED|PENDING_REVIEW|NONE)$/,
      quality_rating: QUALITY,
      account_mode: /^(SANDBOX|LIVE)$/,
      is_official_business_account: true,
      is_pin_enabled: true,
      id,
    },
    'its name, quality and mode',
  ),
  fields('health_status', HEALTH_SHAPE, 'its health'),
  fields(
    'webhook_configuration',
    {
      webhook_configuration: {
        phone_number: optional('https://my-phone-alternate-callback.com/webhook'),
        whatsapp_business_account: optional('https://my-waba-alternate-callback.com/webhook'),
        application: optional('https://my-production-callback.com/webhook'),
      },
      id,
    },
    'where its webhooks go',
  ),
  {
    ...{ name: 'the numbers of an account', real: true },
    request: ({ accountId }) => ({ path: `/${accountId}/phone_numbers` }),
    expected: {
      shape: {
        data: [
          {
            ...NUMBER_SAMPLE,
            display_phone_number: 'text',
            code_verification_status: optional(NUMBER_SAMPLE.code_verification_status),
            ...Object.fromEntries(
              ['platform_type', 'throughput', 'last_onboarded_time', 'webhook_configuration'].map((name) => [
                name,
                optional(anything),
              ]),
            ),
          },
        ],
        paging: optional(anything),
      },
    },
  },
  {
    name: 'the numbers of an account, only those of the sandbox',
    request: ({ accountId }) => ({ path: `/${accountId}/phone_numbers?account_mode=SANDBOX` }),
    expected: { shape: { data: [], paging: optional(anything) } },
  },
]

/** §4.2 and §4.4. */
export const numberChanges: Case[] = [
  {
    name: 'asks for a code and takes it',
    given: (business) => {
      business.number.codeVerificationStatus = 'NOT_VERIFIED'
    },
    request: number('/request_code?code_method=SMS&language=en_US', { method: 'POST' }),
    expected: { shape: DONE },
    afterwards: async ({ call, numberId, business }) => {
      const code = business.number.pendingCode
      const { json } = await call({ path: `/${numberId}/verify_code`, body: { code } })
      expect(json).toEqual({ success: true })
    },
  },
  {
    name: 'is registered with a PIN',
    given: ({ number: one }) => Object.assign(one, { status: 'PENDING', platformType: 'NOT_APPLICABLE' }),
    request: number('/register', { body: { messaging_product: 'whatsapp', pin: '212834' } }),
    expected: { shape: DONE },
  },
  {
    name: 'is registered with its data in a region',
    request: number('/register', {
      body: { messaging_product: 'whatsapp', pin: '212834', data_localization_region: 'DE' },
    }),
    expected: { shape: DONE },
  },
  { name: 'is deregistered', request: number('/deregister', { method: 'POST' }), expected: { shape: DONE } },
  { name: 'takes another PIN', request: number('', { body: { pin: '150954' } }), expected: { shape: DONE } },
  {
    name: 'asks for another display name',
    request: number('?new_display_name=Lucky%20Shrub', { method: 'POST' }),
    expected: { shape: DONE },
  },
  {
    name: 'checks identities',
    request: number('/settings', { body: { user_identity_change: { enable_identity_key_check: true } } }),
    expected: { shape: DONE },
  },
  {
    name: 'has a callback of its own',
    given: withCallback(CALLBACK),
    request: number('', {
      body: { webhook_configuration: { override_callback_uri: CALLBACK, verify_token: 'myvoiceismypassport?' } },
    }),
    expected: { shape: DONE },
  },
  {
    name: 'gives its own callback up',
    request: number('', { body: { webhook_configuration: { override_callback_uri: '' } } }),
    expected: { shape: DONE },
  },
]
