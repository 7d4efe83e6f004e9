import '../../strings/register-details'
import { useQuery } from '@tanstack/solid-query'
import type { Member } from '@worker/modules/team/team.schemas'
import { createMemo, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createMediaQuery } from '../../shared/media-query'
import { useCurrentMember } from '../auth/current-member'
import type { ConversationActions } from '../conversations/conversation-actions'
import { conversationQuery } from '../inbox/inbox.queries'
import { ContactPanel } from './contact-panel'
import { ContactSkeleton } from './contact-skeleton'

// With the machinery of dialogs, which nobody needs beside the thread.
const SideSheet = lazyPart(async () => ({ default: (await import('../../ui/side-sheet')).SideSheet }))

export type ContactDetailsProps = {
  conversationId: string
  /** Below 1180 px it is an overlay that opens and closes; above it is always there. */
  isOpen: boolean
  actions: ConversationActions
  members: readonly Member[]
  /** The conversation was closed here: on to the next one. */
  onDone: () => void
  onClose: () => void
}

/** Who the customer is: beside the thread where there is room, else over it. */
export default function ContactDetails(props: ContactDetailsProps) {
  const isWide = createMediaQuery('(min-width: 1180px)')
  return (
    <Show
      when={isWide()}
      fallback={
        <Suspense>
          <SideSheet open={props.isOpen} onOpenChange={(open) => !open && props.onClose()} label={t('details.title')}>
            <Contents {...props} isSheet />
          </SideSheet>
        </Suspense>
      }
    >
      <aside
        aria-label={t('details.title')}
        class="min-h-0 w-(--side-w) overflow-y-auto border-line border-s bg-surface"
      >
        <Contents {...props} isSheet={false} />
      </aside>
    </Show>
  )
}

function Contents(props: ContactDetailsProps & { isSheet: boolean }) {
  const member = useCurrentMember()
  const query = useQuery(() => conversationQuery(member.organizationId(), props.conversationId))
  const conversation = createMemo(() => (query.isPending ? undefined : query.data))
  return (
    // The thread beside it says what is wrong when there is no conversation.
    <Show
      when={conversation()}
      fallback={
        <Show when={query.isPending}>
          <ContactSkeleton isSheet={props.isSheet} />
        </Show>
      }
    >
      {(found) => (
        <Show when={found().contact.id} keyed>
          <ContactPanel
            conversation={found()}
            actions={props.actions}
            members={props.members}
            isSheet={props.isSheet}
            onDone={props.onDone}
            onClose={props.onClose}
          />
        </Show>
      )}
    </Show>
  )
}
