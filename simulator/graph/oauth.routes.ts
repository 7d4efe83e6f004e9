import { Hono } from 'hono'
import type { App } from '../core/state'
import type { World } from '../core/world'
import { type GraphContext, type GraphEnv, readToken } from './auth'
import { readParameters } from './body'
import { graphError } from './errors'
import { type Parameters, textOf } from './parameters'
import { exchangeCode } from './signup-codes'

/** Tokens for codes and secrets: answered without a token, the call brings its secret along. */
export function oauthRoutes(world: World): Hono<GraphEnv> {
  const answer = async (c: GraphContext) => {
    const parameters = await readParameters(c)
    const app = clientOf(world, parameters)
    if (parameters.grant_type === 'client_credentials') {
      return c.json({ access_token: `${app.id}|${app.secret}`, token_type: 'bearer' })
    }
    const exchanged = textOf(parameters.fb_exchange_token)
    if (parameters.grant_type === 'fb_exchange_token') {
      return c.json(bearer(world, readToken(world, exchanged)))
    }
    const code = textOf(parameters.code)
    if (!code) throw graphError(1, { title: 'Missing authorization code', status: 400 })
    return c.json(bearer(world, exchangeCode(world, { appId: app.id, code })))
  }
  return new Hono<GraphEnv>().get('/oauth/access_token', answer).post('/oauth/access_token', answer)
}

/** @throws 101 for an unknown client, 1 for a wrong secret */
function clientOf({ state }: World, parameters: Parameters): App {
  const id = textOf(parameters.client_id)
  const secret = textOf(parameters.client_secret)
  if (!id) throw graphError(101, { title: 'Missing client_id parameter.' })
  const app = state.apps[id]
  if (!app) {
    throw graphError(101, {
      title: 'Error validating application. Cannot get application info due to a system error.',
    })
  }
  if (!secret) throw graphError(1, { title: 'Missing client_secret parameter.', status: 400 })
  if (secret !== app.secret) throw graphError(1, { title: 'Error validating client secret.', status: 400 })
  return app
}

const bearer = (world: World, { token, expiresAt }: { token: string; expiresAt: number | null }) => ({
  access_token: token,
  token_type: 'bearer',
  ...(expiresAt !== null && { expires_in: Math.floor((expiresAt - world.now()) / 1000) }),
})
