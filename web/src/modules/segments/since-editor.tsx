import { createUniqueId, For, Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Segmented } from '../../ui/segmented'
import type { ConditionOf } from './condition-kinds'

type Since = ConditionOf<'last_message'>['since']
const QUICK = [7, 30, 90, 365] as const
const FIRST_DAYS = 7

/** How long ago something was. */
export function SinceEditor(props: { value: Since; hasNever: boolean; onChange: (since: Since) => void }) {
  const id = createUniqueId()
  const days = () => (props.value.op === 'never' ? FIRST_DAYS : props.value.days)
  const setDays = (count: number) => {
    if (props.value.op !== 'never') props.onChange({ op: props.value.op, days: count })
  }
  const ops = () => (props.hasNever ? (['within', 'before', 'never'] as const) : (['within', 'before'] as const))
  return (
    <div class="flex flex-col gap-2.5">
      <Segmented
        label={t('segments.editor.match')}
        options={ops().map((value) => ({ value, label: t(`segments.since.${value}`) }))}
        value={props.value.op}
        onChange={(op) => props.onChange(op === 'never' ? { op } : { op, days: days() })}
      />
      <Show when={props.value.op !== 'never'}>
        <div class="flex flex-wrap items-center gap-2">
          <input
            id={id}
            type="number"
            inputmode="numeric"
            min="1"
            max="3650"
            aria-label={t('segments.days')}
            value={days()}
            onInput={(event) => setDays(Math.round(event.currentTarget.valueAsNumber) || 0)}
            class="field-ring h-(--h-md) w-20 rounded-sm bg-field px-2.5 text-md tabular-nums outline-none max-sm:h-11"
          />
          <label for={id} class="text-ink-2">
            {t('segments.days').toLowerCase()}
          </label>
        </div>
        <fieldset class="flex flex-wrap gap-1.5">
          <legend class="sr-only">{t('segments.editor.quick')}</legend>
          <For each={QUICK}>
            {(count) => (
              <button
                type="button"
                aria-pressed={days() === count}
                onClick={() => setDays(count)}
                class="h-6 rounded-full px-2.5 text-ink-2 text-xs inset-ring inset-ring-line-strong hover:bg-surface-2 aria-pressed:bg-brand-soft aria-pressed:text-brand-ink aria-pressed:inset-ring-brand-line max-sm:h-11 max-sm:px-4"
              >
                {t('segments.daysLeft', count)}
              </button>
            )}
          </For>
        </fieldset>
      </Show>
    </div>
  )
}
