import { createApp, createWebhookApp } from './app'
import { runCron } from './crons'
import { consumers } from './queues'
import { loadConfig } from './shared/config'
import { createSystemContext, type SystemContext, type SystemDependencies } from './shared/context'
import { serveAsset } from './shared/http/missing-assets'
import { createId } from './shared/ids'

/** The Worker's three entries. Tests build it with their own clock and fetch. */
export function createWorker(dependencies: SystemDependencies) {
  const app = createApp(dependencies)
  const webhooks = createWebhookApp(dependencies)
  const background = (env: Env, ctx: ExecutionContext): SystemContext => {
    const requestId = createId('req', Date.now())
    const log = dependencies.log.with({ requestId })
    return createSystemContext(
      env,
      loadConfig(env),
      { ...dependencies, log },
      { requestId, waitUntil: (work) => ctx.waitUntil(work) },
    )
  }
  return {
    app,
    fetch: (request: Request, env: Env, ctx: ExecutionContext) => {
      const path = pathOf(request.url)
      if (path.startsWith('/assets/')) return serveAsset(request, env.ASSETS)
      return isWebhook(path) ? webhooks.fetch(request, env, ctx) : app.fetch(request, env, ctx)
    },
    async queue(batch: MessageBatch, env: Env, ctx: ExecutionContext) {
      const consumer = consumers[batch.queue]
      if (!consumer) throw new Error(`No consumer for the queue ${batch.queue}; see worker/queues.ts`)
      await consumer(batch, background(env, ctx))
    },
    scheduled: (controller: ScheduledController, env: Env, ctx: ExecutionContext) =>
      runCron(controller.cron, background(env, ctx)),
  }
}

const isWebhook = (path: string): boolean => /^\/api\/webhook(\/[^/?]+)?(\?|$)/.test(path)

/** Path and query: cheaper than a URL, and enough to tell a beginning. */
const pathOf = (url: string): string => url.slice(url.indexOf('/', url.indexOf('://') + 3))
