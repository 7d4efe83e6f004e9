import { createUniqueId, type JSX } from 'solid-js'
import { FieldMessage, messageId } from './field'

export type CheckboxProps = {
  label: JSX.Element
  checked: boolean
  onChange: (checked: boolean) => void
  name?: string | undefined
  hint?: JSX.Element
  error?: string | undefined
  disabled?: boolean | undefined
}

/** Belongs to a form: it does nothing until the form is sent. For a change that applies at once use Switch. */
export function Checkbox(props: CheckboxProps) {
  const id = createUniqueId()
  return (
    <div class="flex flex-col gap-[5px]">
      <label class="flex items-start gap-2.5 max-sm:min-h-11 max-sm:items-center">
        <span class="relative mt-0.5 inline-grid size-4 flex-none max-sm:mt-0 max-sm:size-5">
          <input
            id={id}
            type="checkbox"
            name={props.name}
            checked={props.checked}
            disabled={props.disabled}
            onChange={(event) => props.onChange(event.currentTarget.checked)}
            aria-invalid={props.error ? 'true' : undefined}
            aria-describedby={props.error || props.hint ? messageId(id) : undefined}
            class="peer size-full appearance-none rounded-xs bg-field inset-ring-[1.5px] inset-ring-line-control checked:bg-brand checked:inset-ring-0 disabled:cursor-not-allowed disabled:bg-surface-3 disabled:inset-ring-line-strong aria-invalid:inset-ring-bad"
          />
          <svg
            aria-hidden="true"
            viewBox="0 0 16 16"
            class="pointer-events-none absolute inset-0 size-full fill-none stroke-current stroke-[1.9] text-on-brand opacity-0 peer-checked:opacity-100 peer-disabled:text-ink-disabled"
          >
            <path d="M4 8.4 6.8 11 12 5.4" stroke-linecap="round" stroke-linejoin="round" />
          </svg>
        </span>
        <span class="min-w-0 max-sm:text-md">{props.label}</span>
      </label>
      <FieldMessage id={id} error={props.error} hint={props.hint} />
    </div>
  )
}
