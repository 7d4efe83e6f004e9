import '../../strings/register-jobs'
import { useQuery, useQueryClient } from '@tanstack/solid-query'
import type { Job } from '@worker/modules/jobs/jobs.schemas'
import CircleCheck from 'lucide-solid/icons/circle-check'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { createMemo, createSignal, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { createQueryData } from '../../shared/query-data'
import { Popover } from '../../ui/popover'
import { Spinner } from '../../ui/spinner'
import { useCurrentMember } from '../auth/current-member'
import { JobRow } from './job-row'
import { hasEnded, isUnderWay, shareOf } from './job-state'
import { watchJobs } from './job-watch'
import { jobsQuery } from './jobs.queries'

/** In the top bar while something goes on by itself, and until what came of it was looked at. */
export function JobsChip() {
  const member = useCurrentMember()
  const client = useQueryClient()
  const organizationId = member.organizationId()
  const list = createQueryData(useQuery(() => ({ ...jobsQuery(organizationId), enabled: member.can('contacts:read') })))
  const [isOpen, setOpen] = createSignal(false)
  const [dismissed, setDismissed] = createSignal<ReadonlySet<string>>(new Set<string>())
  // What had ended before this page was opened is no news.
  const [seen, setSeen] = createSignal<ReadonlySet<string>>(new Set<string>())
  const items = () => list()?.items
  watchJobs(items, { client, organizationId, userId: member.me().user.id })
  const shown = createMemo<readonly Job[]>((before) => {
    const all = items() ?? []
    const alive = all.filter((job) => !hasEnded(job) && job.kind !== 'retention').map(({ id }) => id)
    if (alive.some((id) => !seen().has(id))) setSeen((now) => new Set([...now, ...alive]))
    const known = new Set([...seen(), ...alive, ...before.map(({ id }) => id)])
    return all.filter(({ id }) => known.has(id) && !dismissed().has(id))
  }, [])
  const underWay = () => shown().filter(isUnderWay)
  const hasFailed = () => shown().some(({ state }) => state === 'failed')
  const share = () => {
    const [first, ...others] = underWay()
    return first && others.length === 0 ? shareOf(first) : undefined
  }
  const words = () => {
    if (underWay().length > 0) return t('jobs.running', underWay().length)
    return shown().some((job) => !hasEnded(job)) ? t('jobs.stopped') : t('jobs.ended')
  }
  let button: HTMLButtonElement | undefined
  return (
    <Show when={shown().length > 0}>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen()}
        aria-label={`${t('jobs.label')}: ${words()}`}
        onClick={() => setOpen(!isOpen())}
        class="inline-flex h-(--h-sm) flex-none items-center gap-1.5 rounded-sm px-2 text-ink-2 text-xs tabular-nums hover:bg-surface-4 hover:text-ink aria-expanded:bg-surface-4 max-sm:size-11 max-sm:justify-center"
      >
        <Show
          when={underWay().length > 0}
          fallback={
            <Show when={hasFailed()} fallback={<CircleCheck aria-hidden="true" class="size-3.5 text-ok-ink" />}>
              <TriangleAlert aria-hidden="true" class="size-3.5 text-bad-ink" />
            </Show>
          }
        >
          <Spinner />
        </Show>
        <span class="max-sm:hidden">{words()}</span>
        <Show when={share()}>{(part) => <span class="max-sm:hidden">{Math.round(part() * 100)}%</span>}</Show>
      </button>
      <Popover
        open={isOpen()}
        onOpenChange={setOpen}
        anchor={() => button}
        label={t('jobs.label')}
        class="w-[360px] text-start"
      >
        <h2 class="flex-none border-line-soft border-b px-4 py-2.5 font-semibold text-sm">{t('jobs.label')}</h2>
        <ul class="min-h-0 divide-y divide-line-soft overflow-y-auto">
          <For each={shown()}>
            {(job) => (
              <JobRow
                job={job}
                onLeave={() => setOpen(false)}
                onDismiss={() => setDismissed((before) => new Set([...before, job.id]))}
              />
            )}
          </For>
        </ul>
      </Popover>
    </Show>
  )
}
