import type { Message } from '@worker/modules/messages/messages.schemas'
import { api, call } from '../../shared/api'
import { errorText } from '../../shared/errors'
import { showToast } from '../../ui/toast'
import type { CacheWriter } from '../inbox/inbox-live'

/** Our reaction to a message; null takes it back. Shown at once, taken back with the reason when it is refused. */
export async function react(
  cache: Pick<CacheWriter, 'applyMessages'>,
  message: Message,
  { emoji, author }: { emoji: string | null; author: { id: string; name: string } },
): Promise<void> {
  cache.applyMessages(message.conversationId, [{ ...message, reactions: withOurs(message, emoji, author) }])
  try {
    await call(
      api.api.conversations[':id'].messages.$post({
        param: { id: message.conversationId },
        json: {
          content: { type: 'reaction', emoji },
          targetMessageId: message.id,
          clientId: crypto.randomUUID(),
        },
      }),
    )
  } catch (error) {
    cache.applyMessages(message.conversationId, [message])
    showToast({ tone: 'bad', text: errorText(error) })
  }
}

/** Each side has one reaction at most. */
export function withOurs(
  message: Pick<Message, 'reactions'>,
  emoji: string | null,
  author: { id: string; name: string },
): Message['reactions'] {
  const theirs = message.reactions.filter(({ from }) => from !== 'us')
  if (emoji === null) return theirs
  const at = new Date().toISOString()
  return [...theirs, { emoji, from: 'us', author: { type: 'user', id: author.id, name: author.name }, at }]
}
