import { mediaQueue } from './inbound-media.usecases'
import { workOnMedia } from './media.usecases'

/** A file about which something is due. */
export const mediaConsumer = mediaQueue.consume(workOnMedia)
