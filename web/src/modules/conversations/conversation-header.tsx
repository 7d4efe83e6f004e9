import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Viewer } from '../messages/thread-live'
import type { ConversationPaneProps } from './conversation-pane'

/** Who it is, how long the window is open, who looks on, and what can be done. */
export function ConversationHeader(
  props: ConversationPaneProps & { conversation: Conversation; viewers: readonly Viewer[] },
) {
  return (
    <header class="flex h-14 flex-none items-center border-line border-b bg-surface px-4">
      {props.conversation.contact.displayName}
    </header>
  )
}
