import { MINUTE } from '../../shared/clock'
import type { OrganizationContext, SystemContext } from '../../shared/context'
import { toDelaySeconds } from './outbound.models'
import { listDueMessages, listInactiveOrganizations, wakeNumber } from './outbound.repository'
import { announceOutbound, type Lane, laneOf, queueOf } from './outbound-queue.usecases'

/**
 * Tells the queues of conversations in which something is due: a message that nobody took up, a lease that ran out, a
 * scheduled one whose time comes within the next minute. Safe to repeat. @returns how many
 */
export async function sweepOutbound(system: SystemContext): Promise<number> {
  const now = system.clock.now()
  const except = await listInactiveOrganizations(system)
  let count = 0
  for await (const rows of listDueMessages(system, { now, soon: now + MINUTE, except })) {
    const pointers = rows.map(({ organizationId, conversationId, dueAt, sentBy }) => ({
      ...{ organizationId, conversationId, lane: laneOf(sentBy) },
      delaySeconds: toDelaySeconds(dueAt - now),
    }))
    count += await tell(system, pointers)
  }
  return count
}

type Pointer = { organizationId: string; conversationId: string; lane: Lane; delaySeconds: number }
/** One message for each conversation, queue and time. */
async function tell(system: SystemContext, pointers: readonly Pointer[]): Promise<number> {
  const keyOf = ({ lane, delaySeconds }: Pointer) => `${lane} ${delaySeconds}`
  let count = 0
  for (const key of new Set(pointers.map(keyOf))) {
    const [first, ...rest] = pointers.filter((pointer) => keyOf(pointer) === key)
    if (!first) continue
    const conversations = new Map([first, ...rest].map((pointer) => [pointer.conversationId, pointer]))
    const payloads = [...conversations.values()].map(({ organizationId, conversationId }) => ({
      organizationId,
      conversationId,
    }))
    await queueOf(first.lane).send(system, payloads, { delaySeconds: first.delaySeconds })
    count += payloads.length
  }
  return count
}

/** Everything that waits for this number may go now. Safe to repeat. */
export async function wakePhoneNumber(ctx: OrganizationContext, phoneNumberId: string): Promise<void> {
  const woken = await wakeNumber(ctx, phoneNumberId, ctx.clock.now())
  for (const lane of ['agent', 'bulk'] as const) {
    const ids = woken.filter(({ sentBy }) => laneOf(sentBy) === lane).map(({ conversationId }) => conversationId)
    await announceOutbound(ctx, [...new Set(ids)], { lane })
  }
}
