import { jobWorks } from './job-kinds'
import { auditLogSubscriber } from './modules/audit-log/audit-log.subscriber'
import { passwordResetConsumer } from './modules/auth/auth.consumer'
import { contactsSubscriber } from './modules/contacts/contacts.subscriber'
import { receiptsConsumer, snoozesConsumer } from './modules/conversations/conversations.consumer'
import { inboundConsumer } from './modules/ingestion/ingestion.consumer'
import { jobsQueue } from './modules/jobs/jobs.usecases'
import { runJob } from './modules/jobs/run-jobs.usecases'
import { mediaConsumer } from './modules/media/media.consumer'
import { mediaSubscriber } from './modules/media/media.subscriber'
import { bulkOutboundConsumer, outboundConsumer } from './modules/messages/messages.consumer'
import { messagesSubscriber } from './modules/messages/messages.subscriber'
import { numberChecksConsumer } from './modules/phone-numbers/phone-numbers.consumer'
import { storeDeadLetters } from './modules/platform/platform.consumer'
import { retentionConsumer } from './modules/privacy/privacy.consumer'
import { realtimeSubscriber } from './modules/realtime/realtime.subscriber'
import { templatesConsumer } from './modules/templates/templates.consumer'
import type { OrganizationContext } from './shared/context'
import { inboxEventsSchema } from './shared/domain-events.schemas'
import { deliverMail, mailQueue } from './shared/mail/mail'
import { type DomainEvent, deleteEvents, findEvents } from './shared/outbox'
import { type Consumer, PermanentError } from './shared/queue'
import { dueQueue } from './tenancy/due'
import { eventsQueue } from './tenancy/events'
import { deleteInboxEvents, findInboxEvents } from './tenancy/inbox-events'

/** Each is called with every event, takes those it knows, and may be called twice. */
const subscribers = [auditLogSubscriber, contactsSubscriber, mediaSubscriber, messagesSubscriber, realtimeSubscriber]

const eventStores = {
  directory: { find: findEvents, remove: deleteEvents },
  shard: { find: findInboxEvents, remove: deleteInboxEvents },
}

/** A batch's events of one organization are read together and go together; one that fails is left, and comes again alone. */
const events = eventsQueue.consumeTogether(
  ({ organizationId }) => organizationId,
  () => async (ctx, pointers, fail) => {
    for (const [store, those] of Map.groupBy(pointers, (pointer) => pointer.store)) {
      const waiting = await eventStores[store].find(
        ctx,
        those.map(({ eventId }) => eventId),
      )
      const done: string[] = []
      for (const { id, event } of waiting)
        try {
          for (const one of eventsIn(id, event)) for (const subscriber of subscribers) await subscriber(ctx, one)
          done.push(id)
        } catch (error) {
          for (const pointer of those) if (pointer.eventId === id) fail(pointer, error)
        }
      if (done.length > 0) await eventStores[store].remove(ctx, done)
    }
  },
)

/** A row of the inbox holds the events of a batch; each gets an id that stays the same when the row comes twice. */
const eventsIn = (rowId: string, event: DomainEvent): (DomainEvent & { id: string })[] =>
  event.type === 'inbox.events'
    ? inboxEventsSchema.parse(event).events.map((one, at) => ({ ...one, id: `${rowId}-${at}` }))
    : [{ ...event, id: rowId }]

const mail = mailQueue.consume((system, message) =>
  message.type === 'deliver' ? deliverMail(system, message.mailId) : passwordResetConsumer(system, message),
)

/** What a cron found by time: kind of work → who does it. */
const dueWork: Record<string, (ctx: OrganizationContext, work: { ids: string[] }) => Promise<void>> = {
  snoozes: snoozesConsumer,
  receipts: receiptsConsumer,
  'number-checks': numberChecksConsumer,
  templates: templatesConsumer,
  retention: retentionConsumer,
}
const due = dueQueue.consume(async (ctx, work) => {
  const consumer = dueWork[work.kind]
  if (!consumer) throw new PermanentError(`No consumer for due work of the kind "${work.kind}"`)
  await consumer(ctx, work)
})

const jobs = jobsQueue.consume((ctx, { jobId }) => runJob(ctx, jobId, jobWorks))

/** Queue name in wrangler.toml → who takes its messages. */
export const consumers: Record<string, Consumer> = {
  'wharf-inbound': inboundConsumer,
  'wharf-outbound': outboundConsumer,
  'wharf-bulk-outbound': bulkOutboundConsumer,
  'wharf-events': events,
  'wharf-due': due,
  'wharf-jobs': jobs,
  'wharf-media': mediaConsumer,
  'wharf-mail': mail,
  'wharf-dead-letters': storeDeadLetters,
}
