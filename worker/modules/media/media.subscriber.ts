import { z } from 'zod'
import type { OrganizationContext } from '../../shared/context'
import type { DomainEvent } from '../../shared/outbox'
import { copyAgain } from './copy-again.usecases'

const ofNumber = z.object({ data: z.object({ phoneNumberId: z.string() }) })

/** What a disconnected number could not fetch is fetched once it is connected again, as long as Meta has it. */
export async function mediaSubscriber(ctx: OrganizationContext, event: DomainEvent): Promise<void> {
  if (event.type === 'phone_number.connected') await copyAgain(ctx, ofNumber.parse(event).data.phoneNumberId)
}
