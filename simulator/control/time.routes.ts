import { Hono } from 'hono'
import { z } from 'zod'
import type { Settings } from '../core/settings'
import { type ClockRequest, clockSchema, quietSchema, settingsSchema } from './control.schemas'
import { type Control, ControlError, note, readJson } from './request'

/** The product's development clock goes no further. */
const MOST_MS = 366 * 24 * 3600_000

/** Clock, quiet, settings, reset, and the state as a whole. */
export function timeRoutes(control: Control): Hono {
  const { simulator, world } = control
  const clock = () => ({ now: new Date(world.now()).toISOString(), offsetMs: world.state.clockOffsetMs })

  return new Hono()
    .get('/state', (c) => c.json(world.state))
    .get('/clock', (c) => c.json(clock()))
    .post('/clock', async (c) => {
      const offset = offsetOf(control, await readJson(c, clockSchema))
      // The product first: when it hears of something from later, it is later there too.
      const worker = await tell(control, offset)
      simulator.moveClock(offset - world.state.clockOffsetMs)
      note(control, 'clock', `It is ${clock().now}`, { payload: { offsetMs: offset, ...(worker && { worker }) } })
      return c.json({ ...clock(), worker })
    })
    .post('/quiet', async (c) => {
      const { withinMs = longestDelay(world.state.settings), timeoutMs } = await readJson(c, quietSchema)
      const startedAt = performance.now()
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), timeoutMs)
      })
      const outcome = await Promise.race([simulator.whenQuiet(withinMs), late])
      clearTimeout(timer)
      if (outcome === 'late') throw new ControlError(504, `It is still busy after ${timeoutMs} ms.`)
      return c.json({ quiet: true, milliseconds: Math.round(performance.now() - startedAt) })
    })
    .get('/settings', (c) => c.json(world.state.settings))
    .patch('/settings', async (c) => {
      const changes = await readJson(c, settingsSchema)
      Object.assign(world.state.settings, changes)
      note(control, 'settings', `Changed ${Object.keys(changes).join(', ')}`, { payload: changes })
      return c.json(world.state.settings)
    })
    .post('/reset', async (c) => {
      const { seed, demo } = await readJson(c, resetSchema)
      simulator.reset(seed)
      if (demo) control.demo?.()
      const worker = await tell(control, 0)
      note(control, 'reset', 'Everything begins anew')
      return c.json({ ...clock(), worker })
    })
}

const LEAST_QUIET_MS = 500

/** So far ahead is looked that no status in between passes for quiet. */
const longestDelay = ({ statusDelaysMs }: Settings): number =>
  Math.max(LEAST_QUIET_MS, ...Object.values(statusDelaysMs).map((delay) => delay + 100))

const resetSchema = z.strictObject({
  seed: z.number().int().optional(),
  /** Filled again with the demonstration's business and people, where there is one. */
  demo: z.boolean().default(true),
})

function offsetOf({ world }: Control, request: ClockRequest): number {
  const current = world.state.clockOffsetMs
  const offset =
    'advanceMs' in request
      ? current + request.advanceMs
      : 'offsetMs' in request
        ? request.offsetMs
        : Date.parse(request.at) - Date.now()
  if (offset < current) throw new ControlError(409, 'Time goes forwards only. A reset goes back to the present.')
  if (offset > MOST_MS)
    throw new ControlError(409, 'A year ahead is as far as it goes. A reset goes back to the present.')
  return offset
}

/** @returns null without a product, else whether its clock moved */
async function tell(control: Control, offsetMs: number): Promise<'moved' | string | null> {
  if (control.workerUrl === null) return null
  try {
    await control.tellClock(offsetMs)
    return 'moved'
  } catch (error) {
    return `not moved: ${error instanceof Error ? error.message : error}`
  }
}
