import { createMemo, createSignal, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { serverNow } from '../../shared/server-clock'
import { formatExactly } from '../../shared/times'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { fromInput, scheduleChoices, toInput } from './schedule-times'

const MOST_DAYS = 365
const DAY_MS = 86_400_000
const whenShort = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})

/** When a message leaves: one of a few times, or any other within a year. */
export default function ScheduleDialog(props: {
  /** A free message after this would be refused. Null: it doesn't matter, a template is sent. */
  windowEndsAt: string | null
  onChoose: (at: Date) => void
  onClose: () => void
}) {
  const choices = scheduleChoices(new Date(serverNow()))
  const [typed, setTyped] = createSignal(toInput(choices[0]?.at ?? new Date(serverNow() + DAY_MS)))
  const at = createMemo(() => fromInput(typed()))
  const problem = () => {
    const chosen = at()
    if (!chosen || chosen.getTime() <= serverNow()) return t('composing.schedule.past')
    return chosen.getTime() > serverNow() + MOST_DAYS * DAY_MS ? t('composing.schedule.far') : undefined
  }
  const isAfterWindow = () => {
    const chosen = at()
    return props.windowEndsAt !== null && chosen !== null && chosen.getTime() >= Date.parse(props.windowEndsAt)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const chosen = at()
    if (chosen && !problem()) props.onChoose(chosen)
  }
  return (
    <Dialog
      open
      onOpenChange={() => props.onClose()}
      title={t('composing.schedule.title')}
      description={props.windowEndsAt === null ? undefined : t('composing.schedule.text')}
    >
      <form onSubmit={submit} novalidate class="flex flex-col gap-4 pb-1">
        <div class="flex flex-col gap-0.5">
          <For each={choices}>
            {(choice) => (
              <button
                type="button"
                aria-pressed={at()?.getTime() === choice.at.getTime()}
                onClick={() => setTyped(toInput(choice.at))}
                class="flex min-h-9 items-center justify-between gap-3 rounded-sm px-2.5 text-start hover:bg-item-hover aria-pressed:bg-brand-soft aria-pressed:text-brand-ink max-sm:min-h-11 max-sm:text-md"
              >
                <span class="font-medium">{t(`composing.schedule.${choice.choice}`)}</span>
                <span class="text-ink-2 tabular-nums">{whenShort.format(choice.at)}</span>
              </button>
            )}
          </For>
        </div>
        <TextField
          type="datetime-local"
          label={t('composing.schedule.own')}
          name="at"
          value={typed()}
          onInput={setTyped}
          error={problem()}
        />
        <Show when={!problem() && isAfterWindow()}>
          <Banner tone="warn">{t('composing.schedule.afterWindow')}</Banner>
        </Show>
        <div class="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={() => props.onClose()}>{t('ui.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={problem() !== undefined}>
            {t('composing.schedule.submit', { time: formatExactly((at() ?? new Date()).toISOString()) })}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
