import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'

/** The messages of a conversation, newest at the end. */
export function Thread(props: { conversation: Conversation; members: readonly Member[] }) {
  return <div class="min-h-0 flex-1">{props.conversation.id}</div>
}
