import { Hono } from 'hono'
import type { World } from '../core/world'
import { type GraphContext, type GraphEnv, numberFor } from './auth'
import { readParameters } from './body'
import { graphError } from './errors'
import { markAsRead } from './mark-as-read'
import type { Parameters } from './parameters'
import { sendMessage } from './send-message'

/** Sending, marking as read, typing; the Marketing Messages API beside it. */
export const messagesRoutes = (world: World) =>
  new Hono<GraphEnv>()
    .post('/:numberId/messages', async (c) => {
      const { number, body } = await readCall(world, c)
      if (body.status === undefined) {
        return c.json(await sendMessage(world, { number, body, api: 'messages', signal: c.req.raw.signal }))
      }
      if (body.status !== 'read') throw graphError(100, { message: 'Param status must be one of {READ}.' })
      return c.json(markAsRead(world, { number, body }))
    })
    .post('/:numberId/marketing_messages', async (c) => {
      const { number, body } = await readCall(world, c)
      return c.json(await sendMessage(world, { number, body, api: 'marketing_messages', signal: c.req.raw.signal }))
    })

async function readCall(world: World, c: GraphContext) {
  const id = c.req.param('numberId') ?? ''
  const number = numberFor(world, c, { id, scope: 'whatsapp_business_messaging' })
  return { number, body: withParts(await readParameters(c)) }
}

/** The Graph API takes objects and lists as JSON inside a text too, and some clients send contacts that way. */
function withParts(body: Parameters): Parameters {
  const type = typeof body.type === 'string' ? body.type : 'text'
  const parts = ['context', 'typing_indicator', type].filter((name) => Object.hasOwn(body, name))
  return { ...body, ...Object.fromEntries(parts.map((name) => [name, structureOf(body[name])])) }
}

function structureOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
