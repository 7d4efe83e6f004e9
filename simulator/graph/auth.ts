import type { Context, MiddlewareHandler } from 'hono'
import type { BusinessAccount, PhoneNumber, Token } from '../core/state'
import type { World } from '../core/world'
import { graphError, noSuchObject } from './errors'

/** What every Graph route finds in its context. */
export type GraphEnv = {
  Variables: {
    token: Token
    /** The parsed body, for the log. */
    body: Record<string, unknown> | undefined
  }
}
export type GraphContext = Context<GraphEnv>
export type Scope = 'whatsapp_business_messaging' | 'whatsapp_business_management' | 'business_management'

/** Reads `Bearer` and `OAuth` headers and `access_token` in the query. */
export function tokenOf(c: Context): string | undefined {
  const header = /^(?:Bearer|OAuth)\s+(\S.*)$/i.exec(c.req.header('authorization') ?? '')
  return header?.[1]?.trim() ?? c.req.query('access_token')
}

/** Refuses a call without a token that is known, valid and not expired. `{app-id}|{secret}` is the app itself. */
export function requireToken(world: World): MiddlewareHandler<GraphEnv> {
  return async (c, next) => {
    const token = readToken(world, tokenOf(c))
    c.set('token', token)
    countAppCall(world, c)
    await next()
  }
}

/** @throws 190 for what isn't a working token */
export function readToken(world: World, text: string | undefined): Token {
  if (!text) throw graphError(190, { title: 'Invalid OAuth access token - Cannot parse access token' })
  const [appId = '', secret] = text.split('|')
  const app = world.state.apps[appId]
  if (secret !== undefined && app?.secret === secret) return appToken(appId, text)
  const token = world.state.tokens[text]
  if (!token) throw graphError(190, { title: 'Invalid OAuth access token - Cannot parse access token' })
  const isExpired = token.expiresAt !== null && token.expiresAt <= world.now()
  if (isExpired || hasChaosExpired(world, token)) {
    const date = new Date(isExpired && token.expiresAt !== null ? token.expiresAt : world.now()).toUTCString()
    throw graphError(190, {
      title: `Error validating access token: Session has expired on ${date}. The current time is ${new Date(world.now()).toUTCString()}.`,
      subcode: 463,
    })
  }
  if (!token.isValid) {
    throw graphError(190, {
      title:
        'Error validating access token: The session has been invalidated because the user has changed the password.',
      subcode: 460,
    })
  }
  return token
}

/** On purpose, by the chaos of a number that this token is for. */
const hasChaosExpired = ({ state }: World, token: Token): boolean =>
  Object.values(state.numbers).some(
    ({ chaos, accountId }) =>
      chaos.expireToken &&
      (token.accountIds?.includes(accountId) ?? Boolean(state.accounts[accountId]?.subscribedApps[token.appId])),
  )

const appToken = (appId: string, token: string): Token => ({
  token,
  appId,
  userId: '',
  scopes: ['whatsapp_business_management'],
  accountIds: null,
  issuedAt: 0,
  expiresAt: null,
  isValid: true,
})

/** @throws 10 or 200, 403: the token lacks the permission */
export function requireScope(c: GraphContext, scope: Scope): void {
  if (c.get('token').scopes.includes(scope)) return
  if (scope === 'whatsapp_business_messaging') throw graphError(10)
  throw graphError(200, { message: `Requires ${scope} permission to manage the object` })
}

type Access = { id: string; scope: Scope }

/** The number, when this token may touch it. Management calls are counted. @throws 100 with subcode 33, 10, 200, 80007 */
export function numberFor(world: World, c: GraphContext, { id, scope }: Access): PhoneNumber {
  // An id may be anything, `constructor` too.
  const number = Object.hasOwn(world.state.numbers, id) ? world.state.numbers[id] : undefined
  if (!number || !maySee(c.get('token'), number.accountId)) throw noSuchObject({ verb: c.req.method, id })
  requireScope(c, scope)
  const account = world.state.accounts[number.accountId]
  if (account && scope !== 'whatsapp_business_messaging') countAccountCall(world, c, account)
  return number
}

/** The business account, likewise. */
export function accountFor(world: World, c: GraphContext, { id, scope }: Access): BusinessAccount {
  const account = Object.hasOwn(world.state.accounts, id) ? world.state.accounts[id] : undefined
  if (!account || !maySee(c.get('token'), id)) throw noSuchObject({ verb: c.req.method, id })
  requireScope(c, scope)
  countAccountCall(world, c, account)
  return account
}

export const maySee = (token: Token, accountId: string): boolean =>
  token.accountIds === null || token.accountIds.includes(accountId)

const hourOf = (world: World) => Math.floor(world.now() / 3600_000)

function countAppCall(world: World, c: GraphContext): void {
  const app = world.state.apps[c.get('token').appId]
  const limit = world.state.settings.appCallsPerHour
  if (!app || limit === null) return
  if (app.calls.hour !== hourOf(world)) app.calls = { hour: hourOf(world), count: 0 }
  app.calls.count++
  const percent = Math.min(100, Math.round((app.calls.count / limit) * 100))
  c.header('X-App-Usage', JSON.stringify({ call_count: percent, total_cputime: percent, total_time: percent }))
  if (app.calls.count > limit) throw graphError(4)
}

/** Calls of the running hour, by app and business account, in percent of the limit as Meta's header has it. */
function countAccountCall(world: World, c: GraphContext, account: BusinessAccount): void {
  const { appId } = c.get('token')
  const known = account.calls[appId]
  const calls = known?.hour === hourOf(world) ? known : { hour: hourOf(world), count: 0 }
  calls.count++
  account.calls[appId] = calls
  const limit = world.state.settings.accountCallsPerHour ?? (hasRegisteredNumber(world, account) ? 5000 : 200)
  const isOver = calls.count > limit
  const percent = Math.min(100, Math.ceil((calls.count / limit) * 100))
  const minutesLeft = Math.ceil((3600_000 - (world.now() % 3600_000)) / 60_000)
  const usage = {
    type: 'whatsapp',
    call_count: percent,
    total_cputime: percent,
    total_time: percent,
    estimated_time_to_regain_access: isOver ? minutesLeft : 0,
  }
  c.header('X-Business-Use-Case-Usage', JSON.stringify({ [account.id]: [usage] }))
  if (isOver) throw graphError(80007, { details: 'Too many calls to this WhatsApp Business Account.' })
}

const hasRegisteredNumber = ({ state }: World, account: BusinessAccount) =>
  Object.values(state.numbers).some(({ accountId, status }) => accountId === account.id && status === 'CONNECTED')
