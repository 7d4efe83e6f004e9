import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { OrganizationContext } from '../shared/context'
import { outbox } from '../shared/db/directory.tables'
import { type DomainEvent, toOutboxRow } from '../shared/outbox'

/**
 * Events of a change that carries its rule in its own WHERE, and so may change nothing: they are written only if the
 * statement before them in the batch changed a row. Put the statements right behind the change, in this order.
 */
export function eventsIfChanged(ctx: OrganizationContext, events: DomainEvent[]) {
  const rows = events.map((event) => toOutboxRow(ctx.organizationId, event, ctx.clock.now()))
  const directory = drizzle(ctx.env.DIRECTORY)
  // changes() speaks of the statement before; an event that was written counts as one, so the chain holds.
  // In the order of the table's columns. Not db.run(): drizzle's batch on D1 cannot bind its parameters.
  const statements = rows.map(({ id, organizationId, event, queuedAt, createdAt }) =>
    directory
      .insert(outbox)
      .select(
        sql`SELECT ${id}, ${organizationId}, ${JSON.stringify(event)}, ${queuedAt}, ${createdAt} WHERE changes() > 0`,
      ),
  )
  return { rows, statements }
}
