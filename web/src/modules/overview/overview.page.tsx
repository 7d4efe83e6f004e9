import '../../strings/register-overview'
import '../../strings/register-numbers'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Overview } from '@worker/modules/analytics/analytics.schemas'
import { Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { ErrorState } from '../../ui/error-state'
import { useCurrentMember } from '../auth/current-member'
import { useInboxLive } from '../inbox/inbox-context'
import { AttentionCard } from './attention-card'
import { ChecklistCard } from './checklist-card'
import { FirstNumberCard } from './first-number-card'
import { dateText, greetingText } from './greeting'
import { KeyFigures } from './key-figures'
import { NumbersCard } from './numbers-card'
import { overviewKey, overviewQuery, todayQuery } from './overview.queries'
import { OverviewSkeleton } from './overview-skeleton'
import { createThrottledRefresh } from './refresh'
import { TeamCard } from './team-card'
import { WaitingCard } from './waiting-card'

/** The first page of the day: what waits, what is broken, what is left to set up. */
export default function OverviewPage() {
  const member = useCurrentMember()
  const cache = useQueryClient()
  const overview = useQuery(() => overviewQuery(member.organizationId()))
  const pending = createHeldPending(() => overview.isPending)
  const refresh = createThrottledRefresh(
    () => void cache.invalidateQueries({ queryKey: overviewKey(member.organizationId()) }),
  )
  useInboxLive().onChanged(refresh)

  return (
    <div class="flex h-full flex-col">
      <header class="flex min-h-14 flex-none flex-wrap items-baseline gap-x-3 border-line-soft border-b px-6 py-4 max-sm:px-4">
        <h1
          tabindex="-1"
          data-title={t('overview.title')}
          class="text-[17px]/6 tracking-[-.015em] max-sm:text-[26px]/[34px] max-sm:tracking-[-.025em]"
        >
          <bdi>{greetingText(currentMinute(), member.me().user.name)}</bdi>
        </h1>
        <p class="text-ink-3">{dateText(currentMinute())}</p>
      </header>
      <div class="min-h-0 flex-1 overflow-y-auto px-6 pt-4 pb-6 max-sm:px-3">
        <Switch>
          <Match when={pending()}>
            <OverviewSkeleton />
          </Match>
          <Match when={!overview.data && overview.error}>
            {(error) => (
              <ErrorState
                title={t('overview.loadFailed')}
                text={errorText(error())}
                details={errorDetails(error())}
                onRetry={() => void overview.refetch()}
              />
            )}
          </Match>
          <Match when={overview.data}>{(data) => <Cards overview={data()} />}</Match>
        </Switch>
      </div>
    </div>
  )
}

function Cards(props: { overview: Overview }) {
  const member = useCurrentMember()
  const isFirstRun = () => props.overview.numbers.length === 0 && props.overview.open === 0
  const today = useQuery(() => ({ ...todayQuery(member.organizationId()), enabled: !isFirstRun() }))
  return (
    <div class="grid grid-cols-[minmax(0,1fr)_332px] items-start gap-4 max-lg:grid-cols-1">
      <Show when={!isFirstRun()}>
        <div class="col-span-full">
          <KeyFigures overview={props.overview} today={today} timeZone={member.me().organization.timeZone} />
        </div>
      </Show>
      <div class="flex min-w-0 flex-col gap-4">
        <Show when={!isFirstRun()} fallback={<FirstNumberCard />}>
          <AttentionCard overview={props.overview} />
          <WaitingCard conversations={props.overview.waitingLongest} />
          <NumbersCard numbers={props.overview.numbers} />
        </Show>
      </div>
      <div class="grid min-w-0 items-start gap-4 max-lg:grid-cols-2 max-md:grid-cols-1">
        <ChecklistCard overview={props.overview} isQuiet={isFirstRun()} />
        <TeamCard team={props.overview.team} />
      </div>
    </div>
  )
}
