import { auditLogSubscriber } from './modules/audit-log/audit-log.subscriber'
import { passwordResetConsumer } from './modules/auth/auth.consumer'
import { mediaConsumer } from './modules/media/media.consumer'
import { storeDeadLetters } from './modules/platform/platform.consumer'
import { realtimeSubscriber } from './modules/realtime/realtime.subscriber'
import type { OrganizationContext } from './shared/context'
import { inboxEventsSchema } from './shared/domain-events.schemas'
import { deliverMail, mailQueue } from './shared/mail/mail'
import { deleteEvent, findEvent } from './shared/outbox'
import type { Consumer } from './shared/queue'
import { eventsQueue } from './tenancy/events'
import { deleteInboxEvents, findInboxEvents } from './tenancy/inbox-events'

/** Each is called with every event, takes those it knows, and may be called twice. */
const subscribers = [auditLogSubscriber, realtimeSubscriber]

const events = eventsQueue.consume(async (ctx, { eventId, store }) => {
  if (store === 'shard') return takeInboxEvents(ctx, eventId)
  const event = await findEvent(ctx, eventId)
  if (!event) return
  for (const subscriber of subscribers) await subscriber(ctx, { ...event, id: eventId })
  await deleteEvent(ctx, eventId)
})

/** One row holds the events of a batch; each gets an id that stays the same when the row comes twice. */
async function takeInboxEvents(ctx: OrganizationContext, rowId: string): Promise<void> {
  const row = await findInboxEvents(ctx, rowId)
  if (!row) return
  const { events: happened } = inboxEventsSchema.parse(row)
  for (const [at, event] of happened.entries())
    for (const subscriber of subscribers) await subscriber(ctx, { ...event, id: `${rowId}-${at}` })
  await deleteInboxEvents(ctx, rowId)
}

const mail = mailQueue.consume((system, message) =>
  message.type === 'deliver' ? deliverMail(system, message.mailId) : passwordResetConsumer(system, message),
)

/** Queue name in wrangler.toml → who takes its messages. */
export const consumers: Record<string, Consumer> = {
  'wharf-events': events,
  'wharf-media': mediaConsumer,
  'wharf-mail': mail,
  'wharf-dead-letters': storeDeadLetters,
}
