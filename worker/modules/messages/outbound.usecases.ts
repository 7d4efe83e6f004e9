import type { OrganizationContext } from '../../shared/context'
import type { Statement } from '../../shared/db/statements'
import { listConnectedNumbers } from '../phone-numbers/phone-numbers.usecases'
import { toThreads } from './messages.models'
import { type MessageRow, selectThreads, toThreadRows } from './messages.repository'
import { selectOverdue } from './outbound.repository'
import { createDrain } from './outbound-drain.usecases'
import { announceOutbound, type Lane } from './outbound-queue.usecases'
import { type OutboundRun, QUERIES, startRun } from './outbound-run.usecases'
import { claimNext, persist, prepareClaim, settleOverdue } from './outbound-settle.usecases'

/** For a consumer: one run for its batch, one call for each organization in it. */
export function startOutbound(lane: Lane) {
  const run = startRun()
  return (ctx: OrganizationContext, payloads: { conversationId: string }[]): Promise<void> =>
    drainConversations(
      ctx,
      payloads.map(({ conversationId }) => conversationId),
      { lane, run },
    )
}

/**
 * Sends what waits in these conversations, one after the other in each, until nothing is left that may go now. Any number
 * of these may run at the same time and die at any point: the claim in the row decides who sends.
 */
export async function drainConversations(
  ctx: OrganizationContext,
  conversationIds: readonly string[],
  { lane, run = startRun() }: { lane: Lane; run?: OutboundRun },
): Promise<void> {
  const ids = [...new Set(conversationIds)]
  if (!run.mayGoOn(ctx.clock.now())) return run.slots(() => announceOutbound(ctx, ids, { lane }))
  // What is claimed must be settled, too.
  run.queries += QUERIES.claim + QUERIES.settlement
  const claim = prepareClaim(ctx, ids)
  const statements = [...claim.claims, claim.held, selectOverdue(ctx, ids, claim.now), ...selectThreads(ctx, ids)]
  const [results, numbers] = await Promise.all([
    persist(ctx, (): Promise<unknown[]> => ctx.db.batch(statements as unknown as [Statement, ...Statement[]])),
    persist(ctx, () => listConnectedNumbers(ctx)),
  ])
  const [held, overdue, ...threadResults] = results.slice(claim.claims.length) as [
    MessageRow[],
    MessageRow[],
    ...unknown[],
  ]
  const threads = toThreads(toThreadRows(threadResults))
  const drain = createDrain(ctx, { lane, run, threads, numbers })
  await drain.take({ ...claim, messages: held, conversations: [], left: [] })
  if (overdue.length > 0) {
    run.queries += QUERIES.settlement
    // Telling the event queue is a connection, too; calls are under way by now.
    await run.slots(() => settleOverdue(ctx, overdue, threads))
    await drain.take(await claimNext(ctx, ids))
  }
  await drain.finish()
}
