import { createEffect, createSignal, on, onMount, Show } from 'solid-js'
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid'
import { t } from '../../shared/i18n'
import { createMediaQuery } from '../../shared/media-query'
import { createOnPage } from '../../shared/on-page'
import { Spinner } from '../../ui/spinner'
import { type ColumnName, gridOf, widthOf } from './contact-columns'
import { ContactHead } from './contact-head'
import { createContactKeys } from './contact-keys'
import type { ContactListItem } from './contact-list.queries'
import { ContactCard, ContactRow } from './contact-row'
import { headState, isSelected, type Selection } from './contact-selection'
import type { ContactSort } from './list-place'

const ROW_PX = 46
const CARD_PX = 73
const HEAD_PX = 40
const LOAD_AHEAD = 20

export type ContactTableProps = {
  contacts: readonly ContactListItem[]
  total: number | undefined
  columns: readonly ColumnName[]
  sort: ContactSort
  selection: Selection
  maySelect: boolean
  /** Something floats over its end. */
  hasBar: boolean
  /** Another one: another list, read from its top. */
  listKey: string
  hasMore: boolean
  isLoadingMore: boolean
  hasMoreFailed: boolean
  ownerName: (userId: string) => string | undefined
  onSort: (sort: ContactSort) => void
  onToggle: (id: string, isRange: boolean) => void
  onToggleAll: () => void
  onLoadMore: () => void
}

/** Everybody that is loaded, as rows; on a phone as cards. Only what is in sight is drawn. */
export function ContactTable(props: ContactTableProps) {
  const isPhone = createMediaQuery('(max-width: 759.98px)')
  const [scroller, setScroller] = createSignal<HTMLDivElement>()
  const isOnPage = createOnPage(scroller)
  let handle: VirtualizerHandle | undefined
  const ids = () => props.contacts.map(({ id }) => id)
  const keys = createContactKeys({
    ids,
    list: scroller,
    scrollTo: (index) => handle?.scrollToIndex(index, { align: 'nearest' }),
    onToggle: (id, isRange) => props.maySelect && props.onToggle(id, isRange),
  })
  const onScroll = () => {
    if (!handle || !props.hasMore || props.isLoadingMore || props.hasMoreFailed) return
    const last = handle.findItemIndex(handle.scrollOffset + handle.viewportSize)
    if (last > props.contacts.length - LOAD_AHEAD) props.onLoadMore()
  }
  createEffect(
    on(
      () => props.listKey,
      () => scroller()?.scrollTo({ top: 0 }),
      { defer: true },
    ),
  )
  onMount(() => requestAnimationFrame(onScroll))

  const rows = (within: HTMLDivElement) => (
    <Virtualizer
      ref={(value) => (handle = value)}
      data={props.contacts}
      scrollRef={within}
      itemSize={isPhone() ? CARD_PX : ROW_PX}
      startMargin={isPhone() ? 0 : HEAD_PX}
      keepMounted={keys.kept()}
      onScroll={onScroll}
    >
      {(contact, index) => {
        const row = {
          get contact() {
            return contact
          },
          get index() {
            return index()
          },
          get columns() {
            return props.columns
          },
          get ownerName() {
            return contact.ownerId === null ? undefined : props.ownerName(contact.ownerId)
          },
          get isSelected() {
            return isSelected(props.selection, contact.id)
          },
          get isActive() {
            return contact.id === keys.activeId()
          },
          get maySelect() {
            return props.maySelect
          },
          onToggle: (isRange: boolean) => props.onToggle(contact.id, isRange),
          onFocus: () => keys.onFocus(contact.id),
          onKeyDown: keys.onKeyDown,
        }
        return (
          <Show when={isPhone()} fallback={<ContactRow {...row} />}>
            <ContactCard {...row} />
          </Show>
        )
      }}
    </Virtualizer>
  )

  return (
    <div ref={setScroller} class="h-full overflow-auto [overflow-anchor:none]">
      <Show
        when={!isPhone()}
        fallback={
          <section aria-label={t('contactsList.table')}>
            <Show when={isOnPage() && scroller()}>{(within) => rows(within())}</Show>
          </section>
        }
      >
        {/* biome-ignore lint/a11y/useSemanticElements: only the rows in sight are there. */}
        <div
          role="table"
          aria-label={t('contactsList.table')}
          aria-rowcount={props.total === undefined ? -1 : props.total + 1}
          style={{ '--columns': gridOf(props.columns), 'min-width': `${widthOf(props.columns)}px` }}
          class="tabular-nums"
        >
          <ContactHead
            columns={props.columns}
            sort={props.sort}
            state={headState(props.selection, ids())}
            maySelect={props.maySelect}
            onSort={props.onSort}
            onToggleAll={props.onToggleAll}
          />
          <Show when={isOnPage() && scroller()}>{(within) => rows(within())}</Show>
        </div>
      </Show>
      <Show when={props.isLoadingMore}>
        <p role="status" class="flex h-12 items-center justify-center gap-2 text-ink-3 text-xs">
          <Spinner />
          {t('contactsList.loadingMore')}
        </p>
      </Show>
      <Show when={props.hasMoreFailed}>
        <button type="button" class="w-full p-3 text-bad-ink text-sm" onClick={() => props.onLoadMore()}>
          {t('contactsList.moreFailed')}
        </button>
      </Show>
      <Show when={props.hasBar}>
        <div class="h-20" />
      </Show>
    </div>
  )
}
