import { expect } from 'vitest'
import { issueSignupCode } from '../../graph/signup-codes'
import type { Case } from '../run-cases'
import { anything, differences, exactly, optional, type Shape } from '../shape'
import type { GraphRequest, Target } from '../target'
import { DONE, withCallback } from './numbers'

const account =
  (path: string, rest: Omit<GraphRequest, 'path'> = {}) =>
  ({ accountId }: Target): GraphRequest => ({ path: `/${accountId}${path}`, ...rest })

const CALLBACK = 'https://my-waba-alternate-callback.com/webhook'
const subscription = { override_callback_uri: CALLBACK, verify_token: 'myvoiceismypassport?' }
const SUBSCRIBED: Shape = {
  whatsapp_business_api_data: {
    id: '670843887433847',
    link: 'https://www.facebook.com/games/?app_id=67084',
    name: 'Lucky Shrub',
  },
}

/** §4.4. */
export const accountCalls: Case[] = [
  {
    ...{ name: 'answers its fields', real: true },
    request: account('?fields=name,status,currency,country,business_verification_status'),
    expected: {
      shape: {
        ...{ name: 'Lucky Shrub', status: 'ACTIVE', currency: /^[A-Z]{3}$/, country: optional(/^[A-Z]{2}$/) },
        ...{ business_verification_status: /^[a-z_]+$/, id: '102290129340398' },
      },
    },
  },
  {
    ...{ name: 'answers its namespace, time zone and review', real: true },
    request: account('?fields=account_review_status,timezone_id,message_template_namespace'),
    expected: {
      shape: {
        account_review_status: /^(APPROVED|REJECTED|PENDING|DEFERRED)$/,
        timezone_id: '1',
        message_template_namespace: 'abcdefghijk_12lmnop',
        id: '102290129340398',
      },
    },
  },
  {
    ...{ name: 'answers its health', real: true },
    request: account('?fields=health_status'),
    expected: {
      shape: {
        health_status: {
          can_send_message: /^(AVAILABLE|LIMITED|BLOCKED)$/,
          entities: [
            {
              ...{ entity_type: /^[A-Z_]+$/, id: '102290129340398' },
              can_send_message: /^(AVAILABLE|LIMITED|BLOCKED)$/,
              can_receive_call_sip: optional('AVAILABLE'),
              additional_info: optional(['text']),
              errors: optional([{ error_code: 141002, error_description: 'text', possible_solution: 'text' }]),
            },
          ],
        },
        id: '102290129340398',
      },
    },
  },
  { name: 'is subscribed to', request: account('/subscribed_apps', { method: 'POST' }), expected: { shape: DONE } },
  {
    name: 'is subscribed to with another callback',
    given: withCallback(CALLBACK),
    request: account('/subscribed_apps', { body: subscription }),
    expected: { shape: DONE },
    afterwards: async ({ call, accountId }) => {
      const { json } = await call({ path: `/${accountId}/subscribed_apps` })
      expect(JSON.stringify(json)).toContain(CALLBACK)
    },
  },
  {
    ...{ name: 'lists who is subscribed', real: true },
    request: account('/subscribed_apps'),
    expected: { shape: { data: [{ ...Object(SUBSCRIBED), override_callback_uri: optional(CALLBACK) }] } },
  },
  {
    name: 'is subscribed to no longer',
    request: account('/subscribed_apps', { method: 'DELETE' }),
    expected: { shape: DONE },
  },
  {
    name: 'is among the accounts of its portfolio',
    request: ({ business }) => ({ path: `/${business.portfolio.id}/owned_whatsapp_business_accounts` }),
    expected: {
      shape: {
        data: [
          {
            ...{ id: '1906385232743451', name: 'My WhatsApp Business Account', currency: 'USD', timezone_id: '1' },
            message_template_namespace: 'abcdefghijk_12lmnop',
          },
        ],
        paging: { cursors: { before: 'abcdefghij', after: 'klmnopqr' } },
      },
    },
  },
  {
    name: 'counts its calls in a header',
    request: account('?fields=name'),
    expected: { shape: { name: 'Lucky Shrub', id: '102290129340398' } },
    afterwards: ({ accountId }, { headers }) => {
      const usage: unknown = JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')
      const one = {
        ...{ type: 'whatsapp', call_count: 28, total_cputime: 25, total_time: 25 },
        estimated_time_to_regain_access: 0,
      }
      expect(differences({ [accountId]: [one] }, usage)).toEqual([])
    },
  },
]

const GRANULAR = [{ scope: 'whatsapp_business_management', target_ids: optional(['102289599326934']) }]
const DEBUGGED: Shape = {
  data: {
    ...{ app_id: '634974688087057', application: 'Lucky Shrub', type: /^(SYSTEM_USER|USER)$/ },
    ...{ data_access_expires_at: 0, expires_at: 0, is_valid: true, issued_at: optional(1712099387) },
    scopes: ['whatsapp_business_management'],
    granular_scopes: [{ scope: /^whatsapp_business_(management|messaging)$/, target_ids: GRANULAR[0]?.target_ids }],
    user_id: '104169029247128',
  },
}
const callSecret =
  (parameters: (target: Target) => Record<string, string>) =>
  (target: Target): GraphRequest => ({
    path: `/oauth/access_token?${new URLSearchParams({ client_id: target.business.app.id, ...parameters(target) })}`,
    bearer: null,
  })

/** §4.5 and §4.6. */
export const tokenCalls: Case[] = [
  {
    ...{ name: 'says what a token is', real: true },
    request: ({ token }) => ({ path: `/debug_token?input_token=${encodeURIComponent(token)}` }),
    expected: { shape: DEBUGGED },
  },
  {
    name: 'says it to the app itself',
    request: ({ token, business: { app } }) => ({
      path: `/debug_token?input_token=${token}`,
      bearer: `${app.id}|${app.secret}`,
    }),
    expected: { shape: DEBUGGED },
  },
  {
    name: 'says which accounts a token may touch',
    given: ({ world, token, account: one }) =>
      Object.assign(world.state.tokens[token] ?? {}, { accountIds: [one.id], expiresAt: world.now() + 3600_000 }),
    request: ({ token, business: { app } }) => ({
      path: `/debug_token?input_token=${token}`,
      bearer: `${app.id}|${app.secret}`,
    }),
    expected: { shape: DEBUGGED },
  },
  {
    name: 'says that a token has expired',
    given: ({ world, token }) => Object.assign(world.state.tokens[token] ?? {}, { expiresAt: world.now() - 1000 }),
    request: ({ token, business: { app } }) => ({
      path: `/debug_token?input_token=${token}`,
      bearer: `${app.id}|${app.secret}`,
    }),
    expected: {
      shape: { data: { ...Object(Object(DEBUGGED).data), is_valid: exactly(false), error: optional(anything) } },
    },
  },
  {
    name: 'gives the app its token',
    request: callSecret(({ business: { app } }) => ({
      client_secret: app.secret,
      grant_type: 'client_credentials',
    })),
    expected: { shape: { access_token: 'EAA…', token_type: 'bearer' } },
  },
  {
    name: 'gives a token for the code of Embedded Signup',
    request: callSecret(({ business: { world, app, account: one } }) => ({
      client_secret: app.secret,
      code: issueSignupCode(world, { appId: app.id, accountIds: [one.id] }),
    })),
    expected: { shape: { access_token: 'EAA…', token_type: optional('bearer'), expires_in: optional(1) } },
  },
]
