import { ConversationRoom as ProductConversationRoom } from '../modules/realtime/conversation-room.object'
import { InboxHub as ProductInboxHub } from '../modules/realtime/inbox-hub.object'
import { createLogger } from '../shared/logger'
import { createWorker } from '../worker'
import { testClock } from './clock'
import { watch, watchedFetch } from './instrument'

export { NumberPacer } from '../modules/messages/number-pacer.object'
export { RateLimiter } from '../shared/rate-limiter.object'

/** The same objects on the tests' clock. */
export class InboxHub extends ProductInboxHub {
  protected override clock = testClock
}
export class ConversationRoom extends ProductConversationRoom {
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
  fetch: watchedFetch,
})
export const app = worker.app

/** The Worker under test: production's, with its bindings watched. Queues deliver here too. */
export default {
  /** A request with bindings of the test's own. */
  handle: worker.fetch,
  /** A queue's batch with bindings of the test's own. */
  consume: worker.queue,
  /** A cron with bindings of the test's own. */
  run: worker.scheduled,
  fetch: (request: Request, env: Env, ctx: ExecutionContext) =>
    watch(env, (watched) => worker.fetch(request, watched, ctx)),
  queue: (batch: MessageBatch, env: Env, ctx: ExecutionContext) =>
    watch(env, (watched) => worker.queue(batch, watched, ctx)),
  scheduled: (controller: ScheduledController, env: Env, ctx: ExecutionContext) =>
    watch(env, (watched) => worker.scheduled(controller, watched, ctx)),
} satisfies ExportedHandler<Env> & {
  handle: typeof worker.fetch
  consume: typeof worker.queue
  run: typeof worker.scheduled
}
