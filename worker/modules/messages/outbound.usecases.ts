import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { listConnectedNumbers } from '../phone-numbers/phone-numbers.usecases'
import { toThreads } from './messages.models'
import { type MessageRow, selectThreads, toThreadRows } from './messages.repository'
import { waitingUntil } from './outbound.models'
import { giveBackStatements, type HeldRow, selectOverdue } from './outbound.repository'
import { createDrain } from './outbound-drain.usecases'
import { announceOutbound, handOver, type Lane, type OutboundPointer } from './outbound-queue.usecases'
import { type OutboundRun, QUERIES, startRun } from './outbound-run.usecases'
import { PATIENTLY_MS, persist, prepareClaim, settleOverdue } from './outbound-settle.usecases'

/** For a consumer: one run for its batch, one call for each organization in it. */
export function startOutbound(lane: Lane) {
  const run = startRun()
  return (ctx: OrganizationContext, payloads: OutboundPointer[]): Promise<void> =>
    drainConversations(ctx, payloads, { lane, run })
}

/**
 * Sends what waits in these conversations, one after the other in each, until nothing is left that may go now. Any number
 * of these may run at the same time and die at any point: the claim in the row decides who sends.
 */
export async function drainConversations(
  ctx: OrganizationContext,
  pointers: readonly OutboundPointer[],
  { lane, run = startRun() }: { lane: Lane; run?: OutboundRun },
): Promise<void> {
  const ids = [...new Set(pointers.map(({ conversationId }) => conversationId))]
  const uncalled = pointers.flatMap(({ conversationId, uncalled = [] }) =>
    uncalled.map((token) => ({ conversationId, token })),
  )
  if (!run.mayGoOn(ctx.clock.now())) return run.slots(() => announceOutbound(ctx, pointers, { lane }))
  // What is claimed must be settled, too.
  run.queries += QUERIES.claim + QUERIES.settlement
  const claim = prepareClaim(ctx, ids)
  const returned = giveBackStatements(ctx, uncalled, {
    now: claim.now,
    waitingUntil: waitingUntil(claim.now, 0, 0),
  })
  const before = [...returned, ...claim.claims]
  const statements = [...before, claim.held, selectOverdue(ctx, ids, claim.now), ...selectThreads(ctx, ids)]
  const claiming = () => ctx.db.batch(statements as unknown as [Statement, ...Statement[]]) as Promise<unknown[]>
  const [claimed, known] = await Promise.allSettled([
    persist(ctx, claiming, { waits: PATIENTLY_MS }),
    persist(ctx, () => listConnectedNumbers(ctx)),
  ])
  // What is claimed has not been sent, nor perhaps even been claimed.
  const giveUp = async (error: unknown) => {
    const most = Math.max(0, ...pointers.map(({ handovers = 0 }) => handovers))
    const claims = ids.map((conversationId) => ({
      conversationId,
      uncalled: [
        ...uncalled.filter((one) => one.conversationId === conversationId).map(({ token }) => token),
        claim.token,
      ],
      handovers: most,
    }))
    if (!(await run.slots(() => handOver(ctx, claims, { lane, error })))) throw error
  }
  if (claimed.status === 'rejected') return giveUp(claimed.reason)
  if (known.status === 'rejected') return giveUp(known.reason)
  const [held, overdue, ...threadResults] = claimed.value.slice(before.length) as [
    HeldRow[],
    MessageRow[],
    ...unknown[],
  ]
  const threads = toThreads(toThreadRows(threadResults))
  const drain = createDrain(ctx, { lane, run, threads, numbers: known.value })
  await drain.take({ ...claim, messages: held, conversations: [], left: [] })
  try {
    if (overdue.length > 0) {
      run.queries += QUERIES.settlement
      // Telling the event queue is a connection, too; calls are under way by now.
      await run.slots(() => settleOverdue(ctx, overdue, threads))
      await drain.claim(ids)
    }
  } finally {
    await drain.finish()
  }
}
