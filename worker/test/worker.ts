import { InboxHub as ProductInboxHub } from '../modules/realtime/inbox-hub.object'
import { createLogger } from '../shared/logger'
import { createWorker } from '../worker'
import { testClock } from './clock'
import { instrument } from './instrument'

export { RateLimiter } from '../shared/rate-limiter.object'

/** The same objects on the tests' clock. */
export class InboxHub extends ProductInboxHub {
  protected override clock = testClock
}

let lines: string[] = []
/** The log lines since the last call, parsed. */
export function takeLog(): Record<string, unknown>[] {
  const taken = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  lines = []
  return taken
}

const worker = createWorker({
  clock: testClock,
  log: createLogger({}, (line) => lines.push(line)),
  fetch: (input, init) => fetch(input, init),
})
export const app = worker.app

/** The Worker under test: production's, with its bindings watched. Queues deliver here too. */
export default {
  /** A request with bindings of the test's own. */
  handle: worker.fetch,
  fetch: (request: Request, env: Env, ctx: ExecutionContext) => worker.fetch(request, instrument(env), ctx),
  queue: (batch: MessageBatch, env: Env, ctx: ExecutionContext) => worker.queue(batch, instrument(env), ctx),
  scheduled: (controller: ScheduledController, env: Env, ctx: ExecutionContext) =>
    worker.scheduled(controller, instrument(env), ctx),
} satisfies ExportedHandler<Env> & { handle: typeof worker.fetch }
