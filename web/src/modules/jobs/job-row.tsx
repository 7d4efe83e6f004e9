import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import type { Job } from '@worker/modules/jobs/jobs.schemas'
import Pause from 'lucide-solid/icons/pause'
import Play from 'lucide-solid/icons/play'
import X from 'lucide-solid/icons/x'
import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { IconButton } from '../../ui/icon-button'
import { ProgressBar } from '../../ui/progress-bar'
import { useCurrentMember } from '../auth/current-member'
import { downloadOf } from './job-download'
import { hasEnded, jobCounts, jobProgress, jobTitle, shareOf } from './job-state'
import { changeJob, type JobChange } from './jobs.queries'

/** One job: what it is, how far, what can be done about it, what came of it. */
export function JobRow(props: { job: Job; onDismiss?: (() => void) | undefined; onLeave: () => void }) {
  const member = useCurrentMember()
  const client = useQueryClient()
  const navigate = useNavigate()
  const title = () => jobTitle(props.job)
  const isWaiting = () => props.job.kind === 'contact_import' && props.job.state === 'waiting'
  const change = (what: JobChange) => void changeJob(client, member.organizationId(), props.job, what)
  const detail = () => [jobProgress(props.job), jobCounts(props.job)].filter(Boolean).join(' · ')
  const download = () => downloadOf(props.job)
  return (
    <li class="flex flex-col gap-1.5 px-4 py-3">
      <div class="flex min-h-7 items-center gap-1">
        <span class="min-w-0 flex-1 truncate font-medium" dir="auto" title={title()}>
          {title()}
        </span>
        <Show when={props.job.state === 'running'}>
          <IconButton
            size="sm"
            label={t('jobs.pause', { title: title() })}
            icon={<Pause aria-hidden="true" />}
            onClick={() => change('pause')}
          />
        </Show>
        <Show when={props.job.state === 'paused'}>
          <IconButton
            size="sm"
            label={t('jobs.resume', { title: title() })}
            icon={<Play aria-hidden="true" />}
            onClick={() => change('resume')}
          />
        </Show>
        <Show
          when={hasEnded(props.job)}
          fallback={
            <IconButton
              size="sm"
              label={t('jobs.cancel', { title: title() })}
              icon={<X aria-hidden="true" />}
              onClick={() => change('cancel')}
            />
          }
        >
          <Show when={props.onDismiss}>
            {(dismiss) => (
              <IconButton
                size="sm"
                label={t('jobs.dismiss', { title: title() })}
                icon={<X aria-hidden="true" />}
                onClick={() => dismiss()()}
              />
            )}
          </Show>
        </Show>
      </div>
      <Show when={!hasEnded(props.job) && !isWaiting()}>
        <ProgressBar
          label={title()}
          share={shareOf(props.job)}
          tone={props.job.state === 'paused' ? 'quiet' : 'brand'}
        />
      </Show>
      <p class="text-ink-2 text-xs tabular-nums">
        <Show
          when={props.job.failure}
          fallback={[isWaiting() ? t('jobs.stopped') : t(`jobs.state.${props.job.state}`), detail()]
            .filter(Boolean)
            .join(' · ')}
        >
          {(failure) => <span class="text-bad-ink">{failure().message}</span>}
        </Show>
      </p>
      <div class="flex flex-wrap gap-2 empty:hidden">
        <Show when={isWaiting()}>
          <Button
            size="sm"
            onClick={() => {
              props.onLeave()
              navigate(`/contacts?import=${encodeURIComponent(props.job.id)}`)
            }}
          >
            {t('jobs.open')}
          </Button>
        </Show>
        <Show when={download()}>
          {(file) => (
            <Button size="sm" onClick={() => void file().save()}>
              {file().label}
            </Button>
          )}
        </Show>
      </div>
    </li>
  )
}
