import { systemClock } from './shared/clock'
import { createLogger } from './shared/logger'
import { createWorker } from './worker'

export { NumberPacer } from './modules/messages/number-pacer.object'
export { ConversationRoom } from './modules/realtime/conversation-room.object'
export { InboxHub } from './modules/realtime/inbox-hub.object'
export { RateLimiter } from './shared/rate-limiter.object'

const {
  fetch: handleRequest,
  queue,
  scheduled,
} = createWorker({
  clock: systemClock,
  log: createLogger(),
  // Bound late: the global is looked up at each call.
  fetch: (input, init) => fetch(input, init),
})

export default { fetch: handleRequest, queue, scheduled } satisfies ExportedHandler<Env>
