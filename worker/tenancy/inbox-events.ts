import { and, asc, gt, inArray, sql } from 'drizzle-orm'
import { DAY, MINUTE } from '../shared/clock'
import type { OrganizationContext, SystemContext } from '../shared/context'
import { outbox } from '../shared/db/directory.tables'
import { shardOutbox } from '../shared/db/shard.tables'
import { openShard, shardNames } from '../shared/db/shards'
import type { InboxEvent } from '../shared/domain-events.schemas'
import { announce, type OutboxRow, toOutboxRow, type WaitingEvent } from '../shared/outbox'
import { eventsQueue } from './events'

/** The events of one committed batch, and the statement that writes them: one outbox row in the shard. */
export function inboxEventsRow(ctx: OrganizationContext, events: InboxEvent[]) {
  const row = toOutboxRow(ctx.organizationId, { type: 'inbox.events', events } as OutboxRow['event'], ctx.clock.now())
  const { organizationId, ...values } = row
  void organizationId
  return { row, statement: ctx.db.insert(shardOutbox, values) }
}

/** As `inboxEventsRow`, for right behind a statement that may turn out to change nothing: then there are no events. */
export function inboxEventsIfChanged(ctx: OrganizationContext, events: InboxEvent[]) {
  const row = toOutboxRow(ctx.organizationId, { type: 'inbox.events', events } as OutboxRow['event'], ctx.clock.now())
  const { organizationId, ...values } = row
  void organizationId
  return { row, statement: ctx.db.insertIfChanged(shardOutbox, values) }
}

/** Tells the queue that events are waiting in the shard. */
export const announceInboxEvents = (ctx: OrganizationContext, rows: OutboxRow[]): Promise<void> =>
  announce(ctx, rows, (system, pointers) =>
    eventsQueue.send(
      system,
      pointers.map((pointer) => ({ ...pointer, store: 'shard' as const })),
    ),
  )

export const findInboxEvents = (ctx: OrganizationContext, ids: string[]): Promise<WaitingEvent[]> =>
  ctx.db.select(shardOutbox, inArray(shardOutbox.id, ids))

export const deleteInboxEvents = async (ctx: OrganizationContext, ids: string[]): Promise<void> => {
  await ctx.db.delete(shardOutbox, inArray(shardOutbox.id, ids))
}

const SWEEP_PAGE = 500

/** Tells the queue of everything of an organization that waits, however old: it was switched off, and is back. */
export async function announceWaiting(ctx: OrganizationContext): Promise<void> {
  const stores = {
    directory: (after: string) =>
      ctx.directory.selectFields(outbox, { id: outbox.id }, gt(outbox.id, after)).orderBy(asc(outbox.id)),
    shard: (after: string) =>
      ctx.db.selectFields(shardOutbox, { id: shardOutbox.id }, gt(shardOutbox.id, after)).orderBy(asc(shardOutbox.id)),
  }
  const { organizationId } = ctx
  for (const store of ['directory', 'shard'] as const)
    for (let after: string | undefined = ''; after !== undefined; ) {
      const rows: { id: string }[] = await stores[store](after).limit(SWEEP_PAGE)
      await eventsQueue.send(
        ctx,
        rows.map(({ id }) => ({ organizationId, eventId: id, store })),
      )
      after = rows.length < SWEEP_PAGE ? undefined : rows.at(-1)?.id
    }
}

/** As `sweepOutbox`, over every shard. @returns how many */
export async function sweepInboxEvents(system: SystemContext): Promise<number> {
  const now = system.clock.now()
  let count = 0
  for (const name of shardNames(system.env)) {
    const shard = openShard(system.env, name)
    const due = await shard
      .select({ organizationId: shardOutbox.organizationId, id: shardOutbox.id })
      .from(shardOutbox)
      .where(
        and(
          sql`${shardOutbox.queuedAt} <= ${now - MINUTE}`,
          sql`${shardOutbox.queuedAt} + max(${MINUTE}, ${shardOutbox.queuedAt} - ${shardOutbox.createdAt}) <= ${now}`,
          gt(shardOutbox.createdAt, now - DAY),
        ),
      )
      .orderBy(shardOutbox.queuedAt)
      .limit(SWEEP_PAGE)
    if (due.length === 0) continue
    await eventsQueue.send(
      system,
      due.map(({ organizationId, id }) => ({ organizationId, eventId: id, store: 'shard' as const })),
    )
    await shard
      .update(shardOutbox)
      .set({ queuedAt: now })
      .where(sql`${shardOutbox.id} IN (SELECT value FROM json_each(${JSON.stringify(due.map(({ id }) => id))}))`)
    count += due.length
  }
  return count
}
