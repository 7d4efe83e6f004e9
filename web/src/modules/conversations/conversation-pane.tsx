import { useQuery } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import ArrowLeft from 'lucide-solid/icons/arrow-left'
import { Match, Suspense, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { t } from '../../shared/i18n'
import { later, loadAhead } from '../../shared/later'
import { createQueryData } from '../../shared/query-data'
import { ErrorState } from '../../ui/error-state'
import { IconButton } from '../../ui/icon-button'
import { useCurrentMember } from '../auth/current-member'
import { conversationQuery, isGone } from '../inbox/inbox.queries'
import type { InboxState } from '../inbox/inbox-state'
import type { Pending } from '../inbox/outbox'
import { Composer } from '../messages/composer'
import { createAnswered } from '../messages/composer-answered'
import type { Drafts } from '../messages/drafts'
import { Thread } from '../messages/thread'
import { createThreadLive } from '../messages/thread-live'
import type { ConversationActions } from './conversation-actions'
import { ConversationHeader } from './conversation-header'
import { nextOf } from './conversation-menus'
import { goOnTo } from './list-focus'

const loadTakeBack = () => import('../messages/composer-take-back')
// What failed to load now is asked for again when it is needed.
loadAhead(() => void loadTakeBack().catch(() => {}))

const OutOfSight = later(async () => (await import('./out-of-sight')).default)

export type ConversationPaneProps = {
  conversationId: string
  state: InboxState
  /** What the list shows: to go on to the next one. */
  rows: readonly Conversation[]
  actions: ConversationActions
  drafts: Drafts
  members: readonly Member[]
  numbers: readonly PhoneNumber[]
  isDetailsOpen: boolean
  onToggleDetails: () => void
}

/** An open conversation: header, thread, composer. */
export function ConversationPane(props: ConversationPaneProps) {
  const member = useCurrentMember()
  const threadLive = createThreadLive(member.organizationId(), props.conversationId, member.me().user.id)
  const answered = createAnswered(props.conversationId, props.drafts)
  const conversation = useQuery(() => conversationQuery(member.organizationId(), props.conversationId))
  const shown = createQueryData(conversation)

  /** Goes on to the next one at once; the outbox closes this one when the server has the message, as an answer opens it. */
  function goOn(): void {
    const id = props.conversationId
    // A file may have taken its time: whoever is somewhere else by now stays there.
    if (props.state.selectedId() === id) goOnTo(props.state, nextOf(props.rows, id))
  }

  async function edit() {
    const { takeBack } = await loadTakeBack()
    return (pending: Pending) =>
      takeBack(pending, {
        organizationId: member.organizationId(),
        userId: member.me().user.id,
        drafts: props.drafts,
        onReplyTo: answered.set,
      })
  }
  return (
    <section
      data-pane={props.conversationId}
      aria-label={t('thread.title')}
      class="@container flex min-h-0 min-w-0 flex-col bg-thread"
    >
      <Switch fallback={<BackBar onBack={() => props.state.select(undefined)} />}>
        <Match when={shown()}>
          {(found) => (
            <>
              <ConversationHeader {...props} conversation={found()} viewers={threadLive.viewers()} />
              <Suspense fallback={<div class="min-h-0 flex-1" />}>
                <Thread
                  conversation={found()}
                  members={props.members}
                  onEdit={edit}
                  onReply={answered.set}
                  onRead={() => props.actions.seen(found())}
                />
              </Suspense>
              {/* Whatever the thread waits for, nobody who writes is interrupted. */}
              <Suspense>
                <Composer
                  conversation={found()}
                  live={threadLive}
                  drafts={props.drafts}
                  members={props.members}
                  replyTo={answered.message()}
                  onReplyTo={answered.set}
                  onClose={goOn}
                />
              </Suspense>
            </>
          )}
        </Match>
        {/* Asked for once more it would be refused once more. Whoever sees it again gets it with the next change. */}
        <Match when={isGone(conversation.error)}>
          <BackBar onBack={() => props.state.select(undefined)} />
          <OutOfSight
            conversationId={props.conversationId}
            drafts={props.drafts}
            onBack={() => props.state.select(undefined)}
          />
        </Match>
        <Match when={conversation.error}>
          {(error) => (
            <>
              <BackBar onBack={() => props.state.select(undefined)} />
              <ErrorState
                title={t('thread.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void conversation.refetch()}
              />
            </>
          )}
        </Match>
      </Switch>
    </section>
  )
}

/** The way back where there is no list beside it, and no header yet. */
function BackBar(props: { onBack: () => void }) {
  return (
    <div class="flex h-14 flex-none items-center border-line border-b bg-surface ps-4 max-sm:ps-1 md:hidden">
      <IconButton
        label={t('inbox.backToList')}
        icon={<ArrowLeft aria-hidden="true" class="rtl:rotate-180" />}
        onClick={() => props.onBack()}
      />
    </div>
  )
}
