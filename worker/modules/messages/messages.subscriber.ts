import type { OrganizationContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { numberResumedSchema } from './messages.schemas'
import { wakePhoneNumber } from './sweep.usecases'

/** What waited for a paused number goes out once it is resumed. */
export async function messagesSubscriber(ctx: OrganizationContext, event: DomainEvent): Promise<void> {
  if (event.type === 'phone_number.resumed')
    await wakePhoneNumber(ctx, numberResumedSchema.parse(event).data.phoneNumberId)
}
