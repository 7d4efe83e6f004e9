import { useLocation } from '@solidjs/router'
import { useQuery } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import type { Message } from '@worker/modules/messages/messages.schemas'
import type { Member } from '@worker/modules/team/team.schemas'
import { createEffect, createMemo, createSignal, Match, on, onCleanup, Show, Suspense, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { createOnPage } from '../../shared/on-page'
import { createQueryData } from '../../shared/query-data'
import { timesSentHere } from '../../shared/sent-here'
import { ErrorState } from '../../ui/error-state'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { loadMore, showAround, threadQuery } from '../inbox/inbox.queries'
import { useInboxLive } from '../inbox/inbox-context'
import type { Pending } from '../inbox/outbox'
import { askComposer } from './composer-requests'
import { watchOwnSends } from './own-sends'
import { stopPlayback } from './playback'
import { ThreadContext } from './thread-context'
import { ThreadList } from './thread-list'
import { createThreadModel } from './thread-model'
import { createThreadNews } from './thread-news'
import { createPageVisible, createReading } from './thread-reading'
import { createThreadScroll } from './thread-scroll'
import { ThreadSkeleton } from './thread-skeleton'

const Lightbox = lazyPart(() => import('./lightbox'), { isAhead: true })

/** Of 50 messages, beside the first one. */
const MOST_PAGES = 3

/** Longer than it fades: where nothing moves it just stands there. */
const FLASH_MS = 2000

export type ThreadProps = {
  conversation: Conversation
  members: readonly Member[]
  onEdit: () => Promise<(pending: Pending) => void>
  onReply: (message: Message) => void
  /** Its end has been looked at. */
  onRead?: (() => void) | undefined
}

/** The messages of a conversation, oldest first. It opens at the first unread one, else at the end, and never jumps. */
export function Thread(props: ThreadProps) {
  const member = useCurrentMember()
  const location = useLocation()
  const { outbox } = useInboxLive()
  const organizationId = member.organizationId()
  const id = props.conversation.id
  const thread = useQuery(() => threadQuery(organizationId, id))
  const [isReady, setReady] = createSignal(false)
  const isPending = createHeldPending(() => thread.isPending || (thread.isSuccess && !isReady()))
  const [olderState, setOlderState] = createSignal<'rest' | 'loading' | 'failed'>('rest')
  const [flashingId, setFlashingId] = createSignal<string>()
  let flashing: ReturnType<typeof setTimeout> | undefined
  const [wantedId, setWantedId] = createSignal(linkedId(location.hash))
  const [shownMediaId, setShownMediaId] = createSignal<string>()

  const data = createQueryData(thread)
  const messages = createMemo<readonly Message[]>(() => data()?.items ?? [])
  const hasNewer = () => data()?.newerCursor != null
  const pending = createMemo(() => outbox.items().filter((one) => one.conversationId === id))
  const model = createThreadModel({
    opened: props.conversation,
    messages,
    pending,
    hasOlder: () => data()?.olderCursor != null,
    hasNewer,
    isFetching: () => thread.isFetching,
  })
  const scroll = createThreadScroll({
    index: model.index,
    hasNewer,
    onNearStart: () => {
      if (olderState() === 'rest') void loadOlder()
    },
    onNearEnd: () => void loadNewer(),
  })
  const news = createThreadNews({
    messages,
    beyond: () => data()?.beyond ?? [],
    hasNewer,
    lastInboundAt: () => props.conversation.lastInboundAt,
    isAtEnd: scroll.isAtEnd,
    contactName: () => props.conversation.contact.displayName,
  })
  createReading({
    conversation: () => props.conversation,
    isAtEnd: () => scroll.isAtEnd() && messages().length > 0,
    isVisible: createPageVisible(),
    isAllowed: () => member.can('conversations:update'),
    markRead: () => props.onRead?.(),
  })
  onCleanup(stopPlayback)
  onCleanup(() => clearTimeout(flashing))

  // It opens at what is unread first: a few pages of it are worth a moment, more than that opens at the end.
  let pagesAsked = 0
  createEffect(() => {
    if (isReady() || !data()) return
    if (wantedId() !== undefined || !model.isUnreadCut() || pagesAsked >= MOST_PAGES || olderState() === 'failed')
      setReady(true)
    else if (olderState() === 'rest') {
      pagesAsked += 1
      void loadOlder()
    }
  })

  async function loadOlder(): Promise<void> {
    if (olderState() === 'loading' || data()?.olderCursor == null) return
    setOlderState('loading')
    const state = await loadMore(organizationId, id, 'older').then(
      () => 'rest' as const,
      () => 'failed' as const,
    )
    // The cache tells of it in a turn of its own: what comes next is decided with the new page on the screen.
    setTimeout(() => setOlderState(state))
  }
  let isLoadingNewer = false
  async function loadNewer(): Promise<void> {
    if (isLoadingNewer) return
    isLoadingNewer = true
    await loadMore(organizationId, id, 'newer').catch(() => {})
    isLoadingNewer = false
  }
  async function jumpTo(messageId: string): Promise<void> {
    isEndWanted = false
    setWantedId(messageId)
    if (model.indexOf(messageId) >= 0) return
    try {
      await showAround(organizationId, id, messageId)
    } catch (error) {
      setWantedId(undefined)
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }
  /** Somebody wants to be there, and it could not be loaded yet. */
  let isEndWanted = false
  async function toEnd(): Promise<void> {
    // What is not with the server yet stands below whatever is loaded.
    isLoadingNewer = hasNewer()
    scroll.toEnd()
    if (!isLoadingNewer) return
    isEndWanted = true
    const { isError } = await thread.refetch()
    isLoadingNewer = false
    if (!isEndWanted) return
    isEndWanted = isError
    scroll.toEnd()
  }
  // Whoever sends something wants to see it, wherever they read. What arrives moves nothing.
  watchOwnSends({
    pending,
    isOwn: outbox.isOwn,
    onSent: () => void toEnd(),
    // There is a network again.
    onLeft: () => isEndWanted && void toEnd(),
  })
  // A link to a message, also while the thread is open.
  createEffect(
    on(
      () => linkedId(location.hash),
      (linked) => linked && void jumpTo(linked),
    ),
  )
  // The same one once more.
  createEffect(
    on(
      timesSentHere,
      () => {
        const linked = linkedId(location.hash)
        if (linked) void jumpTo(linked)
      },
      { defer: true },
    ),
  )
  // The message that was asked for may have to be loaded first.
  createEffect(() => {
    const wanted = wantedId()
    if (wanted === undefined || !scroll.scroller()) return
    const at = model.indexOf(wanted)
    if (at < 0) return
    setWantedId(undefined)
    setFlashingId(undefined)
    queueMicrotask(() => {
      scroll.jumpTo(at)
      setFlashingId(wanted)
      clearTimeout(flashing)
      flashing = setTimeout(() => setFlashingId(undefined), FLASH_MS)
    })
  })

  let place: HTMLDivElement | undefined
  const isOnPage = createOnPage(() => place)
  const media = createMemo(() =>
    messages().filter(
      ({ media: file, revokedAt }) =>
        revokedAt === null && file?.status === 'ready' && (file.kind === 'image' || file.kind === 'video'),
    ),
  )
  return (
    <ThreadContext.Provider
      value={{
        conversation: () => props.conversation,
        members: () => props.members,
        findByWamid: model.findByWamid,
        answers: model.answers,
        jumpTo: (messageId) => void jumpTo(messageId),
        openMedia: setShownMediaId,
        reply: (message) => {
          props.onReply(message)
          askComposer(id, 'reply')
        },
        // The way out of a failure is in the composer: another template, another file.
        fix: ({ error, text }) =>
          error?.fix === 'replace_media' ? askComposer(id, 'attach', text ?? '') : askComposer(id, 'template'),
      }}
    >
      <div ref={place} class="relative flex min-h-0 flex-1 flex-col">
        <Switch>
          <Match when={isPending()}>
            <ThreadSkeleton />
          </Match>
          <Match when={!data() && thread.error}>
            {(error) => (
              <ErrorState
                title={t('thread.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void thread.refetch()}
              />
            )}
          </Match>
          <Match when={isOnPage()}>
            <ThreadList
              model={model}
              scroll={scroll}
              name={props.conversation.contact.displayName}
              isLinked={wantedId() !== undefined}
              olderState={olderState()}
              flashingId={flashingId()}
              newBelow={news.newBelow()}
              onOlder={() => void loadOlder()}
              onEnd={() => void toEnd()}
              onEdit={props.onEdit}
            />
          </Match>
        </Switch>
        <p role="status" class="sr-only">
          {news.announcement()}
        </p>
      </div>
      <Show when={shownMediaId()}>
        {(messageId) => (
          <Suspense>
            <Lightbox
              messages={media()}
              messageId={messageId()}
              onMove={setShownMediaId}
              onClose={() => setShownMediaId(undefined)}
            />
          </Suspense>
        )}
      </Show>
    </ThreadContext.Provider>
  )
}

/** "#msg_01h…" */
const linkedId = (hash: string): string | undefined => /^#(msg_\w+)$/.exec(hash)?.[1]
