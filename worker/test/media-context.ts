import { env } from 'cloudflare:workers'
import { createOrganizationContext, type OrganizationContext } from '../shared/context'
import { systemContext } from './system'

type Sent = { organizationId: string; mediaId: string }

/**
 * An organization's context whose queues only write down what they are sent: nothing happens but what the test does.
 * @param fetch what answers instead of Meta
 * @param bindings other ones than the real, such as watched ones
 */
export function mediaContext(
  organization: { id: string; shard: string },
  fetch?: typeof globalThis.fetch,
  bindings: Env = env,
) {
  const messages: { body: { payload: Sent } }[] = []
  const delays: number[] = []
  const MEDIA = {
    sendBatch: async (batch: { body: { payload: Sent } }[], options?: QueueSendBatchOptions) => {
      messages.push(...batch)
      delays.push(options?.delaySeconds ?? 0)
    },
  } as unknown as Queue
  const EVENTS = { sendBatch: async () => {}, send: async () => {} } as unknown as Queue
  const system = { ...systemContext(), env: { ...bindings, MEDIA, EVENTS }, ...(fetch && { fetch }) }
  const ctx: OrganizationContext = createOrganizationContext(system, organization, {
    type: 'system',
    id: null,
    name: null,
  })
  return { ctx, sent: () => messages.map(({ body }) => body.payload), delays: () => delays }
}
