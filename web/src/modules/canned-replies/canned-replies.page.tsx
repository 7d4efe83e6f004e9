import '../../strings/register-canned'
import { useQuery } from '@tanstack/solid-query'
import type { CannedReply } from '@worker/modules/canned-replies/canned-replies.schemas'
import Plus from 'lucide-solid/icons/plus'
import Search from 'lucide-solid/icons/search'
import Zap from 'lucide-solid/icons/zap'
import { createMemo, createSignal, Match, Show, Suspense, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Segmented } from '../../ui/segmented'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { focusNeighbour } from '../settings/keep-focus'
import { TableCard } from '../settings/table-card'
import { cannedRepliesQuery } from './canned-replies.queries'
import { CannedRepliesTable } from './canned-replies-table'
import { filterReplies } from './filter-replies'
import { RemoveReplyDialog } from './remove-reply-dialog'

const CannedReplyDialog = lazyPart(() => import('./canned-reply-dialog'))

type Shown = 'all' | 'shared' | 'own'
const choices = (['all', 'shared', 'own'] as const).map((value) => ({ value, label: t(`canned.${value}`) }))

/** The team's texts and one's own: find, write, change and delete them. */
export default function CannedRepliesPage() {
  const member = useCurrentMember()
  const list = useQuery(() => cannedRepliesQuery(member.organizationId()))
  const pending = createHeldPending(() => list.isPending)
  const [query, setQuery] = createSignal('')
  const [shown, setShown] = createSignal<Shown>('all')
  const [editing, setEditing] = createSignal<CannedReply | 'new'>()
  const [removing, setRemoving] = createSignal<CannedReply | null>(null)
  const replies = createMemo(() => (list.isPending ? [] : (list.data?.items ?? [])))
  const found = createMemo(() =>
    filterReplies(replies(), query().trim().replace(/^\//, '')).filter(
      ({ isShared }) => shown() === 'all' || isShared === (shown() === 'shared'),
    ),
  )
  const mayChange = (reply: CannedReply) =>
    member.can('canned-replies:update') && (!reply.isShared || member.can('canned-replies:share'))
  let area: HTMLDivElement | undefined

  const createButton = () => (
    <Show when={member.can('canned-replies:update')}>
      <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setEditing('new')}>
        {t('canned.create')}
      </Button>
    </Show>
  )
  const edited = () => {
    const reply = editing()
    return reply === 'new' ? undefined : reply
  }

  return (
    <div ref={(element) => (area = element)} class="max-w-[960px]">
      <TableCard
        description={replies().length > 0 && t('canned.text')}
        actions={replies().length > 0 && createButton()}
      >
        <Switch>
          <Match when={pending()}>
            <Skeleton rows={4} />
          </Match>
          <Match when={!list.data && list.error}>
            {(error) => (
              <ErrorState
                title={t('canned.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void list.refetch()}
              />
            )}
          </Match>
          <Match when={replies().length === 0}>
            <EmptyState icon={<Zap aria-hidden="true" />} title={t('canned.emptyTitle')} text={t('canned.emptyText')}>
              {createButton()}
            </EmptyState>
          </Match>
          <Match when={true}>
            <div class="flex flex-wrap items-center gap-3 px-[18px] pt-1 pb-3 max-sm:px-4">
              <Segmented label={t('canned.show')} options={choices} value={shown()} onChange={setShown} />
              <label class="flex h-8 w-64 items-center gap-2 rounded-sm bg-surface-3 ps-2.5 pe-2 text-ink-3 focus-within:outline-2 focus-within:outline-focus max-sm:h-11 max-sm:w-full">
                <Search aria-hidden="true" class="size-3.5" />
                <input
                  type="search"
                  aria-label={t('canned.search')}
                  placeholder={t('canned.search')}
                  class="min-w-0 flex-1 bg-transparent text-ink outline-none max-sm:text-lg"
                  value={query()}
                  onInput={(event) => setQuery(event.currentTarget.value)}
                />
              </label>
              <span role="status" class="ms-auto text-ink-3 text-xs max-sm:ms-0">
                {t('canned.shown', found().length)}
              </span>
            </div>
            <Show
              when={found().length > 0}
              fallback={
                <p class="px-[18px] pb-4 text-ink-2 max-sm:px-4">{t('canned.noneFound', { query: query() })}</p>
              }
            >
              <CannedRepliesTable replies={found()} mayChange={mayChange} onEdit={setEditing} onRemove={setRemoving} />
            </Show>
          </Match>
        </Switch>
      </TableCard>
      <Show when={editing()}>
        <Suspense>
          <CannedReplyDialog reply={edited()} onClose={() => setEditing(undefined)} />
        </Suspense>
      </Show>
      <RemoveReplyDialog
        reply={removing()}
        onRemoved={(reply) =>
          focusNeighbour(
            area,
            found().findIndex(({ id }) => id === reply.id),
          )
        }
        onClose={() => setRemoving(null)}
      />
    </div>
  )
}
