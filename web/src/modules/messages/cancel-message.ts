import type { Message } from '@worker/modules/messages/messages.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { showToast } from '../../ui/toast'
import type { CacheWriter } from '../inbox/inbox-live'

/** Takes back what has not left yet. It goes at once, and comes back with the reason when it was too late. */
export async function cancelMessage(
  cache: Pick<CacheWriter, 'applyMessages'>,
  message: Message,
  done: string,
): Promise<void> {
  cache.applyMessages(message.conversationId, [{ ...message, status: 'cancelled' }])
  try {
    const cancelled = await call(api.api.messages[':id'].$delete({ param: { id: message.id } }))
    cache.applyMessages(message.conversationId, [cancelled])
    showToast({ text: done })
  } catch (error) {
    cache.applyMessages(message.conversationId, [message])
    showToast({ tone: 'bad', text: errorText(error) })
  }
}
