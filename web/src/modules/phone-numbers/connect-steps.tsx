import Check from 'lucide-solid/icons/check'
import { For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { cx } from '../../ui/cx'
import { type ConnectProgress, type ConnectStep, connectSteps, mayOpen } from './connect-progress'

export type ConnectStepsProps = {
  step: ConnectStep
  progress: Pick<ConnectProgress, 'way' | 'phoneNumberId'>
  onOpen: (step: ConnectStep) => void
}

/** The five steps beside the page; on a phone one line that says which it is. */
export function ConnectSteps(props: ConnectStepsProps) {
  const index = () => connectSteps.indexOf(props.step)
  const texts = (step: ConnectStep) => {
    const { way } = props.progress
    if (step === 'way' && way && index() > 0)
      return { title: t('numbers.connecting.steps.way.title'), text: t(`numbers.connecting.ways.${way}.chosen`) }
    if (step === 'credentials' && way === 'signup')
      return { title: t('numbers.connecting.signupStep.title'), text: t('numbers.connecting.signupStep.text') }
    return { title: t(`numbers.connecting.steps.${step}.title`), text: t(`numbers.connecting.steps.${step}.text`) }
  }
  return (
    <nav
      aria-label={t('numbers.connecting.stepsLabel')}
      class="overflow-y-auto border-line border-e px-[18px] py-[22px] max-md:border-e-0 max-md:border-line-soft max-md:border-b max-md:px-4 max-md:py-3"
    >
      <div class="md:hidden">
        <p class="flex items-baseline justify-between gap-3">
          <b>{texts(props.step).title}</b>
          <span class="text-ink-3 text-xs">
            {t('numbers.connecting.stepOf', { step: index() + 1, count: connectSteps.length })}
          </span>
        </p>
        <span aria-hidden="true" class="mt-2 flex gap-1">
          <For each={connectSteps}>
            {(_, at) => <i class={cx('h-[3px] flex-1 rounded-[2px]', at() <= index() ? 'bg-brand' : 'bg-surface-4')} />}
          </For>
        </span>
      </div>
      <ol class="max-md:hidden">
        <For each={connectSteps}>
          {(step, at) => (
            <Step
              number={at() + 1}
              isLast={at() === connectSteps.length - 1}
              state={at() < index() ? 'done' : at() === index() ? 'current' : 'ahead'}
              {...texts(step)}
              onOpen={at() < index() && mayOpen(props.progress, step) ? () => props.onOpen(step) : undefined}
            />
          )}
        </For>
      </ol>
      <p class="px-2 pt-1.5 text-ink-3 text-xs max-md:hidden">{t('numbers.connecting.leave')}</p>
    </nav>
  )
}

type StepProps = {
  number: number
  isLast: boolean
  state: 'done' | 'current' | 'ahead'
  title: string
  text: string
  /** Back to it, where there is still something to change. */
  onOpen: (() => void) | undefined
}

function Step(props: StepProps) {
  return (
    <li class="relative flex gap-3 px-2 pb-[22px]" aria-current={props.state === 'current' ? 'step' : undefined}>
      <Show when={!props.isLast}>
        <span aria-hidden="true" class="absolute start-[18px] top-6 bottom-0.5 w-[1.5px] bg-line" />
      </Show>
      <span
        aria-hidden="true"
        class={cx(
          'grid size-[22px] flex-none place-items-center rounded-full font-semibold text-[11.5px]/none',
          props.state === 'done' && 'bg-ok text-surface',
          props.state === 'current' && 'bg-brand text-on-brand',
          props.state === 'ahead' && 'text-ink-3 inset-ring-[1.5px] inset-ring-line-control',
        )}
      >
        <Show when={props.state === 'done'} fallback={props.number}>
          <Check class="size-3 stroke-2" />
        </Show>
      </span>
      <span class="min-w-0">
        <Show
          when={props.onOpen}
          fallback={
            <span class={cx('block font-medium', props.state === 'ahead' && 'text-ink-2')}>
              {props.title}
              <Show when={props.state === 'done'}>
                <span class="sr-only">, {t('numbers.connecting.stepDone')}</span>
              </Show>
            </span>
          }
        >
          {(open) => (
            <button type="button" class="rounded-xs font-medium hover:underline" onClick={() => open()()}>
              {props.title}
              <span class="sr-only">, {t('numbers.connecting.stepDone')}</span>
            </button>
          )}
        </Show>
        <span class="block text-ink-3 text-xs/5">{props.text}</span>
      </span>
    </li>
  )
}
