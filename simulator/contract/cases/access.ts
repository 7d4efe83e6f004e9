import { addAccount, addNumber, addPortfolio } from '../../core/entities'
import { issueSignupCode } from '../../graph/signup-codes'
import { createMessage, withTemplate } from '../messages'
import type { Case } from '../run-cases'
import type { Business, GraphRequest, Target } from '../target'

const text = { type: 'text', text: { body: 'Hello' } }
const send = (target: Target, rest: Partial<GraphRequest> = {}) => ({ ...createMessage(target, text), ...rest })
const tokenOf = ({ world, token }: Business) => {
  const found = world.state.tokens[token]
  if (!found) throw new Error('no token')
  return found
}
const withScopes =
  (...scopes: string[]) =>
  (business: Business) => {
    tokenOf(business).scopes = scopes
  }
/** A business that this token knows nothing of. */
const beside = ({ world }: Business) => {
  const portfolio = addPortfolio(world, { name: 'Neighbour' })
  const account = addAccount(world, { portfolioId: portfolio.id })
  return { account, number: addNumber(world, { accountId: account.id, displayPhoneNumber: '+1 650-555-2222' }) }
}
const onlyItsOwn = (business: Business) => {
  beside(business)
  tokenOf(business).accountIds = [business.account.id]
}
const neighbour = ({ business: { world, account } }: Target) => {
  const number = Object.values(world.state.numbers).find(({ accountId }) => accountId !== account.id)
  return { numberId: number?.id ?? '', accountId: number?.accountId ?? '' }
}
const UNAUTHORIZED = { status: 401, code: 190 }
const GONE = { status: 400, code: 100, subcode: 33 }

/** §1, §4.5 and §11: tokens, permissions, objects. */
export const accessViolations: Case[] = [
  {
    ...{ name: 'no token', real: true },
    request: (target) => send(target, { bearer: null }),
    expected: { status: 401, code: [190, 0] },
  },
  {
    ...{ name: 'a token that nobody gave', real: true },
    request: (target) => send(target, { bearer: 'EAAnobodys' }),
    expected: UNAUTHORIZED,
  },
  {
    name: 'an expired token',
    given: (business) => Object.assign(tokenOf(business), { expiresAt: business.world.now() - 1 }),
    request: (target) => send(target),
    expected: UNAUTHORIZED,
  },
  {
    name: 'a token that was taken back',
    given: (business) => Object.assign(tokenOf(business), { isValid: false }),
    request: (target) => send(target),
    expected: UNAUTHORIZED,
  },
  {
    name: 'the secret of another app',
    request: ({ business: { app } }) => ({ path: '/debug_token?input_token=x', bearer: `${app.id}|wrong` }),
    expected: UNAUTHORIZED,
  },
  {
    name: 'sending without the permission to send',
    given: withScopes('whatsapp_business_management'),
    request: (target) => send(target),
    expected: { status: 403, code: [10, 200, 131005] },
  },
  ...['message_templates', 'phone_numbers', 'subscribed_apps'].map(
    (edge): Case => ({
      name: `reading ${edge.replaceAll('_', ' ')} without the permission to manage`,
      given: withScopes('whatsapp_business_messaging'),
      request: ({ accountId }) => ({ path: `/${accountId}/${edge}` }),
      expected: { status: 403, code: [10, 200] },
    }),
  ),
  {
    ...{ name: 'a number that there isn’t', real: true },
    request: (target) => send(target, { path: '/105954558954427999/messages' }),
    expected: GONE,
  },
  {
    ...{ name: 'an account that there isn’t', real: true },
    request: () => ({ path: '/102290129340398999/message_templates' }),
    expected: GONE,
  },
  {
    name: 'a number of somebody else',
    given: onlyItsOwn,
    request: (target) => send(target, { path: `/${neighbour(target).numberId}/messages` }),
    expected: GONE,
  },
  {
    name: 'an account of somebody else',
    given: onlyItsOwn,
    request: (target) => ({ path: `/${neighbour(target).accountId}/message_templates` }),
    expected: GONE,
  },
  {
    name: 'media of somebody else',
    request: async (target) => {
      const id = await target.upload('image')
      tokenOf(target.business).accountIds = ['102290129340398']
      return { path: `/${id}` }
    },
    expected: GONE,
  },
  {
    name: 'a template of somebody else',
    given: (business) => {
      withTemplate('call_us')(business)
      tokenOf(business).accountIds = ['102290129340398']
    },
    request: ({ business }) => ({ path: `/${Object.keys(business.world.state.templates)[0]}` }),
    expected: GONE,
  },
  {
    ...{ name: 'an endpoint that there isn’t', real: true },
    request: ({ numberId }) => ({ path: `/${numberId}/telegrams`, body: {} }),
    expected: { status: 400, code: [100, 2500] },
  },
  {
    ...{ name: 'a field that there isn’t', real: true },
    request: ({ numberId }) => ({ path: `/${numberId}?fields=shoe_size` }),
    expected: { status: 400, code: 100 },
  },
  {
    ...{ name: 'a cursor that is none', real: true },
    request: ({ accountId }) => ({ path: `/${accountId}/message_templates?after=nonsense` }),
    expected: { status: 400, code: [131059, 100] },
  },
  {
    name: 'more than 200 calls an hour of an account without a registered number',
    given: ({ world, account, number, app }) => {
      number.status = 'PENDING'
      account.calls[app.id] = { hour: Math.floor(world.now() / 3600_000), count: 200 }
    },
    request: ({ accountId }) => ({ path: `/${accountId}?fields=name` }),
    expected: { status: 400, code: 80007 },
  },
  {
    name: 'more than 5,000 calls an hour of an account',
    given: ({ world, account, app }) => {
      account.calls[app.id] = { hour: Math.floor(world.now() / 3600_000), count: 5000 }
    },
    request: ({ accountId }) => ({ path: `/${accountId}?fields=name` }),
    expected: { status: 400, code: 80007 },
  },
  {
    name: 'more calls than the app may make',
    given: ({ world }) => {
      world.state.settings.appCallsPerHour = 1
    },
    request: async (target) => {
      await target.call({ path: '/me' })
      return { path: '/me' }
    },
    expected: { status: 400, code: 4 },
  },
]

const exchange =
  (parameters: (target: Target, code: string) => Record<string, string>) =>
  (target: Target): GraphRequest => {
    const { world, app, account } = target.business
    const code = issueSignupCode(world, { appId: app.id, accountIds: [account.id] })
    const query = { client_id: app.id, client_secret: app.secret, code, ...parameters(target, code) }
    return { path: `/oauth/access_token?${new URLSearchParams(query)}`, bearer: null }
  }

/** §4.6: a code works once, for 30 seconds. */
export const signupViolations: Case[] = [
  {
    name: 'after 30 seconds',
    request: (target) => {
      const asked = exchange(() => ({}))(target)
      target.business.simulator.moveClock(31_000)
      return asked
    },
    expected: { status: 400, code: 100 },
  },
  {
    name: 'a second time',
    request: async (target) => {
      const asked = exchange(() => ({}))(target)
      await target.call(asked)
      return asked
    },
    expected: { status: 400, code: 100 },
  },
  { name: 'that nobody gave', request: exchange(() => ({ code: 'AQnobodys' })), expected: { status: 400, code: 100 } },
  {
    name: 'with another secret',
    request: exchange(() => ({ client_secret: 'wrong' })),
    expected: { status: 400, code: [1, 100, 101] },
  },
  {
    name: 'of another app',
    request: exchange(() => ({ client_id: '634974688087057' })),
    expected: { status: 400, code: [100, 101] },
  },
]
