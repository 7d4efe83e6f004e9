import { createUniqueId, For, type JSX } from 'solid-js'

export type SegmentedProps<Value extends string> = {
  label: string
  options: readonly { value: Value; label: string; icon?: JSX.Element }[]
  value: Value
  onChange: (value: Value) => void
}

/** Two to five exclusive views. Radio buttons underneath, so the arrow keys work by themselves. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = createUniqueId()
  return (
    <fieldset class="inline-flex max-w-full gap-px rounded-sm bg-surface-3 p-0.5">
      <legend class="sr-only">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="inline-flex h-[26px] items-center justify-center gap-[5px] rounded-[5px] px-2.5 text-[12.5px]/none font-medium text-ink-2 hover:text-ink has-checked:bg-segment-on has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 max-sm:h-10 max-sm:flex-1 max-sm:text-md/none">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={props.value === option.value}
              onChange={() => props.onChange(option.value)}
              class="sr-only"
            />
            {option.icon}
            {option.label}
          </label>
        )}
      </For>
    </fieldset>
  )
}
