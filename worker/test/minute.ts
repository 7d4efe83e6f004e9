import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import worker from './worker'

/** What Cloudflare does at the start of each minute, or of another schedule. */
export async function minute(cron = '* * * * *', bindings = env): Promise<void> {
  const context = createExecutionContext()
  await worker.scheduled({ cron, scheduledTime: Date.now(), noRetry() {} }, bindings, context)
  await waitOnExecutionContext(context)
}
