import { Show } from 'solid-js'
import { t } from '../../shared/i18n'
import { Segmented } from '../../ui/segmented'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { type ConditionOf, type FieldOperator, needsValue, operatorsOfField } from './condition-kinds'
import type { ConditionField } from './condition-sources'

/** A question about one of the team's own fields; which, its type says. */
export function FieldConditionEditor(props: {
  condition: ConditionOf<'field'>
  /** Undefined: it was deleted, and is asked about as text. */
  field: ConditionField | undefined
  onChange: (condition: ConditionOf<'field'>) => void
}) {
  const type = () => props.field?.type ?? 'text'
  const value = () => (props.condition.value === undefined ? '' : String(props.condition.value))
  const setOperator = (op: FieldOperator) => {
    const { value: before, ...rest } = props.condition
    if (!needsValue(op)) props.onChange({ ...rest, op })
    else if (type() === 'boolean') props.onChange({ ...rest, op, value: before ?? true })
    else props.onChange({ ...rest, op, ...(before !== undefined && { value: before }) })
  }
  const setText = (text: string) => {
    const typed = type() === 'number' ? Number(text.replace(',', '.')) : text
    const { value: _, ...rest } = props.condition
    const isNothing = text.trim() === '' || (typeof typed === 'number' && Number.isNaN(typed))
    props.onChange(isNothing ? rest : { ...rest, value: typed })
  }
  return (
    <div class="flex flex-col gap-2.5">
      <Select
        label={t('segments.editor.match')}
        hideLabel
        options={operatorsOfField(type()).map((op) => ({ value: op, label: t(`segments.operators.${op}`) }))}
        value={props.condition.op}
        onChange={setOperator}
      />
      <Show when={needsValue(props.condition.op)}>
        <Show
          when={type() === 'boolean'}
          fallback={
            <Show
              when={type() === 'choice' && props.field?.options}
              fallback={<ValueField type={type()} value={value()} onInput={setText} />}
            >
              {(options) => (
                <Select
                  label={t('segments.editor.value')}
                  hideLabel
                  options={options().map((option) => ({ value: option, label: option }))}
                  value={value()}
                  onChange={setText}
                />
              )}
            </Show>
          }
        >
          <Segmented
            label={t('segments.editor.value')}
            options={[
              { value: 'true', label: t('segments.yes') },
              { value: 'false', label: t('segments.no') },
            ]}
            value={props.condition.value === false ? 'false' : 'true'}
            onChange={(next) => props.onChange({ ...props.condition, value: next === 'true' })}
          />
        </Show>
      </Show>
    </div>
  )
}

function ValueField(props: { type: string; value: string; onInput: (text: string) => void }) {
  return (
    <Show
      when={props.type === 'date'}
      fallback={
        <TextField
          label={t('segments.editor.value')}
          name="value"
          dir="auto"
          inputmode={props.type === 'number' ? 'decimal' : undefined}
          autocomplete="off"
          value={props.value}
          onInput={props.onInput}
        />
      }
    >
      <input
        type="date"
        aria-label={t('segments.editor.value')}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        class="field-ring h-(--h-md) rounded-sm bg-field px-2.5 text-md outline-none max-sm:h-11"
      />
    </Show>
  )
}
