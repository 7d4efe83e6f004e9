import { useQuery } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import ArrowDown from 'lucide-solid/icons/arrow-down'
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js'
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { online } from '../../shared/online'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { loadMore, showAround, threadQuery } from '../inbox/inbox.queries'
import { useInboxLive } from '../inbox/inbox-context'
import type { Pending } from '../inbox/outbox'
import { ThreadRowView } from './thread-row-view'
import { findFirstUnread, toThreadRows } from './thread-rows'

const NEAR_PX = 400
const AT_END_PX = 80

export type ThreadProps = {
  conversation: Conversation
  members: readonly Member[]
  onEdit: (pending: Pending) => void
  onReply: (message: Message) => void
}

/** The messages of a conversation, oldest first. It opens at the first unread one, else at the end, and never jumps. */
export function Thread(props: ThreadProps) {
  const member = useCurrentMember()
  const { outbox } = useInboxLive()
  const organizationId = member.organizationId()
  const id = props.conversation.id
  const thread = useQuery(() => threadQuery(organizationId, id))
  const pending = createHeldPending(() => thread.isPending)
  const [scroller, setScroller] = createSignal<HTMLDivElement>()
  const [isAtEnd, setAtEnd] = createSignal(true)
  const [isLoadingOlder, setLoadingOlder] = createSignal(false)
  const [flashing, setFlashing] = createSignal<string>()
  const [seenEnd, setSeenEnd] = createSignal<string>()
  let handle: VirtualizerHandle | undefined

  const messages = createMemo(() => (thread.isPending ? [] : (thread.data?.items ?? [])))
  // Where "New" stands is decided when the thread opens, and stays until it is left.
  const unreadAtOpening = props.conversation.unreadCount
  const firstUnread = createMemo<string | undefined>((before) => before ?? findFirstUnread(messages(), unreadAtOpening))
  const rows = createMemo(() =>
    toThreadRows(
      messages(),
      outbox.items().filter((one) => one.conversationId === id && one.message.content.type !== 'note'),
      unreadAtOpening > 0 ? firstUnread() : undefined,
    ),
  )
  const newBelow = createMemo(() => {
    const seen = seenEnd()
    const at = messages().findIndex((message) => message.id === seen)
    return at < 0
      ? 0
      : messages()
          .slice(at + 1)
          .filter(({ direction }) => direction === 'inbound').length
  })

  let isOpened = false
  createEffect(
    on([() => rows().length, scroller], ([count]) => {
      if (count === 0 || !handle) return
      if (!isOpened) {
        isOpened = true
        const unread = rows().findIndex(({ kind }) => kind === 'new')
        queueMicrotask(() =>
          handle?.scrollToIndex(unread >= 0 ? unread : count - 1, { align: unread >= 0 ? 'start' : 'end' }),
        )
        setSeenEnd(messages().at(-1)?.id)
      } else if (isAtEnd()) {
        queueMicrotask(() => handle?.scrollToIndex(count - 1, { align: 'end' }))
        setSeenEnd(messages().at(-1)?.id)
      }
    }),
  )

  async function older(): Promise<void> {
    if (isLoadingOlder() || !thread.data?.olderCursor) return
    setLoadingOlder(true)
    try {
      await loadMore(organizationId, id, 'older')
    } catch (error) {
      showToast({ tone: 'bad', text: errorText(error) })
    } finally {
      // One turn later: the rows of this page are measured with the anchor held.
      queueMicrotask(() => setLoadingOlder(false))
    }
  }
  function onScroll(offset: number): void {
    if (!handle) return
    const left = handle.scrollSize - offset - handle.viewportSize
    setAtEnd(left < AT_END_PX && !thread.data?.newerCursor)
    if (isAtEnd()) setSeenEnd(messages().at(-1)?.id)
    if (offset < NEAR_PX) void older()
    if (left < NEAR_PX && thread.data?.newerCursor) void loadMore(organizationId, id, 'newer').catch(() => {})
  }
  const toEnd = async (): Promise<void> => {
    if (thread.data?.newerCursor) await thread.refetch()
    setAtEnd(true)
    handle?.scrollToIndex(rows().length - 1, { align: 'end' })
  }
  async function jumpTo(messageId: string): Promise<void> {
    const find = () => rows().findIndex((row) => row.kind === 'message' && row.message.id === messageId)
    if (find() < 0)
      await showAround(organizationId, id, messageId).catch((error) =>
        showToast({ tone: 'bad', text: errorText(error) }),
      )
    const at = find()
    if (at < 0) return
    setAtEnd(false)
    handle?.scrollToIndex(at, { align: 'center' })
    setFlashing(undefined)
    queueMicrotask(() => setFlashing(messageId))
  }

  return (
    <div class="relative flex min-h-0 flex-1 flex-col">
      <Switch>
        <Match when={pending()}>
          <div class="p-5">
            <Skeleton rows={5} />
          </div>
        </Match>
        <Match when={!thread.data && thread.error}>
          {(error) => (
            <ErrorState
              title={t('thread.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void thread.refetch()}
            />
          )}
        </Match>
        <Match when={true}>
          <div
            ref={setScroller}
            role="log"
            aria-label={t('thread.log', { name: props.conversation.contact.displayName })}
            tabindex="0"
            class="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain py-3.5 outline-offset-[-2px] [overflow-anchor:none]"
          >
            <div class="flex-1" />
            <Show when={scroller()}>
              {(element) => (
                <Virtualizer
                  ref={(value) => (handle = value)}
                  data={rows()}
                  scrollRef={element()}
                  shift={isLoadingOlder()}
                  onScroll={onScroll}
                >
                  {(row) => (
                    <ThreadRowView
                      row={row}
                      messages={messages()}
                      conversation={props.conversation}
                      members={props.members}
                      isOffline={!online()}
                      flashingId={flashing()}
                      onQuote={(messageId) => void jumpTo(messageId)}
                      onEdit={props.onEdit}
                      onReply={props.onReply}
                    />
                  )}
                </Virtualizer>
              )}
            </Show>
          </div>
        </Match>
      </Switch>
      <Show when={!isAtEnd()}>
        <button
          type="button"
          onClick={() => void toEnd()}
          class="absolute end-5 bottom-3 z-(--z-sticky) inline-flex h-8 items-center gap-1.5 rounded-full bg-raised px-3 text-xs font-medium shadow-md ring-1 ring-line max-sm:h-11"
        >
          <ArrowDown aria-hidden="true" class="size-3.5" />
          {newBelow() > 0 ? t('thread.newBelow', { count: newBelow() }) : t('thread.toEnd')}
        </button>
      </Show>
    </div>
  )
}
