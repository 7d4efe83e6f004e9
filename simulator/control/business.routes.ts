import { Hono } from 'hono'
import { addAccount, addApp, addNumber, addPortfolio, addToken } from '../core/entities'
import { digitsOf } from '../core/phone-numbers'
import type { App } from '../core/state'
import type { World } from '../core/world'
import { type BusinessRequest, businessSchema, tokenChangeSchema } from './control.schemas'
import { type Control, ControlError, findIn, note, readJson } from './request'

/** Businesses and their tokens. */
export function businessRoutes(control: Control): Hono {
  const { world } = control
  return new Hono()
    .post('/businesses', async (c) => {
      const made = createBusiness(world, await readJson(c, businessSchema))
      note(control, 'business', `${made.name} with ${made.phoneNumbers.length} numbers`, { payload: made })
      return c.json(made, 201)
    })
    .patch('/apps/:id', async (c) => {
      const app = findIn(world.state.apps, c.req.param('id'), 'app')
      const { callbackUrl, verifyToken, secret } = await readJson(c, appChangeSchema)
      if (callbackUrl !== undefined) app.callbackUrl = callbackUrl
      if (verifyToken !== undefined) app.verifyToken = verifyToken
      if (secret !== undefined) app.secret = secret
      note(control, 'app', `${app.name} changed`)
      return c.json(app)
    })
    .patch('/tokens/:token', async (c) => {
      const token = findIn(world.state.tokens, c.req.param('token'), 'token')
      const change = await readJson(c, tokenChangeSchema)
      if ('isValid' in change) token.isValid = change.isValid
      else token.expiresAt = change.expiresInSeconds === null ? null : world.now() + change.expiresInSeconds * 1000
      note(control, 'token', `Token …${token.token.slice(-4)} changed`, { payload: change })
      return c.json(token)
    })
}

const appChangeSchema = businessSchema
  .pick({ callbackUrl: true, verifyToken: true })
  .extend({ secret: businessSchema.shape.appSecret })
  .partial()

/** Everything that is needed to connect, and everything that is there afterwards. */
export type Business = ReturnType<typeof createBusiness>

/** Portfolio, app, business account, numbers and token in one go, connected with each other. */
export function createBusiness(world: World, request: BusinessRequest) {
  const taken = new Set(Object.values(world.state.numbers).map((one) => digitsOf(one.displayPhoneNumber)))
  for (const { displayPhoneNumber: wanted } of request.numbers) {
    if (wanted === undefined) continue
    if (taken.has(digitsOf(wanted))) throw new ControlError(409, `${wanted} is a number already.`)
    taken.add(digitsOf(wanted))
  }
  const app = appFor(world, request)
  const portfolio = addPortfolio(world, { name: request.name, messagingLimit: request.messagingLimit })
  const account = addAccount(world, { portfolioId: portfolio.id, name: request.name, currency: request.currency })
  if (request.subscribe) account.subscribedApps[app.id] = { overrideCallbackUrl: null, verifyToken: null }
  const numbers = request.numbers.map(({ displayPhoneNumber, verifiedName, ...more }) => {
    const display = displayPhoneNumber ?? freeNumber(taken)
    taken.add(digitsOf(display))
    return addNumber(world, {
      ...more,
      accountId: account.id,
      displayPhoneNumber: display,
      verifiedName: verifiedName ?? request.name,
    })
  })
  const token = addToken(world, { appId: app.id, accountIds: null })
  return {
    name: request.name,
    portfolioId: portfolio.id,
    appId: app.id,
    appSecret: app.secret,
    verifyToken: app.verifyToken,
    callbackUrl: app.callbackUrl,
    accountId: account.id,
    phoneNumbers: numbers.map(({ id, displayPhoneNumber, verifiedName }) => ({ id, displayPhoneNumber, verifiedName })),
    phoneNumberId: numbers[0]?.id ?? '',
    accessToken: token.token,
  }
}

function appFor(world: World, request: BusinessRequest): App {
  const known = request.appId === undefined ? undefined : world.state.apps[request.appId]
  if (known) return known
  return addApp(world, {
    name: request.name,
    callbackUrl: request.callbackUrl,
    verifyToken: request.verifyToken ?? world.digits(16),
    ...(request.appId !== undefined && { id: request.appId }),
    ...(request.appSecret !== undefined && { secret: request.appSecret }),
  })
}

function freeNumber(taken: Set<string>): string {
  for (let line = 100; ; line++) {
    const display = `+1 555 078 ${3881 + (line - 100)}`
    if (!taken.has(digitsOf(display))) return display
  }
}
