import { Hono } from 'hono'
import { ALL_FIELDS } from '../core/entities'
import type { App } from '../core/state'
import type { World } from '../core/world'
import type { GraphContext, GraphEnv } from './auth'
import { readParameters } from './body'
import { graphError, noSuchObject } from './errors'
import { answerNode, askedFields } from './fields'
import { verifyCallback } from './handshake'
import { requiredText, textOf, textsOf } from './parameters'

const OBJECT = 'whatsapp_business_account'

/** The app itself and where its webhooks go. */
export function appsRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/app', (c) => {
      const app = world.state.apps[c.get('token').appId]
      if (!app) throw noSuchObject({ verb: 'GET', id: 'app' })
      return c.json(answerNode(nodeOf(app), askedFields(c.req.query())))
    })
    .get('/:id/subscriptions', (c, next) => {
      const app = appFor(world, c)
      return app ? c.json({ data: subscriptionsOf(app) }) : next()
    })
    .post('/:id/subscriptions', async (c, next) => {
      const app = appFor(world, c)
      if (!app) return next()
      const parameters = await readParameters(c)
      requireObject(parameters.object)
      const url = requiredText(parameters, 'callback_url')
      const verifyToken = textOf(parameters.verify_token) ?? ''
      const fields = textsOf(parameters.fields)
      const unknown = fields.find((field) => !ALL_FIELDS.includes(field))
      if (unknown)
        throw graphError(100, { message: `Param fields must be valid: ${unknown} is not a field of ${OBJECT}` })
      await verifyCallback(world, { url, verifyToken })
      Object.assign(app, { callbackUrl: url, verifyToken, ...(fields.length > 0 && { fields }) })
      return c.json({ success: true })
    })
    .delete('/:id/subscriptions', async (c, next) => {
      const app = appFor(world, c)
      if (!app) return next()
      const parameters = await readParameters(c)
      if (parameters.object !== undefined) requireObject(parameters.object)
      const fields = textsOf(parameters.fields)
      app.fields = fields.length > 0 ? app.fields.filter((field) => !fields.includes(field)) : []
      if (app.fields.length === 0) Object.assign(app, { callbackUrl: null, verifyToken: null })
      return c.json({ success: true })
    })
    .get('/:id', (c, next) => {
      const app = world.state.apps[c.req.param('id')]
      if (!app) return next()
      if (app.id !== c.get('token').appId) throw noSuchObject({ verb: 'GET', id: app.id })
      return c.json(answerNode(nodeOf(app), askedFields(c.req.query())))
    })
}

const nodeOf = (app: App) => ({
  id: app.id,
  type: 'Application',
  readers: {
    name: () => app.name,
    link: () => linkOf(app),
    category: () => 'Business',
    namespace: () => app.name.toLowerCase().replace(/\W+/g, '-'),
  },
  defaults: ['category', 'link', 'name'],
})
export const linkOf = (app: App) => `https://www.facebook.com/games/?app_id=${app.id}`

function subscriptionsOf({ callbackUrl, fields }: App) {
  if (callbackUrl === null) return []
  const withVersion = fields.map((name) => ({ name, version: 'v26.0' }))
  return [{ object: OBJECT, callback_url: callbackUrl, active: true, fields: withVersion }]
}

/** Only the app itself sets its webhooks. @throws 15 for any other token */
function appFor({ state }: World, c: GraphContext): App | undefined {
  const app = state.apps[c.req.param('id') ?? '']
  if (!app) return undefined
  if (c.get('token').token !== `${app.id}|${app.secret}`) {
    throw graphError(15, { message: 'This method must be called with an app access_token.' })
  }
  return app
}

function requireObject(object: unknown): void {
  if (object === OBJECT) return
  throw graphError(100, { message: `Param object must be one of {user, page, permissions, ${OBJECT}}` })
}
