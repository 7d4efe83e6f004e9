import type { Member } from '@worker/modules/team/team.schemas'
import type { ConversationActions } from '../conversations/conversation-actions'

export type ContactDetailsProps = {
  conversationId: string
  /** Below 1180 px it is an overlay that opens and closes; above it is always there. */
  isOpen: boolean
  actions: ConversationActions
  members: readonly Member[]
  onClose: () => void
}

/** Who the customer is: the sidebar beside the thread. */
export default function ContactDetails(props: ContactDetailsProps) {
  return <aside class="w-(--side-w) overflow-y-auto border-line border-s max-lg:hidden">{props.conversationId}</aside>
}
