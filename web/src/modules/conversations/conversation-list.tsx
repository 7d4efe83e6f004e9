import { useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { Conversation } from '@worker/modules/conversations/conversations.schemas'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js'
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { createOnPage } from '../../shared/on-page'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Spinner } from '../../ui/spinner'
import { useCurrentMember } from '../auth/current-member'
import { conversationKey, listQuery } from '../inbox/inbox.queries'
import type { ListFilter, Row } from '../inbox/inbox-cache'
import { ConversationRow } from './conversation-row'
import { createListKeys } from './list-keys'
import { createListOrder } from './list-order'
import type { RowDraft } from './message-preview'
import { ownChanges } from './own-changes'
import { RowSkeletons } from './row-skeletons'

const ROW_HEIGHT = 75
const LOAD_AHEAD = 15
/** Who selects all that match gets so many. */
const MOST_AT_ONCE = 1000

export type ConversationListProps = {
  filter: ListFilter
  selectedId: string | undefined
  /** Something of this view stands beside the list: where it has no rows, it doesn't say that there is nothing. */
  hasOthers?: boolean
  checked: ReadonlySet<string>
  draftOf: (conversationId: string) => RowDraft | undefined
  nameOf: (userId: string) => string | undefined
  /** @param messageId the message of it that a search found */
  onOpen: (id: string, messageId?: string) => void
  onCheck: (id: string, range: boolean, order: readonly string[]) => void
  /**
   * What is listed now.
   * @param way the same, and the open conversation where it was before it left: for keys that move through it
   */
  onRows: (rows: readonly Row[], way: readonly Row[]) => void
  onRest?: (rest: ListRest) => void
}
/** What a list has beside what is loaded of it. */
export type ListRest = {
  hasMore: () => boolean
  /** As far as anybody wants to see. @returns the ids, or null when some could not be loaded */
  loadAll: () => Promise<readonly string[] | null>
}

/**
 * The conversations of a view. While the pointer is over it nothing moves: what is new waits behind a pill, what leaves is
 * dimmed, and goes with the pointer.
 */
