import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import type { Drafts } from './drafts'
import type { ThreadLive } from './thread-live'

/** Where a reply or a note is written. */
export function Composer(props: {
  conversation: Conversation
  live: ThreadLive
  drafts: Drafts
  members: readonly Member[]
}) {
  return <div>{props.drafts.of(props.conversation.id).reply}</div>
}
