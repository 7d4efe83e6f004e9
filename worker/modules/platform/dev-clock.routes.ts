import { createRoute, z } from '@hono/zod-openapi'
import { DAY, moveSystemClock, systemClock, toIso } from '../../shared/clock'
import type { AppEnv } from '../../shared/http/env'
import { routeNotFound } from '../../shared/http/errors'
import { createRouter, errors, internal, json, jsonBody } from '../../shared/http/openapi'

const YEAR = 366 * DAY
const moveClockSchema = z.strictObject({ offsetMs: z.int().min(-YEAR).max(YEAR) })
const clockSchema = z.object({ now: z.iso.datetime() })

const move = createRoute({
  method: 'post',
  path: '/',
  ...internal,
  summary: 'Move the clock of a local run, so that windows close and timers end without waiting',
  request: jsonBody(moveClockSchema),
  responses: { 200: json(clockSchema, 'The time it is now'), ...errors(routeNotFound) },
})

/** Where the simulator moves the Worker's clock along with its own. There is nothing at this address in production. */
export const devClockRoutes = createRouter<AppEnv>().openapi(move, (c) => {
  if (c.var.system.config.environment === 'production') throw routeNotFound()
  moveSystemClock(c.req.valid('json').offsetMs)
  return c.json({ now: toIso(systemClock.now()) }, 200)
})
