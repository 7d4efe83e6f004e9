import { useInfiniteQuery } from '@tanstack/solid-query'
import ArrowUp from 'lucide-solid/icons/arrow-up'
import { createEffect, createMemo, createSignal, Match, on, Show, Switch } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { createOnPage } from '../../shared/on-page'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Spinner } from '../../ui/spinner'
import { useCurrentMember } from '../auth/current-member'
import { listQuery } from '../inbox/inbox.queries'
import type { ListFilter, Row } from '../inbox/inbox-cache'
import { ConversationRow } from './conversation-row'
import { createListKeys } from './list-keys'
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
  checked: ReadonlySet<string>
  draftOf: (conversationId: string) => RowDraft | undefined
  nameOf: (userId: string) => string | undefined
  /** @param messageId the message of it that a search found */
  onOpen: (id: string, messageId?: string) => void
  onCheck: (id: string, range: boolean, order: readonly string[]) => void
  /** What is listed now, for keys that move through it. */
  onRows: (rows: readonly Row[]) => void
  onRest?: (rest: ListRest) => void
}
/** What a list has beside what is loaded of it. */
export type ListRest = {
  hasMore: () => boolean
  /** As far as anybody wants to see. @returns the ids, or null when some could not be loaded */
  loadAll: () => Promise<readonly string[] | null>
}

/** The conversations of a view. While the pointer is over it nothing moves: what is new waits behind a pill. */
export function ConversationList(props: ConversationListProps) {
  const member = useCurrentMember()
  const list = useInfiniteQuery(() => listQuery(member.organizationId(), props.filter))
  const pending = createHeldPending(() => list.isPending)
  const [scroller, setScroller] = createSignal<HTMLDivElement>()
  const isOnPage = createOnPage(scroller)
  const [frozen, setFrozen] = createSignal<readonly string[]>()
  let handle: VirtualizerHandle | undefined

  // The rows as they are, not watched one by one: a change comes as a whole anyway, and ten thousand watchers take their time.
  const current = createMemo(() =>
    list.isPending ? [] : (unwrap(list.data)?.pages.flatMap(({ items }) => items) ?? []),
  )
  /** Where nothing of it is left, there is nothing that could move. */
  const held = createMemo(() => {
    const order = frozen()
    return order && current().some(({ id }) => order.includes(id)) ? order : undefined
  })
  /** The order on the screen: while it is frozen, rows are updated where they stand and new ones wait. */
  const rows = createMemo(() => {
    const order = held()
    if (!order) return current()
    const found = new Map(current().map((row) => [row.id, row]))
    return order.flatMap((id) => found.get(id) ?? [])
  })
  const byId = createMemo(() => new Map(rows().map((row) => [row.id, row])))
  /** By these the rows are told apart: one that changes stays where it is, with the focus in it. */
  const listedIds = createMemo(() => rows().map(({ id }) => id), [], { equals: isSame })
  const keys = createListKeys({
    ids: listedIds,
    selectedId: () => props.selectedId,
    scrollTo: (index) => handle?.scrollToIndex(index, { align: 'nearest' }),
  })
  const nameOf = (userId: string | null) => (userId === null ? undefined : props.nameOf(userId))
  /** What somebody who opens it from here wants to see. */
  const messageOf = ({ match, failedMessageId }: Row) =>
    match?.messageId ?? (props.filter.view === 'failed' ? (failedMessageId ?? undefined) : undefined)
  const waiting = createMemo(() => {
    const order = held()
    if (!order) return 0
    const shown = new Set(order)
    const first = order.find((id) => current().some((row) => row.id === id))
    const above = current().findIndex(({ id }) => id === first)
    return current().filter(({ id }, at) => !shown.has(id) || (above > 0 && at < above)).length
  })
  createEffect(() => props.onRows(rows()))
  props.onRest?.({
    hasMore: () => !list.isPending && list.hasNextPage,
    loadAll: async () => {
      let count = current().length
      while (list.hasNextPage && count < MOST_AT_ONCE) {
        const { isFetchNextPageError, data } = await list.fetchNextPage()
        if (isFetchNextPageError || !data) return null
        count = data.pages.reduce((sum, { items }) => sum + items.length, 0)
      }
      return current().map(({ id }) => id)
    },
  })
  createEffect(
    on(
      () => JSON.stringify(props.filter),
      () => {
        setFrozen(undefined)
        scroller()?.scrollTo({ top: 0 })
      },
      { defer: true },
    ),
  )
  const freeze = () => setFrozen((order) => order ?? current().map(({ id }) => id))
  const showNew = () => {
    setFrozen(undefined)
    scroller()?.scrollTo({ top: 0 })
  }
  // Read while it is not there, it would make the whole page wait for it, the search box with it.
  const pageCount = createMemo(() => (list.isPending ? undefined : list.data?.pages.length))
  /** A page more joins a frozen order at its end, and nothing that is new above. */
  createEffect(
    on(
      pageCount,
      () =>
        setFrozen((order) => {
          if (!order) return order
          const ids = current().map(({ id }) => id)
          const last = Math.max(...order.map((id) => ids.indexOf(id)))
          return [...new Set([...order, ...ids.slice(last + 1)])]
        }),
      { defer: true },
    ),
  )
  let isOver = false
  createEffect(
    on(
      ownChanges,
      () => {
        setFrozen(undefined)
        // The cache tells of it in a turn of its own; from then on it keeps still again.
        setTimeout(() => isOver && freeze())
      },
      { defer: true },
    ),
  )
  const onScroll = () => {
    if (!handle || !list.hasNextPage || list.isFetchingNextPage || list.isFetchNextPageError) return
    const last = handle.findItemIndex(handle.scrollOffset + handle.viewportSize)
    if (last > rows().length - LOAD_AHEAD) void list.fetchNextPage()
  }

  return (
    // The pill belongs to it: on the way there nothing moves either.
    <div
      onPointerEnter={(event) => {
        isOver = event.pointerType === 'mouse'
        if (isOver) freeze()
      }}
      onPointerLeave={() => {
        isOver = false
        setFrozen(undefined)
      }}
      class="relative min-h-0 flex-1"
    >
      <Show when={waiting() > 0}>
        <button
          type="button"
          onClick={showNew}
          class="-translate-x-1/2 absolute start-1/2 top-2 z-(--z-sticky) inline-flex h-7 items-center gap-1.5 rounded-full bg-brand px-3 text-xs font-medium text-on-brand shadow-md"
        >
          <ArrowUp aria-hidden="true" class="size-3.5" />
          {t('inbox.list.waiting', { count: waiting() })}
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
          <Match when={rows().length === 0}>
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
                  data={listedIds()}
                  scrollRef={element()}
                  itemSize={ROW_HEIGHT}
                  keepMounted={keys.kept()}
                  onScroll={onScroll}
                >
                  {(id) => (
                    <Show when={byId().get(id)}>
                      {(row) => (
                        <ConversationRow
                          conversation={row()}
                          isSelected={id === props.selectedId}
                          isActive={id === keys.activeId()}
                          isChecked={props.checked.has(id)}
                          isChecking={props.checked.size > 0}
                          draft={props.draftOf(id)}
                          assigneeName={nameOf(row().assigneeId)}
                          messageId={messageOf(row())}
                          onOpen={() => props.onOpen(id, messageOf(row()))}
                          onCheck={(range) => props.onCheck(id, range, listedIds())}
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

const isSame = (before: readonly string[], now: readonly string[]) =>
  before.length === now.length && before.every((id, at) => id === now[at])
