import { Hono } from 'hono'
import type { Token } from '../core/state'
import type { World } from '../core/world'
import { type GraphEnv, readToken } from './auth'
import { GraphError, graphError } from './errors'
import { answerNode, askedFields } from './fields'
import { requiredText } from './parameters'

const seconds = (milliseconds: number | null) => (milliseconds === null ? 0 : Math.floor(milliseconds / 1000))
const WHATSAPP_SCOPE = /^whatsapp_business_/

/** What a token is, and whose. */
export function tokensRoutes(world: World): Hono<GraphEnv> {
  return new Hono<GraphEnv>()
    .get('/debug_token', (c) => {
      const text = requiredText(c.req.query(), 'input_token')
      return c.json({ data: inspected(world, { text, askedBy: c.get('token') }) })
    })
    .get('/me', (c) => {
      const { userId, appId } = c.get('token')
      const name = world.state.apps[appId]?.name ?? 'System user'
      const readers = { name: () => (userId === '' ? name : `${name} system user`) }
      const node = { id: userId || appId, type: 'User', readers, defaults: ['name'] }
      return c.json(answerNode(node, askedFields(c.req.query())))
    })
}

function inspected(world: World, { text, askedBy }: { text: string; askedBy: Token }): Record<string, unknown> {
  const known = world.state.tokens[text]
  const problem = problemOf(world, text)
  if (!known && problem) return { error: problem, is_valid: false, scopes: [] }
  const token = known ?? readToken(world, text)
  if (token.appId !== askedBy.appId) {
    throw graphError(100, { message: 'The App_id in the input_token did not match the Viewing App' })
  }
  const isOfApp = known === undefined
  return {
    app_id: token.appId,
    type: isOfApp ? 'APP' : token.expiresAt === null ? 'SYSTEM_USER' : 'USER',
    application: world.state.apps[token.appId]?.name,
    data_access_expires_at: seconds(token.expiresAt),
    ...(problem && { error: problem }),
    expires_at: seconds(token.expiresAt),
    is_valid: problem === undefined,
    ...(!isOfApp && { issued_at: seconds(token.issuedAt) }),
    scopes: isOfApp ? [] : token.scopes,
    ...(!isOfApp && { granular_scopes: granularScopes(token), user_id: token.userId }),
  }
}

/** Newest account first; without ids it is all of them. */
const granularScopes = ({ scopes, accountIds }: Token) =>
  scopes
    .filter((scope) => WHATSAPP_SCOPE.test(scope))
    .map((scope) => ({ scope, ...(accountIds !== null && { target_ids: accountIds.toReversed() }) }))

function problemOf(world: World, text: string): Record<string, unknown> | undefined {
  try {
    readToken(world, text)
    return undefined
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    const { subcode } = error.options
    return { code: error.code, message: error.message, ...(subcode !== undefined && { subcode }) }
  }
}
