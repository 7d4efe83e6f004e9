import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import { defineQueue } from '../../shared/queue'
import { openOrganization } from '../../tenancy/organization-context'

/** Says: send what waits in this conversation. It may come twice, too early or for nothing. */
const schema = z.object({ organizationId: z.string(), conversationId: z.string() })

/** People's messages: never behind anybody's bulk. */
export const outboundQueue = defineQueue({ name: 'outbound', binding: 'OUTBOUND', schema, openOrganization })
/** What programs send. */
export const bulkOutboundQueue = defineQueue({
  name: 'bulk-outbound',
  binding: 'BULK_OUTBOUND',
  schema,
  openOrganization,
})

/** Whose turn it is at a number, when there are more messages than it may send. */
export type Lane = 'agent' | 'bulk'
export const laneOf = (sentBy: string | null): Lane => (sentBy === 'agent' ? 'agent' : 'bulk')
export const queueOf = (lane: Lane) => (lane === 'agent' ? outboundQueue : bulkOutboundQueue)

/** Tells the queue. If that fails the sweep does it within two minutes, so an error is only logged. */
export async function announceOutbound(
  ctx: Pick<OrganizationContext, 'env' | 'log' | 'organizationId'>,
  conversationIds: readonly string[],
  { lane, delaySeconds = 0 }: { lane: Lane; delaySeconds?: number },
): Promise<void> {
  const payloads = conversationIds.map((conversationId) => ({ organizationId: ctx.organizationId, conversationId }))
  try {
    await queueOf(lane).send(ctx, payloads, { delaySeconds })
  } catch (error) {
    ctx.log.warn('messages wait for the sweep', { error, conversations: payloads.length })
  }
}
