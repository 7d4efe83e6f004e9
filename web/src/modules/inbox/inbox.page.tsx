import '../../strings/register-inbox'
import { useQuery } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import { createEffect, createMemo, createSignal, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { t } from '../../shared/i18n'
import { loadParts } from '../../shared/later'
import { lazyPart } from '../../shared/lazy-part'
import { createMediaQuery } from '../../shared/media-query'
import { queryClient } from '../../shared/query'
import { createQueryData } from '../../shared/query-data'
import { whenQuiet } from '../../shared/when-quiet'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { useCurrentMember } from '../auth/current-member'
import { createConversationActions } from '../conversations/conversation-actions'
import { nextOf } from '../conversations/conversation-menus'
import { ConversationPane } from '../conversations/conversation-pane'
import { goOnTo } from '../conversations/list-focus'
import { ListPane } from '../conversations/list-pane-later'
import { NARROW } from '../conversations/narrow'
import { ownSight } from '../conversations/own-sight'
import { createDrafts } from '../messages/drafts'
import { listQuery, membersQuery, numbersQuery } from './inbox.queries'
import { useInboxLive } from './inbox-context'
import { useInboxState } from './inbox-state'

const ContactDetails = lazyPart(() => import('../contacts/contact-details'))
const FirstRun = lazy(() => import('../phone-numbers/first-run'))

export default function InboxPage() {
  const member = useCurrentMember()
  const numbers = useQuery(() => numbersQuery(member.organizationId()))
  // Disconnected ones count: their conversations are still there to read.
  const isFirstRun = () => !numbers.isPending && numbers.data?.items.length === 0
  const state = useInboxState()
  // There is no conversation to go back from.
  createEffect(() => isFirstRun() && state.selectedId() !== undefined && state.select(undefined))
  return (
    <Show when={isFirstRun()} fallback={<Inbox />}>
      <Suspense fallback={<PageHeader title={t('inbox.title')} />}>
        <FirstRun />
      </Suspense>
    </Show>
  )
}

/** List, thread, details: side by side as far as there is room, one at a time on a phone. */
function Inbox() {
  const member = useCurrentMember()
  const live = useInboxLive()
  const state = useInboxState()
  const members = useQuery(() => membersQuery(member.organizationId()))
  const numbers = useQuery(() => numbersQuery(member.organizationId()))
  const [rows, setRows] = createSignal<readonly Conversation[]>([])
  const [showDetails, setShowDetails] = createSignal(false)
  const isWide = createMediaQuery('(min-width: 1180px)')
  // Where they lie over the thread nobody may ever ask for them; then they stay, to be seen closing.
  const hasDetails = createMemo<boolean>((before) => before || isWide() || showDetails(), false)
  const isNarrow = createMediaQuery(NARROW)
  // Where it has no room nobody waits for it; once it was seen it stays.
  const hasList = createMemo<boolean>((before) => before || !isNarrow() || !state.selectedId(), false)
  const actions = createConversationActions(member.organizationId(), live, () => ownSight(member.me()))
  const drafts = createDrafts(member.organizationId(), member.me().user.id)
  const [allMembers, allNumbers] = [createQueryData(members), createQueryData(numbers)]
  const people = createMemo(() => allMembers()?.items ?? [])
  const ourNumbers = createMemo(() => allNumbers()?.items ?? [])

  // What somebody does without a network has to be here before.
  onMount(() =>
    onCleanup(
      whenQuiet(() => {
        loadParts()
        if (hasList()) return
        // So that going back to it is at once.
        void ListPane.preload()
        void queryClient.prefetchInfiniteQuery(listQuery(member.organizationId(), state.filter()))
      }),
    ),
  )

  return (
    <div class="grid h-full grid-cols-[var(--list-w)_minmax(0,1fr)_auto] max-xl:[--list-w:316px] max-xl:[--side-w:280px] max-md:grid-cols-1">
      {/* Where the list makes room for the thread its heading is not there. */}
      <Show when={state.selectedId()}>
        <h1 class="sr-only md:hidden">{t('inbox.title')}</h1>
      </Show>
      <Suspense fallback={<div class="border-line border-e" classList={{ 'max-md:hidden': !!state.selectedId() }} />}>
        <Show when={hasList()}>
          <ListPane
            class={state.selectedId() ? 'max-md:hidden' : ''}
            state={state}
            actions={actions}
            drafts={drafts}
            members={people()}
            numbers={ourNumbers()}
            onRows={setRows}
          />
        </Show>
      </Suspense>
      <Show
        when={state.selectedId()}
        keyed
        fallback={
          <div class="grid place-items-center bg-thread max-md:hidden">
            <EmptyState title={t('inbox.nothingOpen.title')} text={t('inbox.nothingOpen.text')} />
          </div>
        }
      >
        {(id) => (
          <>
            {/* A query whose answer is there already still suspends for a moment: here, and not the list, or what is typed. */}
            <Suspense fallback={<div class="bg-thread" />}>
              <ConversationPane
                conversationId={id}
                state={state}
                rows={rows()}
                actions={actions}
                drafts={drafts}
                members={people()}
                numbers={ourNumbers()}
                isDetailsOpen={showDetails()}
                onToggleDetails={() => setShowDetails((shown) => !shown)}
              />
            </Suspense>
            <Suspense fallback={<div class="w-(--side-w) border-line border-s bg-surface max-lg:hidden" />}>
              <Show when={hasDetails()}>
                <ContactDetails
                  conversationId={id}
                  open={isWide() || showDetails()}
                  isOpen={showDetails()}
                  actions={actions}
                  members={people()}
                  onDone={() => {
                    setShowDetails(false)
                    goOnTo(state, nextOf(rows(), id))
                  }}
                  onClose={() => setShowDetails(false)}
                />
              </Show>
            </Suspense>
          </>
        )}
      </Show>
    </div>
  )
}
