import { auditLogSubscriber } from './modules/audit-log/audit-log.subscriber'
import { passwordResetConsumer } from './modules/auth/auth.consumer'
import { snoozesConsumer } from './modules/conversations/conversations.consumer'
import { inboundConsumer } from './modules/ingestion/ingestion.consumer'
import { mediaConsumer } from './modules/media/media.consumer'
import { bulkOutboundConsumer, outboundConsumer } from './modules/messages/messages.consumer'
import { messagesSubscriber } from './modules/messages/messages.subscriber'
import { numberChecksConsumer } from './modules/phone-numbers/phone-numbers.consumer'
import { storeDeadLetters } from './modules/platform/platform.consumer'
import { realtimeSubscriber } from './modules/realtime/realtime.subscriber'
import { templatesConsumer } from './modules/templates/templates.consumer'
import type { OrganizationContext } from './shared/context'
import { inboxEventsSchema } from './shared/domain-events.schemas'
import { deliverMail, mailQueue } from './shared/mail/mail'
import { deleteEvent, findEvent } from './shared/outbox'
import { type Consumer, PermanentError } from './shared/queue'
import { dueQueue } from './tenancy/due'
import { eventsQueue } from './tenancy/events'
import { deleteInboxEvents, findInboxEvents } from './tenancy/inbox-events'

/** Each is called with every event, takes those it knows, and may be called twice. */
const subscribers = [auditLogSubscriber, messagesSubscriber, realtimeSubscriber]

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

/** What a cron found by time: kind of work → who does it. */
const dueWork: Record<string, (ctx: OrganizationContext, work: { ids: string[] }) => Promise<void>> = {
  snoozes: snoozesConsumer,
  'number-checks': numberChecksConsumer,
  templates: templatesConsumer,
}
const due = dueQueue.consume(async (ctx, work) => {
  const consumer = dueWork[work.kind]
  if (!consumer) throw new PermanentError(`No consumer for due work of the kind "${work.kind}"`)
  await consumer(ctx, work)
})

/** Queue name in wrangler.toml → who takes its messages. */
export const consumers: Record<string, Consumer> = {
  'wharf-inbound': inboundConsumer,
  'wharf-outbound': outboundConsumer,
  'wharf-bulk-outbound': bulkOutboundConsumer,
  'wharf-events': events,
  'wharf-due': due,
  'wharf-media': mediaConsumer,
  'wharf-mail': mail,
  'wharf-dead-letters': storeDeadLetters,
}
