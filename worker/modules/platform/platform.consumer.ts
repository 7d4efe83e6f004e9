import type { Consumer } from '../../shared/queue'
import { storeDeadLetter } from './dead-letters.usecases'

const RETRY_SECONDS = 60

/** The last stop. A message that cannot be stored stays in the queue: losing it is the one thing that must not happen. */
export const storeDeadLetters: Consumer = async (batch, system) => {
  for (const message of batch.messages) {
    try {
      await storeDeadLetter(system, message)
      message.ack()
    } catch (error) {
      system.log.error('dead letter not stored, will be tried again', { messageId: message.id, error })
      message.retry({ delaySeconds: RETRY_SECONDS })
    }
  }
}
