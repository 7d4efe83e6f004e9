import { inboundQueue, takeBatch } from './deliveries.usecases'

/** Meta's deliveries, in batches. */
export const inboundConsumer = inboundQueue.consumeBatch(takeBatch)
