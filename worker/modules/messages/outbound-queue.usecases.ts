import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import { defineQueue } from '../../shared/queue'
import { openOrganization } from '../../tenancy/organization-context'

/** Says: send what waits in this conversation. It may come twice, too early or for nothing. */
const schema = z.object({
  organizationId: z.string(),
  conversationId: z.string(),
  /** Claims of an invocation that the database did not answer any more, and that came to no call: they may be given back. */
  uncalled: z.array(z.string()).optional(),
  /** How often they have been handed over. */
  handovers: z.number().int().optional(),
})
export type OutboundPointer = Omit<z.infer<typeof schema>, 'organizationId'>

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

const MAX_HANDOVERS = 20
const HANDOVER_SECONDS = 10

/**
 * The database does not answer: what was claimed and certainly not sent is told the queue, which does. Whoever takes it up
 * gives it back, so that it does not look as if it might have been sent. @returns false when the queue has not got it
 */
export async function handOver(
  ctx: Pick<OrganizationContext, 'env' | 'log' | 'organizationId'>,
  pointers: readonly OutboundPointer[],
  { lane, error }: { lane: Lane; error: unknown },
): Promise<boolean> {
  if (pointers.some(({ handovers = 0 }) => handovers >= MAX_HANDOVERS)) return false
  const payloads = pointers.map((pointer) => ({
    ...pointer,
    organizationId: ctx.organizationId,
    handovers: (pointer.handovers ?? 0) + 1,
  }))
  ctx.log.error('the database does not answer, claimed messages are handed over', { error, count: payloads.length })
  try {
    await queueOf(lane).send(ctx, payloads, { delaySeconds: HANDOVER_SECONDS })
    return true
  } catch (cause) {
    ctx.log.error('claimed messages could not be handed over', { error: cause })
    return false
  }
}

/** Tells the queue. If that fails the sweep does it within two minutes, so an error is only logged. */
export async function announceOutbound(
  ctx: Pick<OrganizationContext, 'env' | 'log' | 'organizationId'>,
  conversations: readonly (string | OutboundPointer)[],
  { lane, delaySeconds = 0 }: { lane: Lane; delaySeconds?: number },
): Promise<void> {
  const payloads = conversations.map((one) => ({
    ...(typeof one === 'string' ? { conversationId: one } : one),
    organizationId: ctx.organizationId,
  }))
  try {
    await queueOf(lane).send(ctx, payloads, { delaySeconds })
  } catch (error) {
    ctx.log.warn('messages wait for the sweep', { error, conversations: payloads.length })
  }
}
