import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import CircleDashed from 'lucide-solid/icons/circle-dashed'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { Spinner } from '../../ui/spinner'

export type CheckKind = 'ok' | 'warning' | 'failed' | 'unknown' | 'checking' | 'waiting'

export type CheckLineProps = {
  kind: CheckKind
  title: string
  text?: JSX.Element
  /** How long it took, or what it waits for. */
  end?: string | undefined
  children?: JSX.Element
}

/** One check: its state, what was found, what helps. */
export function CheckLine(props: CheckLineProps) {
  return (
    <div class="grid grid-cols-[20px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-[11px] max-sm:grid-cols-[20px_minmax(0,1fr)]">
      <span class={cx('grid place-items-center', props.text ? 'self-start pt-[3px]' : undefined)}>
        <CheckIcon kind={props.kind} />
      </span>
      <div class="min-w-0">
        <p class={props.kind === 'waiting' ? 'text-ink-3' : 'font-medium'}>{props.title}</p>
        <Show when={props.text}>
          <p class={cx('break-words text-xs/5', props.kind === 'failed' ? 'text-ink-2' : 'text-ink-3')}>{props.text}</p>
        </Show>
        {props.children}
      </div>
      <Show when={props.end}>
        <span class="text-ink-3 text-xs tabular-nums max-sm:col-start-2">{props.end}</span>
      </Show>
    </div>
  )
}

function CheckIcon(props: { kind: CheckKind }) {
  return (
    <Switch>
      <Match when={props.kind === 'ok'}>
        <CircleCheck role="img" aria-label={t('numbers.doctor.states.ok')} class="text-ok-ink" />
      </Match>
      <Match when={props.kind === 'warning'}>
        <TriangleAlert role="img" aria-label={t('numbers.doctor.states.warning')} class="text-warn-ink" />
      </Match>
      <Match when={props.kind === 'failed'}>
        <CircleAlert role="img" aria-label={t('numbers.doctor.states.failed')} class="text-bad-ink" />
      </Match>
      <Match when={props.kind === 'unknown'}>
        <CircleDashed role="img" aria-label={t('numbers.doctor.states.unknown')} class="text-ink-3" />
      </Match>
      <Match when={props.kind === 'checking'}>
        <Spinner class="text-brand-ink" />
      </Match>
      <Match when={props.kind === 'waiting'}>
        <span aria-hidden="true" class="size-[7px] rounded-full inset-ring-[1.5px] inset-ring-line-control" />
      </Match>
    </Switch>
  )
}
