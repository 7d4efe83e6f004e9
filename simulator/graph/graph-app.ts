import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { MEDIA_PATH } from '../core/media-url'
import type { World } from '../core/world'
import { accountsRoutes } from './accounts.routes'
import { appsRoutes } from './apps.routes'
import { type GraphContext, type GraphEnv, requireToken } from './auth'
import { blockUsersRoutes } from './block-users.routes'
import { businessesRoutes } from './businesses.routes'
import { ConnectionClosed } from './connection-closed'
import { conversationsRoutes } from './conversations.routes'
import { GraphError, graphError, noSuchObject } from './errors'
import { mediaRoutes } from './media.routes'
import { messagesRoutes } from './messages.routes'
import { numberExtrasRoutes } from './number-extras.routes'
import { numbersRoutes } from './numbers.routes'
import { oauthRoutes } from './oauth.routes'
import { picturesRoutes } from './pictures.routes'
import { profileRoutes } from './profile.routes'
import { qrCodesRoutes } from './qr-codes.routes'
import { registrationRoutes } from './registration.routes'
import { templateRoutes } from './template.routes'
import { templateAnalyticsRoutes } from './template-analytics.routes'
import { templateToolsRoutes } from './template-tools.routes'
import { templatesRoutes } from './templates.routes'
import { tokensRoutes } from './tokens.routes'
import { uploadsRoutes } from './uploads.routes'

type Routes = (world: World) => Hono<GraphEnv>

/** Answered without a token: the call brings its secret along. */
const publicRoutes: Routes[] = [oauthRoutes, picturesRoutes]
/** One line a topic. */
const routes: Routes[] = [
  uploadsRoutes,
  tokensRoutes,
  messagesRoutes,
  conversationsRoutes,
  mediaRoutes,
  numbersRoutes,
  registrationRoutes,
  numberExtrasRoutes,
  profileRoutes,
  blockUsersRoutes,
  qrCodesRoutes,
  templatesRoutes,
  templateToolsRoutes,
  templateRoutes,
  templateAnalyticsRoutes,
  accountsRoutes,
  businessesRoutes,
  appsRoutes,
]

/** The Graph API, under any version. */
export function createGraphApp(world: World): Hono<GraphEnv> {
  const app = new Hono<GraphEnv>({
    getPath: (request) => withoutVersion(new URL(request.url).pathname),
  })
  app.use(logCalls(world))
  for (const open of publicRoutes) app.route('/', open(world))
  app.use(requireToken(world))
  app.use(async (c, next) => {
    const [id = ''] = c.req.path.split('/').filter(Boolean)
    // `/constructor/…`: no object of the state, though every record seems to have it.
    if (id in {}) throw noSuchObject({ verb: c.req.method, id })
    await next()
  })
  for (const topic of routes) app.route('/', topic(world))

  app.notFound((c) => answer(world, c, unknownEndpoint(c)))
  app.onError((error, c) => {
    if (error instanceof ConnectionClosed) throw error
    if (error instanceof GraphError) return answer(world, c, error)
    if (isAbort(error, c)) throw error
    world.log({
      way: 'control',
      kind: 'defect',
      summary: `${c.req.method} ${c.req.path}: ${error.message}`,
      status: 500,
      milliseconds: null,
      payload: error.stack ?? null,
    })
    return answer(world, c, graphError(1, { status: 500 }))
  })
  return app
}

/** The Graph API doesn't mind a slash at the end; the media host's address has one. */
export function withoutVersion(path: string): string {
  if (path === MEDIA_PATH) return path
  return path.replace(/^\/v\d+\.\d+(?=\/|$)/, '').replace(/\/+$/, '') || '/'
}

const isAbort = (error: Error, c: GraphContext) => c.req.raw.signal.aborted && error.name !== 'Error'

function unknownEndpoint(c: GraphContext): GraphError {
  const [id = '', ...rest] = c.req.path.split('/').filter(Boolean)
  if (/^\d+$/.test(id) || id === '') return noSuchObject({ verb: c.req.method, id })
  return graphError(2500, { title: `Unknown path components: /${[id, ...rest].join('/')}` })
}

function answer(world: World, c: GraphContext, error: GraphError): Response {
  if (error.status === 401) {
    c.header('WWW-Authenticate', `OAuth "Facebook Platform" "invalid_token" "${error.message.replaceAll('"', "'")}"`)
  }
  return c.json(error.envelope(`A${world.digits(22)}`), error.status as ContentfulStatusCode)
}

/** Every call with what was asked and answered, for the event log. */
/** The log counts events, not bytes: a larger body is only mentioned. */
const LOGGED_BYTES = 64 * 1024

function logCalls(world: World) {
  return async (c: GraphContext, next: () => Promise<void>): Promise<void> => {
    const startedAt = performance.now()
    const [id = '', edge] = c.req.path.split('/').filter(Boolean)
    const numberId = id in world.state.numbers ? id : undefined
    let status: number | null = null
    let answered: unknown
    try {
      await next()
      status = c.res.status
      const isJson = c.res.headers.get('content-type')?.includes('json')
      answered = isJson ? await c.res.clone().json() : undefined
    } finally {
      const body = c.get('body')
      const size = Number(c.req.header('content-length') ?? 0)
      world.log({
        way: 'out',
        kind: edge ?? id,
        summary: summaryOf(c, body),
        status,
        milliseconds: Math.round((performance.now() - startedAt) * 10) / 10,
        payload: {
          method: c.req.method,
          path: c.req.path,
          query: c.req.query(),
          body: size > LOGGED_BYTES ? `${size} bytes, too many to keep` : (body ?? null),
        },
        ...(answered !== undefined && { answer: answered }),
        ...(numberId !== undefined && { numberId }),
      })
    }
  }
}

function summaryOf(c: GraphContext, body: Record<string, unknown> | undefined): string {
  const kind = body?.status === 'read' ? 'read' : body?.type
  const to = body?.to ?? body?.recipient
  if (typeof kind === 'string' && typeof to === 'string') return `${kind} → ${to}`
  return typeof kind === 'string' ? `${c.req.method} ${kind}` : `${c.req.method} ${c.req.path}`
}
