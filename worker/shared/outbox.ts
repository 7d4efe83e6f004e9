import { and, gt, inArray, sql } from 'drizzle-orm'
import { DAY, MINUTE } from './clock'
import type { OrganizationContext, SystemContext } from './context'
import { outbox } from './db/directory.tables'
import { createId } from './ids'

/** A domain event: a type, and what its subscribers need. Subscribers parse it with their own schema. */
export type DomainEvent = { type: string }
export type OutboxRow = { id: string; organizationId: string; event: DomainEvent; queuedAt: number; createdAt: number }
/** An event that its subscribers have not all taken. */
export type WaitingEvent = Pick<OutboxRow, 'id' | 'event'>

/** The row of an event, to be inserted in the same batch as the change that causes it. */
export function toOutboxRow(organizationId: string, event: DomainEvent, now: number): OutboxRow {
  return { id: createId('evt', now), organizationId, event, queuedAt: now, createdAt: now }
}

type Announce = (
  system: Pick<OrganizationContext, 'env'>,
  pointers: { organizationId: string; eventId: string }[],
) => Promise<void>

/** Tells the queue at once. If that fails the sweep does it within two minutes, so an error is only logged. */
export async function announce(
  system: Pick<OrganizationContext, 'env' | 'log'>,
  rows: OutboxRow[],
  send: Announce,
): Promise<void> {
  try {
    await send(
      system,
      rows.map(({ organizationId, id }) => ({ organizationId, eventId: id })),
    )
  } catch (error) {
    system.log.warn('events wait for the sweep', { error, count: rows.length })
  }
}

const SWEEP_PAGE = 500

/**
 * Tells the queue again of events that nobody has finished: after a minute, then after twice the time each, for a day.
 * What is older has its messages in the dead letters, and waits there for an operator.
 * @returns how many
 */
export async function sweepOutbox(system: SystemContext, send: Announce): Promise<number> {
  const now = system.clock.now()
  const due = await system.directory
    .select()
    .from(outbox)
    .where(
      and(
        sql`${outbox.queuedAt} + max(${MINUTE}, ${outbox.queuedAt} - ${outbox.createdAt}) <= ${now}`,
        gt(outbox.createdAt, now - DAY),
      ),
    )
    .orderBy(outbox.queuedAt)
    .limit(SWEEP_PAGE)
  if (due.length === 0) return 0
  await send(
    system,
    due.map(({ organizationId, id }) => ({ organizationId, eventId: id })),
  )
  const ids = JSON.stringify(due.map(({ id }) => id))
  await system.directory
    .update(outbox)
    .set({ queuedAt: now })
    .where(sql`${outbox.id} IN (SELECT value FROM json_each(${ids}))`)
  return due.length
}

/** Events of the organization. What is already done is left out. */
export const findEvents = (ctx: OrganizationContext, ids: string[]): Promise<WaitingEvent[]> =>
  ctx.directory.select(outbox, inArray(outbox.id, ids))

export const deleteEvents = async (ctx: OrganizationContext, ids: string[]): Promise<void> => {
  await ctx.directory.delete(outbox, inArray(outbox.id, ids))
}
