import { useInfiniteQuery } from '@tanstack/solid-query'
import Contact from 'lucide-solid/icons/contact'
import SearchX from 'lucide-solid/icons/search-x'
import { createMemo, type JSX, Match, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { createQueryData } from '../../shared/query-data'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { useCurrentMember } from '../auth/current-member'
import { contactListQuery } from './contact-list.queries'
import { ContactTable, type ContactTableProps } from './contact-table'
import { filterOf, type ListPlace } from './list-place'
import { TableSkeleton } from './table-skeleton'

/** The table, or why there is none. */
export function ListBody(
  props: Pick<
    ContactTableProps,
    'total' | 'columns' | 'selection' | 'maySelect' | 'hasBar' | 'ownerName' | 'onSort'
  > & {
    place: ListPlace
    /** What helps somebody who has no contacts yet. */
    firstSteps: JSX.Element
    onToggle: (id: string, isRange: boolean, order: readonly string[]) => void
    onToggleAll: (loaded: readonly string[]) => void
    onClear: () => void
  },
) {
  const member = useCurrentMember()
  const list = useInfiniteQuery(() => contactListQuery(member.organizationId(), props.place))
  const pending = createHeldPending(() => list.isPending)
  const data = createQueryData(list)
  const contacts = createMemo(() => data()?.pages.flatMap(({ items }) => items) ?? [])
  const ids = () => contacts().map(({ id }) => id)
  const isNarrowed = () => props.place.search.trim() !== '' || props.place.conditions.length > 0
  const listKey = createMemo(() => JSON.stringify([filterOf(props.place), props.place.sort]))
  return (
    <Switch>
      <Match when={pending() || (!data() && !list.error)}>
        <TableSkeleton columns={props.columns} />
      </Match>
      <Match when={!data() && list.error}>
        {(error) => (
          <ErrorState
            title={t('contactsList.loadFailed')}
            text={errorText(error())}
            details={errorDetails(error())}
            onRetry={() => void list.refetch()}
          />
        )}
      </Match>
      <Match when={contacts().length === 0 && (isNarrowed() || props.place.segmentId)}>
        <EmptyState
          icon={<SearchX aria-hidden="true" />}
          title={t('contactsList.noneFound.title')}
          text={t(isNarrowed() ? 'contactsList.noneFound.text' : 'contactsList.noneFound.segmentText')}
        >
          {isNarrowed() && <Button onClick={() => props.onClear()}>{t('contactsList.noneFound.clear')}</Button>}
        </EmptyState>
      </Match>
      <Match when={contacts().length === 0}>
        <EmptyState
          icon={<Contact aria-hidden="true" />}
          title={t('contactsList.empty.title')}
          text={t('contactsList.empty.text')}
        >
          {props.firstSteps}
        </EmptyState>
      </Match>
      <Match when={true}>
        <ContactTable
          contacts={contacts()}
          total={props.total}
          columns={props.columns}
          sort={props.place.sort}
          selection={props.selection}
          maySelect={props.maySelect}
          hasBar={props.hasBar}
          listKey={listKey()}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          hasMoreFailed={list.isFetchNextPageError}
          ownerName={props.ownerName}
          onSort={props.onSort}
          onToggle={(id, isRange) => props.onToggle(id, isRange, ids())}
          onToggleAll={() => props.onToggleAll(ids())}
          onLoadMore={() => void list.fetchNextPage()}
        />
      </Match>
    </Switch>
  )
}
