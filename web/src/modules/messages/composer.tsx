import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import type { Drafts } from './drafts'
import type { ThreadLive } from './thread-live'

/** Where a reply or a note is written. */
export function Composer(props: {
  conversation: Conversation
  live: ThreadLive
  drafts: Drafts
  members: readonly Member[]
  /** The message that is answered. */
  replyTo: Message | undefined
  onReplyTo: (message: Message | undefined) => void
  /** After "Send and close". */
  onClose: () => void
}) {
  return <div>{props.drafts.of(props.conversation.id).reply}</div>
}
