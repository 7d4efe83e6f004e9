import { createUniqueId, type JSX, Show } from 'solid-js'
import { messageId } from './field'

export type SwitchProps = {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  hint?: JSX.Element
  disabled?: boolean | undefined
}

/** Applies at once. The whole row is the target. */
export function Switch(props: SwitchProps) {
  const id = createUniqueId()
  return (
    <label class="flex items-start justify-between gap-4 max-sm:min-h-11 max-sm:items-center">
      <span class="min-w-0">
        <span id={`${id}-label`} class="block font-medium text-ink">
          {props.label}
        </span>
        <Show when={props.hint}>
          <span id={messageId(id)} class="block text-xs text-ink-3">
            {props.hint}
          </span>
        </Show>
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        aria-labelledby={`${id}-label`}
        aria-describedby={props.hint ? messageId(id) : undefined}
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
        class="relative mt-px h-[18px] w-[30px] flex-none appearance-none rounded-full bg-line-control transition-colors duration-(--t-base) before:absolute before:start-0.5 before:top-0.5 before:size-3.5 before:rounded-full before:bg-white before:shadow-sm before:transition-[inset-inline-start] before:duration-(--t-base) before:ease-out checked:bg-brand checked:before:start-3.5 disabled:cursor-not-allowed disabled:opacity-50"
      />
    </label>
  )
}
