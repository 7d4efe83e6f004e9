import { MINUTE } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { toDelaySeconds } from './outbound.models'
import { listDueConversations, wakeNumber } from './outbound.repository'
import { announceOutbound, type Lane, laneOf, queueOf } from './outbound-queue.usecases'

/**
 * Tells the queues of conversations in which something is due: a message that nobody took up, a lease that ran out, a
 * scheduled one whose time comes within the next minute. Safe to repeat. @returns how many
 */
export async function sweepOutbound(system: SystemContext): Promise<number> {
  const now = system.clock.now()
  const due = await listDueConversations(system, { now, soon: now + MINUTE })
  const messages = due.map(({ organizationId, conversationId, dueAt, isAgents }) => ({
    payload: { organizationId, conversationId },
    lane: (isAgents ? 'agent' : 'bulk') satisfies Lane,
    delaySeconds: toDelaySeconds(dueAt - now),
  }))
  for (const lane of ['agent', 'bulk'] as const)
    for (const delaySeconds of new Set(messages.map((message) => message.delaySeconds))) {
      const these = messages.filter((message) => message.lane === lane && message.delaySeconds === delaySeconds)
      const payloads = these.map(({ payload }) => payload)
      if (payloads.length > 0) await queueOf(lane).send(system, payloads, { delaySeconds })
    }
  return messages.length
}

/** Everything that waits for this number may go now. Safe to repeat. */
export async function wakePhoneNumber(ctx: OrganizationContext, phoneNumberId: string): Promise<void> {
  const woken = await wakeNumber(ctx, phoneNumberId, ctx.clock.now())
  for (const lane of ['agent', 'bulk'] as const) {
    const ids = woken.filter(({ sentBy }) => laneOf(sentBy) === lane).map(({ conversationId }) => conversationId)
    await announceOutbound(ctx, [...new Set(ids)], { lane })
  }
}
