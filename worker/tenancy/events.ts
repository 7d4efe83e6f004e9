import { z } from 'zod'
import type { OrganizationContext, SystemContext } from '../shared/context'
import { outbox } from '../shared/db/directory.tables'
import { announce, type DomainEvent, type OutboxRow, sweepOutbox, toOutboxRow } from '../shared/outbox'
import { defineQueue } from '../shared/queue'
import { openOrganization } from './organization-context'

/** Pointers to outbox rows: the event itself stays in the database until every subscriber has run. */
export const eventsQueue = defineQueue({
  name: 'events',
  binding: 'EVENTS',
  schema: z.object({
    organizationId: z.string(),
    eventId: z.string(),
    /** Where the row is. */
    store: z.enum(['directory', 'shard']).default('directory'),
  }),
  openOrganization,
})

/** An event and the statement that writes it: put the statement into the batch of the change, then `announceEvents`. */
export function systemEvent(system: SystemContext, organizationId: string, event: DomainEvent) {
  const row = toOutboxRow(organizationId, event, system.clock.now())
  return { row, statement: system.directory.insert(outbox).values(row) }
}

/** The same for a change made inside an organization. */
export function organizationEvent(ctx: OrganizationContext, event: DomainEvent) {
  const row = toOutboxRow(ctx.organizationId, event, ctx.clock.now())
  return { row, statement: ctx.directory.insert(outbox, row) }
}

/** Events of a change that may turn out to change nothing. Put the statements right behind it in the batch, in this order. */
export function eventsIfChanged(ctx: OrganizationContext, events: DomainEvent[]) {
  const rows = events.map((event) => toOutboxRow(ctx.organizationId, event, ctx.clock.now()))
  return { rows, statements: rows.map((row) => ctx.directory.insertIfChanged(outbox, row)) }
}

/** Tells the queue that events are waiting. Call it after the batch; a crash before it costs two minutes, not the event. */
export const announceEvents = (system: Pick<OrganizationContext, 'env' | 'log'>, rows: OutboxRow[]): Promise<void> =>
  announce(system, rows, eventsQueue.send)

export const sweepEvents = (system: SystemContext): Promise<number> => sweepOutbox(system, eventsQueue.send)
