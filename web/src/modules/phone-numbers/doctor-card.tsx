import { useQuery } from '@tanstack/solid-query'
import type { ConnectionCheck, DoctorReport } from '@worker/modules/phone-numbers/doctor.schemas'
import type { PhoneNumber } from '@worker/modules/phone-numbers/phone-numbers.schemas'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import RotateCw from 'lucide-solid/icons/rotate-cw'
import { createMemo, For, Match, Show, Switch } from 'solid-js'
import { errorDetails, errorText } from '../../shared/errors'
import { createHeldPending } from '../../shared/held-pending'
import { t } from '../../shared/i18n'
import { currentMinute } from '../../shared/minute'
import { Banner, type BannerTone } from '../../ui/banner'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useCurrentMember } from '../auth/current-member'
import { TableCard } from '../settings/table-card'
import { whoCanText } from '../settings/who-can'
import { DoctorCheck } from './doctor-check'
import { sortChecks, verdictOf } from './doctor-report'
import { createFixing, type Fixing } from './fixing'
import { momentFact } from './number-facts'
import { doctorQuery } from './phone-numbers.queries'

/** The connection doctor: looks when the page is opened, and whenever it is asked to. */
export function DoctorCard(props: { number: PhoneNumber; mayUpdate: boolean }) {
  const member = useCurrentMember()
  return (
    <Show
      when={props.mayUpdate}
      fallback={
        <TableCard title={t('numbers.doctor.title')}>
          <p class="px-[18px] pb-4 text-ink-2 max-sm:px-4">
            {props.number.status === 'paused' && `${t('numbers.paused.title')}. ${props.number.pausedReason ?? ''} `}
            {t('numbers.doctor.onlyAdmins')} {whoCanText(member.me())}
          </p>
        </TableCard>
      }
    >
      <Doctor organizationId={member.organizationId()} id={props.number.id} />
    </Show>
  )
}

function Doctor(props: { organizationId: string; id: string }) {
  const report = useQuery(() => doctorQuery(props.organizationId, props.id))
  const pending = createHeldPending(() => report.isPending)
  const fixing = createFixing(() => props.id)
  const checkedAt = () => {
    const at = report.isPending ? undefined : report.data?.checkedAt
    return at === undefined
      ? undefined
      : t('numbers.doctor.checkedAt', { time: momentFact(at, currentMinute()).text.toLocaleLowerCase('en-GB') })
  }
  return (
    <TableCard
      title={t('numbers.doctor.title')}
      description={t('numbers.doctor.text')}
      actions={
        <div class="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 max-sm:basis-full">
          <span class="text-ink-3 text-xs">{checkedAt()}</span>
          <Button
            size="sm"
            icon={<RotateCw aria-hidden="true" class="size-3.5" />}
            busy={report.isFetching ? t('numbers.doctor.checking') : undefined}
            onClick={() => void report.refetch()}
          >
            {t('numbers.doctor.again')}
          </Button>
        </div>
      }
    >
      <Switch>
        <Match when={pending()}>
          <div class="px-[18px] pb-4 max-sm:px-4">
            <Skeleton shape="text" rows={8} />
          </div>
        </Match>
        <Match when={!report.data && report.error}>
          {(error) => (
            <ErrorState
              title={t('numbers.doctor.failed')}
              text={errorText(error())}
              details={errorDetails(error())}
              onRetry={() => void report.refetch()}
            />
          )}
        </Match>
        <Match when={report.data}>{(data) => <Report report={data()} fixing={fixing} />}</Match>
      </Switch>
    </TableCard>
  )
}

const tones: Record<ReturnType<typeof verdictOf>['kind'], BannerTone> = {
  well: 'ok',
  warnings: 'warn',
  broken: 'bad',
  unknown: 'neutral',
}

function Report(props: { report: DoctorReport; fixing: Fixing }) {
  const verdict = () => verdictOf(props.report)
  const sorted = createMemo(() => sortChecks(props.report.checks))
  const words = (): [title: string, text: string] => {
    const found = verdict()
    if (found.kind === 'well')
      return [t('numbers.doctor.allWell'), t('numbers.doctor.allWellText', props.report.checks.length)]
    if (found.kind === 'unknown') return [t('numbers.doctor.unknown'), t('numbers.doctor.unknownText')]
    return [t('numbers.doctor.found', found.count), t('numbers.doctor.foundText')]
  }
  const list = (checks: readonly ConnectionCheck[]) => (
    <div class="divide-y divide-line-soft border-line-soft border-t">
      <For each={checks}>{(check) => <DoctorCheck check={check} fixing={props.fixing} />}</For>
    </div>
  )
  return (
    <>
      <div class="px-[18px] pb-3.5 max-sm:px-4">
        <Banner tone={tones[verdict().kind]}>
          <b>{words()[0]}.</b> {words()[1]}
        </Banner>
      </div>
      <Show when={sorted().open.length > 0}>{list(sorted().open)}</Show>
      <Show when={sorted().passed.length > 0}>
        {/* Open where there is nothing else to look at. */}
        <details class="group border-line-soft border-t" open={verdict().kind === 'well'}>
          <summary class="flex items-center gap-2 px-[18px] py-2.5 font-medium text-ink-2 hover:bg-surface-2 max-sm:min-h-11 max-sm:px-4">
            <ChevronRight
              aria-hidden="true"
              class="transition-transform duration-(--t-fast) group-open:rotate-90 rtl:-scale-x-100"
            />
            {t('numbers.doctor.passed', sorted().passed.length)}
          </summary>
          {list(sorted().passed)}
        </details>
      </Show>
    </>
  )
}
