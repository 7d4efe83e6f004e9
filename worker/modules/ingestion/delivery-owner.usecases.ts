import type { SystemContext } from '../../shared/context'
import { enterByDelivery } from '../../tenancy/organization-context'
import { parseChange } from '../../whatsapp/webhook-parser'
import { readDelivery } from './deliveries.usecases'
import { inboundSchema } from './ingestion.schemas'

/**
 * Whose a message of the queue `inbound` is that ran out of retries: as it says itself, or all that it tells is for the
 * numbers of one organization. Null: of several, of nobody who has the number now, or its body is in the bucket.
 */
export async function findOwnerOfDelivery(system: SystemContext, payload: unknown): Promise<string | null> {
  const read = inboundSchema.safeParse(payload)
  if (read.data?.type !== 'delivery') return null
  const { appKey, receivedAt, body } = read.data
  const claims = (readDelivery(body) ?? []).map((raw) => {
    const { phoneNumberId, wabaId } = parseChange(raw, { receivedAt })
    return { appKey, metaPhoneNumberId: phoneNumberId, wabaId }
  })
  if (claims.length === 0) return null
  const numbers = await enterByDelivery(system, claims)
  const owners = new Set(numbers.flatMap((found) => found.map(({ ctx }) => ctx.organizationId)))
  const [owner] = owners
  return owner !== undefined && owners.size === 1 && numbers.every((found) => found.length > 0) ? owner : null
}
