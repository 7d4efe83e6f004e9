import { startOutbound } from './outbound.usecases'
import { bulkOutboundQueue, outboundQueue } from './outbound-queue.usecases'

// One organization's conversations together: one claim for all of them, and their outcomes in one transaction.
export const outboundConsumer = outboundQueue.consumeTogether(
  ({ organizationId }) => organizationId,
  () => startOutbound('agent'),
)
export const bulkOutboundConsumer = bulkOutboundQueue.consumeTogether(
  ({ organizationId }) => organizationId,
  () => startOutbound('bulk'),
)
