import type { Customer, PhoneNumber } from '../core/state'
import type { World } from '../core/world'
import { deliver } from '../webhooks/deliver'
import { contactOf, metadataOf } from '../webhooks/identity'
import { about } from '../webhooks/message-payloads'

type Renewed = { customer: Customer; number: PhoneNumber; previous: string | undefined; current: string | undefined }

/** Field `user_id_update`: the business-scoped id of a customer is another one from now on. */
export function tellUserId(world: World, { customer, number, previous, current }: Renewed): void {
  if (customer.identityMode === 'phone-only' || previous === undefined || current === undefined) return
  const between = { customer, number }
  void deliver(world, {
    ...about(between),
    field: 'user_id_update',
    value: {
      ...metadataOf(number),
      contacts: [contactOf(world, between)],
      user_id_update: [
        {
          ...(customer.identityMode !== 'id-only' && { wa_id: customer.waId }),
          detail: `User id for ${previous} has been updated.`,
          user_id: { previous, current },
          timestamp: String(Math.floor(world.now() / 1000)),
        },
      ],
    },
    summary: `new user id of ${customer.name}`,
  })
}
