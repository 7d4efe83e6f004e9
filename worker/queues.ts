import { auditLogSubscriber } from './modules/audit-log/audit-log.subscriber'
import { passwordResetConsumer } from './modules/auth/auth.consumer'
import { storeDeadLetters } from './modules/platform/platform.consumer'
import { realtimeSubscriber } from './modules/realtime/realtime.subscriber'
import { deliverMail, mailQueue } from './shared/mail/mail'
import { deleteEvent, findEvent } from './shared/outbox'
import type { Consumer } from './shared/queue'
import { eventsQueue } from './tenancy/events'

/** Each is called with every event, takes those it knows, and may be called twice. */
const subscribers = [auditLogSubscriber, realtimeSubscriber]

const events = eventsQueue.consume(async (ctx, { eventId }) => {
  const event = await findEvent(ctx, eventId)
  if (!event) return
  for (const subscriber of subscribers) await subscriber(ctx, { ...event, id: eventId })
  await deleteEvent(ctx, eventId)
})

const mail = mailQueue.consume((system, message) =>
  message.type === 'deliver' ? deliverMail(system, message.mailId) : passwordResetConsumer(system, message),
)

/** Queue name in wrangler.toml → who takes its messages. */
export const consumers: Record<string, Consumer> = {
  'wharf-events': events,
  'wharf-mail': mail,
  'wharf-dead-letters': storeDeadLetters,
}
