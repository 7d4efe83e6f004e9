import type { JSX } from 'solid-js'
import { t } from '../../shared/i18n'
import { TextField } from '../../ui/text-field'

/** How much of a limit is used. */
export function Left(props: { text: string; limit: number }) {
  return (
    <span
      class={
        props.text.length > props.limit
          ? 'font-medium text-bad-ink text-xs tabular-nums'
          : 'text-ink-3 text-xs tabular-nums'
      }
    >
      {props.text.length > props.limit
        ? props.limit - props.text.length
        : t('composing.build.left', { count: props.text.length, limit: props.limit })}
    </span>
  )
}

/** A field that says how many characters Meta takes. What is longer stays, and can't be sent. */
export function Counted(props: {
  label: string
  name: string
  value: string
  limit: number
  onInput: (value: string) => void
  error?: string | undefined
  trailing?: JSX.Element
  required?: boolean
}) {
  return (
    <TextField
      label={props.label}
      name={props.name}
      value={props.value}
      onInput={props.onInput}
      error={props.error}
      labelEnd={<Left text={props.value} limit={props.limit} />}
      trailing={props.trailing}
      autocomplete="off"
      dir="auto"
      required={props.required}
    />
  )
}
