import { useInfiniteQuery, useQueryClient } from '@tanstack/solid-query'
import type { TimelineEntry } from '@worker/modules/contacts/timeline.schemas'
import Clock from 'lucide-solid/icons/clock'
import { createEffect, createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { formatDay, startOfDay } from '../../shared/times'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Segmented } from '../../ui/segmented'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { timelineQuery, undoMerge } from './merge.queries'
import { TimelineRow } from './timeline-entry'

const views = ['all', 'messages', 'notes', 'consent', 'changes'] as const
type View = (typeof views)[number]
const typesOf: Record<View, string | undefined> = {
  all: undefined,
  messages: 'messages,broadcasts',
  notes: 'notes',
  consent: 'consent',
  changes: 'conversations,tags,merges,changes',
}
type Day = { day: number; at: string; entries: TimelineEntry[] }

/** What happened with a person, newest first, day by day. */
export function Timeline(props: { contactId: string; name: string }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const [view, setView] = createSignal<View>('all')
  const query = useInfiniteQuery(() => timelineQuery(member.organizationId(), props.contactId, typesOf[view()]))
  const isPending = createHeldPending(() => query.isPending)
  const entries = createMemo(() => (query.isPending ? [] : (query.data?.pages ?? [])).flatMap(({ items }) => items))
  // A page of some kinds may be empty and not the last.
  const isLooking = () => entries().length === 0 && query.hasNextPage && !query.isFetchNextPageError
  createEffect(() => {
    if (!query.isPending && isLooking() && !query.isFetchingNextPage) void query.fetchNextPage()
  })
  const days = createMemo(() =>
    entries().reduce<Day[]>((all, entry) => {
      const day = startOfDay(new Date(entry.at))
      const last = all.at(-1)
      if (last?.day === day) last.entries.push(entry)
      else all.push({ day, at: entry.at, entries: [entry] })
      return all
    }, []),
  )
  return (
    <section aria-label={t('contactPage.timeline.title')} class="flex min-h-full flex-col">
      <header class="flex flex-wrap items-center justify-between gap-2 pb-1">
        <h2 class="text-md">{t('contactPage.timeline.title')}</h2>
        <Segmented
          label={t('contactPage.timeline.filter')}
          options={views.map((value) => ({ value, label: t(`contactPage.timeline.${value}`) }))}
          value={view()}
          onChange={setView}
        />
      </header>
      <Switch>
        <Match when={isPending() || isLooking()}>
          <Skeleton rows={6} />
        </Match>
        <Match when={!query.data && query.error}>
          {(error) => (
            <ErrorState
              title={t('contactPage.timeline.loadFailed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void query.refetch()}
            />
          )}
        </Match>
        <Match when={entries().length === 0}>
          <EmptyState
            icon={<Clock aria-hidden="true" />}
            title={t(view() === 'all' ? 'contactPage.timeline.empty' : 'contactPage.timeline.emptyFilter')}
            text={view() === 'all' ? t('contactPage.timeline.emptyText') : undefined}
          />
        </Match>
        <Match when={true}>
          <For each={days()}>
            {(day) => (
              <>
                <h3 class="mt-3 flex items-center gap-3 font-medium text-ink-3 text-xs after:h-px after:flex-1 after:bg-line-soft">
                  {formatDay(day.at, currentMinute())}
                </h3>
                <ul>
                  <For each={day.entries}>
                    {(entry) => (
                      <TimelineRow
                        entry={entry}
                        personName={props.name}
                        mayUndo={member.can('contacts:update')}
                        onUndo={(mergeId) => undoMerge(client, member.organizationId(), mergeId)}
                      />
                    )}
                  </For>
                </ul>
              </>
            )}
          </For>
          <Show when={query.hasNextPage}>
            <Button
              variant="ghost"
              class="mt-2 self-center"
              busy={query.isFetchingNextPage ? t('contactPage.timeline.more') : undefined}
              onClick={() => void query.fetchNextPage()}
            >
              {t(query.isFetchNextPageError ? 'ui.tryAgain' : 'contactPage.timeline.more')}
            </Button>
          </Show>
        </Match>
      </Switch>
    </section>
  )
}
