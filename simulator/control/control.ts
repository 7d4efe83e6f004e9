import { Hono } from 'hono'
import { ActionError } from '../customer/action-error'
import type { Simulator } from '../simulator'
import { accountRoutes } from './accounts.routes'
import { actionFields } from './action-fields'
import { businessRoutes } from './business.routes'
import { eventRoutes } from './events.routes'
import { loadRoutes } from './load.routes'
import { numberRoutes } from './numbers.routes'
import { peopleRoutes } from './people.routes'
import { type Control, ControlError } from './request'
import { templateRoutes } from './templates.routes'
import { threadRoutes } from './threads.routes'
import { timeRoutes } from './time.routes'

export const CONTROL_PREFIX = '/_simulator'

type Options = {
  /** Origin of the product: its development clock moves along. */
  workerUrl?: string | null
  dashboardUrl?: string | null
  demo?: (() => void) | null
}

/** Puts the control API into the simulator, at `/_simulator/…`. */
export function mountControl(
  simulator: Simulator,
  { workerUrl = null, dashboardUrl = workerUrl, demo = null }: Options = {},
): Pick<Control, 'tellClock'> {
  const { world } = simulator
  const tellClock = async (offsetMs: number) => {
    if (workerUrl === null) return
    const response = await world.fetch(`${workerUrl}/api/dev/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ offsetMs }),
      signal: AbortSignal.timeout(5000),
    })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
  }
  const app = createControlApp({ simulator, world, workerUrl, dashboardUrl, demo, tellClock })
  simulator.mount({ prefix: CONTROL_PREFIX, fetch: (request) => app.fetch(request) })
  return { tellClock }
}

const parts = [
  ...[timeRoutes, businessRoutes, accountRoutes, numberRoutes, templateRoutes, peopleRoutes],
  ...[threadRoutes, eventRoutes, loadRoutes],
]

function createControlApp(control: Control): Hono {
  const app = new Hono().basePath(CONTROL_PREFIX)
  // Only the page itself and programs on this machine: no other site's page may do this to somebody's simulator.
  app.use(async (c, next) => {
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const isForeign = origin !== undefined && origin !== 'null' && new URL(origin).host !== new URL(c.req.url).host
    if (isForeign || site === 'cross-site') throw new ControlError(403, 'Only the simulator’s own page may do this.')
    await next()
  })
  app.get('/', (c) => c.json({ endpoints: endpointsOf(app), actions: Object.keys(actionFields()) }))
  app.get('/actions', (c) => c.json({ actions: actionFields() }))
  for (const routes of parts) app.route('/', routes(control))
  app.notFound((c) =>
    c.json(
      { error: { message: `There is no ${c.req.method} ${c.req.path}. GET ${CONTROL_PREFIX} lists what there is.` } },
      404,
    ),
  )
  app.onError((error, c) => {
    if (error instanceof ControlError) {
      const { message, details, status } = error
      return c.json({ error: { message, ...(details.length > 0 && { details }) } }, status)
    }
    if (error instanceof ActionError) return c.json({ error: { message: error.message } }, 409)
    console.error('simulator: the control API failed', error)
    return c.json({ error: { message: `That went wrong inside the simulator: ${error.message}` } }, 500)
  })
  return app
}

const endpointsOf = (app: Hono): string[] => [
  ...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => `${method} ${path}`)),
]
