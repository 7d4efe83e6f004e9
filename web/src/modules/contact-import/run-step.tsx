import type { ContactImport } from '@worker/modules/contact-import/contact-import.schemas'
import CircleCheck from 'lucide-solid/icons/circle-check'
import RefreshCw from 'lucide-solid/icons/refresh-cw'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { type JSX, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Button } from '../../ui/button'
import { ProgressBar } from '../../ui/progress-bar'
import { Spinner } from '../../ui/spinner'
import { downloadOf } from '../jobs/job-download'
import { hasEnded, jobProgress, shareOf } from '../jobs/job-state'

/** How far an import is, and what came of it. */
export function RunStep(props: { found: ContactImport }) {
  const job = () => props.found.job
  const download = () => downloadOf(job())
  const heading = () => {
    const { state } = job()
    if (state === 'failed' || state === 'done') return t(`contactImport.run.${state}`, { name: props.found.filename })
    if (state === 'cancelled' || state === 'paused') return t(`contactImport.run.${state}`)
    return t('contactImport.run.running', { name: props.found.filename })
  }
  const count = (name: string) => job().counts[name] ?? 0
  return (
    <section
      aria-label={t('contactImport.step.run')}
      class="flex flex-col gap-3 rounded-lg bg-surface-2 px-4 py-3.5 inset-ring inset-ring-line"
    >
      <div class="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Show when={job().state === 'running' || job().state === 'waiting'}>
          <Spinner />
        </Show>
        <p role="status" class="min-w-0 flex-1 font-semibold [overflow-wrap:anywhere]">
          {heading()}
        </p>
        <span class="text-ink-2 text-xs tabular-nums">{jobProgress(job())}</span>
      </div>
      <ProgressBar
        label={t('contactImport.run.running', { name: props.found.filename })}
        share={shareOf(job())}
        tone={
          job().state === 'failed' ? 'bad' : job().state === 'running' || job().state === 'done' ? 'brand' : 'quiet'
        }
      />
      <div class="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-2 text-xs tabular-nums [&_.lucide]:size-3.5">
        <Count
          icon={<CircleCheck aria-hidden="true" class="text-ok" />}
          text={t('jobs.count.created', count('created'))}
        />
        <Count icon={<RefreshCw aria-hidden="true" />} text={t('jobs.count.updated', count('updated'))} />
        <Show when={count('unchanged')}>{t('jobs.count.unchanged', count('unchanged'))}</Show>
        <Show when={count('refused')}>
          <Count
            icon={<TriangleAlert aria-hidden="true" class="text-warn" />}
            text={t('jobs.count.refused', count('refused'))}
          />
        </Show>
        <Show when={!hasEnded(job())}>
          <span class="ms-auto">{t('contactImport.run.keepWorking')}</span>
        </Show>
      </div>
      <Show when={job().failure}>{(failure) => <p class="text-bad-ink text-sm">{failure().message}</p>}</Show>
      <Show when={count('consentKept')}>
        <p class="text-ink-2 text-sm">{t('contactImport.run.consentKept', count('consentKept'))}</p>
      </Show>
      <Show when={download()}>
        {(file) => (
          <div class="flex flex-wrap items-center gap-3">
            <p class="min-w-0 flex-1 text-ink-2 text-sm">{t('contactImport.run.refused')}</p>
            <Button size="sm" onClick={() => void file().save()}>
              {file().label}
            </Button>
          </div>
        )}
      </Show>
    </section>
  )
}

const Count = (props: { icon: JSX.Element; text: string }) => (
  <span class="inline-flex items-center gap-1.5">
    {props.icon}
    {props.text}
  </span>
)
