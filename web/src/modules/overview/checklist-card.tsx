import type { Overview } from '@worker/modules/analytics/analytics.schemas'
import Check from 'lucide-solid/icons/check'
import X from 'lucide-solid/icons/x'
import { createMemo, createSignal, For, Match, Show, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { ButtonLink } from '../../ui/button'
import { cx } from '../../ui/cx'
import { IconButton } from '../../ui/icon-button'
import { showToast } from '../../ui/toast'
import { useCurrentMember } from '../auth/current-member'
import { isHidden, nextStep, type Step, setHidden, stepsOf } from './checklist'
import { SectionCard } from './section-card'

/** What is left to set up. Gone once everything is done, or when somebody hides it. */
export function ChecklistCard(props: {
  overview: Overview
  /** Beside another card that asks for the next step already. */
  isQuiet: boolean
}) {
  const member = useCurrentMember()
  const me = () => member.me().user
  const [hidden, setHiddenHere] = createSignal(isHidden(localStorage, member.organizationId(), me().id))
  const steps = createMemo(() => stepsOf(props.overview, me(), member.can))
  const done = () => steps().filter(({ isDone }) => isDone).length
  const next = createMemo(() => nextStep(steps()))
  const hide = (isHiding: boolean) => {
    setHidden(localStorage, member.organizationId(), me().id, isHiding)
    setHiddenHere(isHiding)
  }
  const dismiss = () => {
    hide(true)
    showToast({
      text: t('overview.checklist.hidden'),
      action: { label: t('overview.checklist.undo'), onSelect: () => hide(false) },
    })
  }
  return (
    <Show when={!hidden() && done() < steps().length}>
      <SectionCard
        title={t('overview.checklist.title')}
        class="pb-2.5"
        end={
          <>
            <span class="text-ink-3 text-xs tabular-nums">
              {t('overview.checklist.progress', { done: done(), total: steps().length })}
            </span>
            <IconButton
              size="sm"
              class="-my-1 -me-2"
              label={t('overview.checklist.hide')}
              icon={<X aria-hidden="true" class="size-3.5" />}
              onClick={dismiss}
            />
          </>
        }
      >
        {/* The words beside it say the same. */}
        <div aria-hidden="true" class="mx-[18px] mb-2 flex gap-0.5 max-sm:mx-4">
          <For each={steps()}>
            {(_, at) => <span class={cx('h-1 flex-1 rounded-full', at() < done() ? 'bg-ok' : 'bg-surface-4')} />}
          </For>
        </div>
        <ul>
          <For each={steps()}>
            {(step) => (
              <Switch fallback={<LaterStep step={step} />}>
                <Match when={step.isDone}>
                  <li class="flex items-start gap-2.5 px-[18px] py-[7px] text-ink-3 max-sm:px-4 max-sm:py-3">
                    <span
                      aria-hidden="true"
                      class="mt-px grid size-[18px] flex-none place-items-center rounded-full bg-ok text-surface [&_.lucide]:size-3 [&_.lucide]:stroke-3"
                    >
                      <Check />
                    </span>
                    <span>
                      <span class="sr-only">{t('overview.checklist.done')} </span>
                      {t(`overview.checklist.steps.${step.name}.title`)}
                    </span>
                  </li>
                </Match>
                <Match when={step.name === next()?.name}>
                  <NextStep step={step} isQuiet={props.isQuiet} />
                </Match>
              </Switch>
            )}
          </For>
        </ul>
      </SectionCard>
    </Show>
  )
}

function NextStep(props: { step: Step; isQuiet: boolean }) {
  const title = () => t(`overview.checklist.steps.${props.step.name}.title`)
  const action = () => t(`overview.checklist.steps.${props.step.name}.action`)
  return (
    <li aria-current="step" class="mx-2 my-0.5 flex items-start gap-2.5 rounded-[10px] bg-brand-soft p-2.5">
      <span aria-hidden="true" class="mt-px size-[18px] flex-none rounded-full inset-ring-2 inset-ring-brand" />
      <div class="min-w-0 flex-1">
        <b>{title()}</b>
        <p class="mt-0.5 mb-2 text-ink-2 text-xs">{t(`overview.checklist.steps.${props.step.name}.text`)}</p>
        <ButtonLink
          href={props.step.href}
          size="sm"
          variant={props.isQuiet ? 'secondary' : 'primary'}
          aria-label={`${action()}: ${title()}`}
        >
          {action()}
        </ButtonLink>
      </div>
    </li>
  )
}

/** Not its turn yet; what is possible already is a link. */
function LaterStep(props: { step: Step }) {
  const title = () => t(`overview.checklist.steps.${props.step.name}.title`)
  return (
    <li class="flex items-start gap-2.5 px-[18px] py-[7px] max-sm:px-4 max-sm:py-3">
      <span
        aria-hidden="true"
        class="mt-px size-[18px] flex-none rounded-full inset-ring-[1.5px] inset-ring-line-control"
      />
      <Show when={!props.step.isBlocked} fallback={<span class="text-ink-2">{title()}</span>}>
        <a href={props.step.href} class="rounded-xs hover:underline max-sm:-my-3 max-sm:py-3">
          {title()}
        </a>
      </Show>
    </li>
  )
}
