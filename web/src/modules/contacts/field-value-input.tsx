import type { CustomField, FieldType } from '@worker/modules/contacts/custom-fields.schemas'
import { Match, Switch } from 'solid-js'
import { t } from '../../shared/i18n'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'

const NOTHING = ''
const MOST = 1000

/** What somebody typed as the value that the API takes: null for nothing, undefined for what is no number. */
export function toFieldValue(type: FieldType, typed: string): string | number | boolean | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  if (type === 'boolean') return text === 'true'
  if (type !== 'number') return text
  const number = Number(text.replace(',', '.'))
  return Number.isFinite(number) ? number : undefined
}

/** A value of one of the team's own fields, asked for as its type is. Empty: none. */
export function FieldValueInput(props: {
  label: string
  field: Pick<CustomField, 'type' | 'options' | 'key'>
  value: string
  onInput: (value: string) => void
  error?: string | undefined
}) {
  const options = () =>
    props.field.type === 'boolean'
      ? [
          { value: 'true', label: t('contactsList.field.yes') },
          { value: 'false', label: t('contactsList.field.no') },
        ]
      : (props.field.options ?? []).map((option) => ({ value: option, label: option }))
  return (
    <Switch
      fallback={
        <TextField
          label={props.label}
          name={`field:${props.field.key}`}
          dir="auto"
          autocomplete="off"
          maxlength={MOST}
          inputmode={props.field.type === 'number' ? 'decimal' : undefined}
          value={props.value}
          onInput={props.onInput}
          error={props.error}
        />
      }
    >
      <Match when={props.field.type === 'choice' || props.field.type === 'boolean'}>
        <Select
          label={props.label}
          options={[{ value: NOTHING, label: t('contactsList.bulk.emptyField') }, ...options()]}
          value={props.value}
          onChange={props.onInput}
          error={props.error}
        />
      </Match>
      <Match when={props.field.type === 'date'}>
        <TextField
          label={props.label}
          name={`field:${props.field.key}`}
          type="date"
          value={props.value}
          onInput={props.onInput}
          error={props.error}
        />
      </Match>
    </Switch>
  )
}
