import '../../strings/register-contact-page'
import { useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { DuplicatePair } from '@worker/modules/contacts/duplicates.schemas'
import { createEffect, createMemo, createSignal, For, Match, Show, Suspense, Switch } from 'solid-js'
import { api, call } from '../../shared/api'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { lazyPart } from '../../shared/lazy-part'
import { Button } from '../../ui/button'
import { CrumbHeader } from '../../ui/crumb-header'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { DuplicatePairCard } from './duplicate-pair'
import { duplicatesQuery } from './merge.queries'

const MergeDialog = lazyPart(() => import('./merge-dialog'))
const keyOf = ({ ids }: DuplicatePair) => ids.join(' ')

/** People who may be one: merged, or kept apart, by whoever looks. */
export default function DuplicatesPage() {
  const member = useCurrentMember()
  const client = useQueryClient()
  const query = useInfiniteQuery(() => duplicatesQuery(member.organizationId()))
  const isPending = createHeldPending(() => query.isPending)
  const [merging, setMerging] = createSignal<DuplicatePair>()
  /** Decided here: gone at once, whatever the server has answered by then. */
  const [decided, setDecided] = createSignal<ReadonlySet<string>>(new Set())
  let list: HTMLUListElement | undefined
  const pairs = createMemo(() =>
    (query.isPending ? [] : (query.data?.pages ?? []))
      .flatMap(({ items }) => items)
      .filter((pair) => !decided().has(keyOf(pair))),
  )
  // A page may be empty and not the last.
  const isLooking = () => pairs().length === 0 && query.hasNextPage && !query.isFetchNextPageError
  createEffect(() => {
    if (!query.isPending && isLooking() && !query.isFetchingNextPage) void query.fetchNextPage()
  })

  function decide(pair: DuplicatePair, isDecided: boolean): void {
    const at = pairs().indexOf(pair)
    setDecided((before) => {
      const after = new Set(before)
      if (isDecided) after.add(keyOf(pair))
      else after.delete(keyOf(pair))
      return after
    })
    // On to the next one, for whoever works through them by keyboard.
    if (isDecided) [...(list?.querySelectorAll<HTMLElement>('[data-pair-action]') ?? [])].at(at)?.focus()
  }

  async function keepApart(pair: DuplicatePair): Promise<void> {
    decide(pair, true)
    const route = api.api.contacts.duplicates.dismiss
    const takeBack = async () => {
      decide(pair, false)
      try {
        await call(route.$delete({ json: { ids: pair.ids } }))
      } catch (error) {
        decide(pair, true)
        showToast({ tone: 'bad', text: errorText(error) })
      }
    }
    try {
      await call(route.$post({ json: { ids: pair.ids } }))
      const [one, other] = pair.people
      showToast({
        text: t('contactPage.duplicates.dismissed', { one: one.displayName, other: other.displayName }),
        action: { label: t('contactPage.mergeDialog.undo'), isUndo: true, onSelect: () => void takeBack() },
      })
    } catch (error) {
      decide(pair, false)
      showToast({ tone: 'bad', text: errorText(error) })
    }
  }

  return (
    <div class="flex h-full flex-col">
      <CrumbHeader
        crumbs={[{ label: t('contactPage.contacts'), href: '/contacts' }]}
        title={t('contactPage.duplicates.title')}
      />
      <div class="min-h-0 flex-1 overflow-y-auto px-6 pt-4 pb-6 max-sm:px-3">
        <Switch>
          <Match when={isPending() || isLooking()}>
            <p class="sr-only" role="status">
              {t('contactPage.duplicates.looking')}
            </p>
            <Skeleton rows={6} />
          </Match>
          <Match when={!query.data && query.error}>
            {(error) => (
              <ErrorState
                title={t('contactPage.duplicates.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void query.refetch()}
              />
            )}
          </Match>
          <Match when={pairs().length === 0 && !query.hasNextPage}>
            <EmptyState
              illustration="caught-up"
              title={t('contactPage.duplicates.empty')}
              text={t('contactPage.duplicates.emptyText')}
            />
          </Match>
          <Match when={true}>
            <p class="pb-3 text-ink-2">{t('contactPage.duplicates.subtitle')}</p>
            <ul ref={(element) => (list = element)} class="flex max-w-[860px] flex-col gap-3">
              <For each={pairs()}>
                {(pair) => (
                  <li>
                    <DuplicatePairCard
                      pair={pair}
                      mayChange={member.can('contacts:update')}
                      onMerge={() => setMerging(pair)}
                      onApart={() => void keepApart(pair)}
                    />
                  </li>
                )}
              </For>
            </ul>
            <Show when={query.hasNextPage}>
              <Button
                variant="ghost"
                class="mt-3"
                busy={query.isFetchingNextPage ? t('contactPage.duplicates.looking') : undefined}
                onClick={() => void query.fetchNextPage()}
              >
                {t(query.isFetchNextPageError ? 'ui.tryAgain' : 'contactPage.duplicates.more')}
              </Button>
            </Show>
          </Match>
        </Switch>
      </div>
      <Show when={merging()} keyed>
        {(pair) => (
          <Suspense>
            <MergeDialog
              contact={pair.people[0]}
              otherId={pair.people[1].id}
              onClose={() => setMerging(undefined)}
              onMerged={() => {
                setMerging(undefined)
                void client.invalidateQueries({ queryKey: duplicatesQuery(member.organizationId()).queryKey })
              }}
            />
          </Suspense>
        )}
      </Show>
    </div>
  )
}
