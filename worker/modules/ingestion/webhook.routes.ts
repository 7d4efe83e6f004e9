import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { SystemDependencies } from '../../shared/context'
import type { AppEnv } from '../../shared/http/env'
import { handleError } from '../../shared/http/errors'
import { createRouter, empty, errors, internal } from '../../shared/http/openapi'
import { createId } from '../../shared/ids'
import { appUnknown, deliveryTooLarge, doorBusy, signatureWrong, verifyTokenWrong } from './ingestion.errors'
import { type Door, receiveDelivery, shakeHands } from './webhook.usecases'

const described = (path: '/' | '/{appKey}') => {
  const request = path === '/' ? {} : { request: { params: z.object({ appKey: z.string() }) } }
  const refusals = path === '/' ? [] : [appUnknown, doorBusy]
  const text = { description: 'The challenge', content: { 'text/plain': { schema: z.string() } } }
  return [
    createRoute({
      ...internal,
      ...request,
      method: 'get',
      path,
      summary: 'Meta asks whether the address is ours',
      security: [],
      responses: { 200: text, ...errors(verifyTokenWrong, ...refusals) },
    }),
    createRoute({
      ...internal,
      ...request,
      method: 'post',
      path,
      summary: 'A delivery of Meta’s',
      security: [],
      responses: { 200: empty('It is on the queue'), ...errors(signatureWrong, deliveryTooLarge, ...refusals) },
    }),
  ]
}

/**
 * Where Meta delivers. Mounted before everything that requests of people pass through: it needs no context, no headers and
 * no limit of theirs, and it is asked more often than everything else together. Described by hand for the same reason.
 */
export function createWebhookRoutes(dependencies: SystemDependencies) {
  const routes = createRouter<AppEnv>()
  for (const route of [...described('/'), ...described('/{appKey}')]) routes.openAPIRegistry.registerPath(route)

  const answer = async (c: Context<AppEnv>, handle: (door: Door) => Promise<Response>): Promise<Response> => {
    try {
      return await handle({ ...dependencies, env: c.env, waitUntil: (work) => c.executionCtx.waitUntil(work) })
    } catch (error) {
      const requestId = createId('req', Date.now())
      c.set('requestId', requestId)
      c.set('log', dependencies.log.with({ requestId }))
      c.header('x-request-id', requestId)
      return handleError(error, c)
    }
  }
  const greet = (c: Context<AppEnv>, appKey: string | null) =>
    answer(c, async (door) => {
      const query = {
        mode: c.req.query('hub.mode'),
        token: c.req.query('hub.verify_token'),
        challenge: c.req.query('hub.challenge'),
      }
      // Plain text: the challenge comes back as it was sent, and must not become a page.
      return c.text(await shakeHands(door, query, appKey), 200, { 'x-content-type-options': 'nosniff' })
    })
  const receive = (c: Context<AppEnv>, appKey: string | null) =>
    answer(c, async (door) => {
      await receiveDelivery(door, c.req.raw, appKey)
      return new Response(null)
    })

  routes.get('/', (c) => greet(c, null))
  routes.get('/:appKey', (c) => greet(c, c.req.param('appKey')))
  routes.post('/', (c) => receive(c, null))
  routes.post('/:appKey', (c) => receive(c, c.req.param('appKey')))
  return routes
}