export function ConversationList(props: ConversationListProps) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const list = useInfiniteQuery(() => listQuery(member.organizationId(), props.filter))
  const pending = createHeldPending(() => list.isPending)
  const [scroller, setScroller] = createSignal<HTMLDivElement>()
  const isOnPage = createOnPage(scroller)
  const [isStill, setStill] = createSignal(false)
  let handle: VirtualizerHandle | undefined

  // Read while it is not there, it would make the whole page wait for it, the search box with it.
  const data = createMemo(() => (list.isPending ? undefined : list.data))
  const order = createListOrder({
    data,
    isStill,
    selectedId: () => props.selectedId,
    find: (id) => client.getQueryData<Conversation>(conversationKey(member.organizationId(), id)),
  })
  const keys = createListKeys({
    ids: order.ids,
    selectedId: () => props.selectedId,
    scrollTo: (index) => handle?.scrollToIndex(index, { align: 'nearest' }),
  })
  const nameOf = (userId: string | null) => (userId === null ? undefined : props.nameOf(userId))
  /** What somebody who opens it from here wants to see. */
  const messageOf = ({ match, failedMessageId }: Row) =>
    match?.messageId ?? (props.filter.view === 'failed' ? (failedMessageId ?? undefined) : undefined)
  createEffect(() => props.onRows(order.live(), order.way()))
  const loaded = () => data()?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? []
  props.onRest?.({
    hasMore: () => !list.isPending && list.hasNextPage,
    loadAll: async () => {
      let count = loaded().length
      while (list.hasNextPage && count < MOST_AT_ONCE) {
        const { isFetchNextPageError, data } = await list.fetchNextPage()
        if (isFetchNextPageError || !data) return null
        count = data.pages.reduce((sum, { items }) => sum + items.length, 0)
      }
      return loaded()
    },
  })
  const toTop = () => scroller()?.scrollTo({ top: 0 })
  createEffect(on(() => JSON.stringify(props.filter), toTop, { defer: true }))
  let isOver = false
  createEffect(
    on(
      ownChanges,
      () => {
        setStill(false)
        // The cache tells of it in a turn of its own; from then on it keeps still again.
        setTimeout(() => setStill(isOver))
      },
      { defer: true },
    ),
  )
  const onScroll = () => {
    if (!handle || !list.hasNextPage || list.isFetchingNextPage || list.isFetchNextPageError) return
    const last = handle.findItemIndex(handle.scrollOffset + handle.viewportSize)
    if (last > order.ids().length - LOAD_AHEAD) void list.fetchNextPage()
  }

  return (
    // The pill belongs to it: on the way there nothing moves either.
    <div
      onPointerEnter={(event) => {
        isOver = event.pointerType === 'mouse'
        setStill(isOver)
      }}
      onPointerLeave={() => {
        isOver = false
        setStill(false)
      }}
      class="relative min-h-0 flex-1"
    >
      <Show when={order.waiting() > 0}>
        <button
          type="button"
          onClick={() => {
            order.showNew()
            toTop()
          }}
          class="-translate-x-1/2 absolute start-1/2 top-2 z-(--z-sticky) inline-flex h-7 items-center gap-1.5 rounded-full bg-brand px-3 text-xs font-medium text-on-brand shadow-md"
        >
          <ArrowUp aria-hidden="true" class="size-3.5" />
          {t('inbox.list.waiting', { count: order.waiting() })}
        </button>
      </Show>
      <div ref={setScroller} class="h-full overflow-y-auto py-1">
        <Switch>
          <Match when={pending()}>
            <RowSkeletons />
          </Match>
          <Match when={!list.data && list.error}>
            {(error) => (
              <ErrorState
                title={t('inbox.list.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void list.refetch()}
              />
            )}
          </Match>
          <Match when={order.ids().length === 0 && props.hasOthers}>{null}</Match>
          <Match when={order.ids().length === 0}>
            <EmptyState
              title={t(props.filter.search ? 'inbox.list.noneFound' : `inbox.list.empty.${props.filter.view}.title`)}
              text={t(props.filter.search ? 'inbox.list.noneFoundText' : `inbox.list.empty.${props.filter.view}.text`)}
            />
          </Match>
          <Match when={isOnPage() && scroller()}>
            {(element) => (
              <nav aria-label={t('inbox.list.label')}>
                <Virtualizer
                  ref={(value) => (handle = value)}
                  data={order.ids()}
                  scrollRef={element()}
                  itemSize={ROW_HEIGHT}
                  keepMounted={keys.kept()}
                  onScroll={onScroll}
                >
                  {(id) => (
                    <Show when={order.byId().get(id)}>
                      {(row) => (
                        <ConversationRow
                          conversation={row()}
                          isSelected={id === props.selectedId}
                          isActive={id === keys.activeId()}
                          isChecked={props.checked.has(id)}
                          isChecking={props.checked.size > 0}
                          whyLeft={order.whyLeft(id)}
                          draft={props.draftOf(id)}
                          assigneeName={nameOf(row().assigneeId)}
                          messageId={messageOf(row())}
                          onOpen={() => props.onOpen(id, messageOf(row()))}
                          onCheck={(range) =>
                            props.onCheck(
                              id,
                              range,
                              order.live().map((one) => one.id),
                            )
                          }
                          onFocus={() => keys.onFocus(id)}
                          onKeyDown={(event) => keys.onKeyDown(id, event)}
                        />
                      )}
                    </Show>
                  )}
                </Virtualizer>
                <Show when={list.isFetchingNextPage}>
                  <div class="grid h-12 place-items-center">
                    <Spinner />
                  </div>
                </Show>
                <Show when={list.isFetchNextPageError}>
                  <button
                    type="button"
                    class="w-full p-3 text-bad-ink text-sm"
                    onClick={() => void list.fetchNextPage()}
                  >
                    {t('inbox.list.moreFailed')}
                  </button>
                </Show>
              </nav>
            )}
          </Match>
        </Switch>
      </div>
    </div>
  )
}
