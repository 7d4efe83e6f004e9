import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'

type SwitchProps = { label: string; checked: boolean; onChange: (checked: boolean) => void; disabled?: boolean }

/** Applies at once; the whole row is the target. */
export function Switch(props: SwitchProps) {
  return (
    <label class="flex min-h-8 items-center justify-between gap-3 max-sm:min-h-11">
      <span class="min-w-0">{props.label}</span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        checked={props.checked}
        disabled={props.disabled}
        onChange={(event) => {
          const { checked } = event.currentTarget
          // The simulator says what is so; until then the switch stays as it was.
          event.currentTarget.checked = props.checked
          props.onChange(checked)
        }}
        class="relative h-[18px] w-[30px] flex-none appearance-none rounded-full bg-line-control transition-colors duration-(--t-base) before:absolute before:start-0.5 before:top-0.5 before:size-3.5 before:rounded-full before:bg-white before:shadow-sm before:transition-[inset-inline-start] before:duration-(--t-base) before:ease-out checked:bg-brand checked:before:start-3.5 disabled:cursor-not-allowed disabled:opacity-50"
      />
    </label>
  )
}

type SelectProps = {
  label: string
  /** Seen by screen readers only: the section's heading says it already. */
  hideLabel?: boolean
  value: string
  options: { value: string; label: string }[]
  onChange: (value: string) => void
  disabled?: boolean
}

/** The system's own list: works with every keyboard, and on every telephone. */
export function Select(props: SelectProps) {
  const id = createUniqueId()
  return (
    <div class="flex flex-col gap-[5px]">
      <label for={id} class={props.hideLabel ? 'sr-only' : 'text-[12.5px]/[18px] font-medium'}>
        {props.label}
      </label>
      <select
        id={id}
        disabled={props.disabled}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        class="field-ring h-(--h-md) w-full min-w-0 truncate rounded-sm bg-surface px-2.5 text-ink max-sm:h-11 max-sm:text-lg dark:bg-surface-2"
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.label}
            </option>
          )}
        </For>
      </select>
    </div>
  )
}

type TextProps = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'onInput'> & {
  label: string
  hint?: string
  onText?: (text: string) => void
  /** Once it is left, or with Enter. */
  onCommit?: (text: string) => void
}

export function TextField(props: TextProps) {
  const id = createUniqueId()
  return (
    <div class="flex flex-col gap-[5px]">
      <label for={id} class="text-[12.5px]/[18px] font-medium">
        {props.label}
      </label>
      <input
        id={id}
        type={props.type ?? 'text'}
        value={props.value}
        required={props.required}
        dir={props.dir}
        inputmode={props.inputmode}
        maxlength={props.maxlength}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onInput={(event) => props.onText?.(event.currentTarget.value)}
        onChange={(event) => props.onCommit?.(event.currentTarget.value)}
        class="field-ring h-(--h-md) w-full rounded-sm bg-surface px-2.5 text-md text-ink max-sm:h-11 max-sm:text-lg dark:bg-surface-2"
      />
      <Show when={props.hint}>
        <span id={`${id}-hint`} class="text-xs text-ink-3">
          {props.hint}
        </span>
      </Show>
    </div>
  )
}

type RangeProps = {
  label: string
  value: number
  max: number
  step: number
  text: (value: number) => string
  onChange: (value: number) => void
  hint?: string
}

export function Range(props: RangeProps) {
  const id = createUniqueId()
  /** While it is dragged. */
  const [dragged, setDragged] = createSignal<number | null>(null)
  const shown = () => dragged() ?? props.value
  return (
    <div>
      <div class="flex items-baseline justify-between gap-3">
        <label for={id}>{props.label}</label>
        <output for={id} class="text-ink-2 tabular-nums">
          {props.text(shown())}
        </output>
      </div>
      <Show when={props.hint}>
        <p class="text-xs text-ink-3">{props.hint}</p>
      </Show>
      <input
        id={id}
        type="range"
        min={0}
        max={props.max}
        step={props.step}
        value={props.value}
        onInput={(event) => setDragged(Number(event.currentTarget.value))}
        onChange={(event) => {
          setDragged(null)
          props.onChange(Number(event.currentTarget.value))
        }}
        style={{ '--fill': `${(shown() / props.max) * 100}%` }}
        class="slider mt-1 block h-5 w-full max-sm:h-11"
      />
    </div>
  )
}

type SegmentedProps<Value extends string> = {
  label: string
  options: readonly { value: Value; label: string }[]
  value: Value
  onChange: (value: Value) => void
}

/** Radio buttons underneath, so the arrow keys work by themselves. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = createUniqueId()
  return (
    <fieldset class="inline-flex gap-px rounded-sm bg-surface-3 p-0.5">
      <legend class="sr-only">{props.label}</legend>
      <For each={props.options}>
        {(option) => (
          <label class="inline-flex h-6 items-center justify-center rounded-[5px] px-2.5 text-[12.5px]/none font-medium text-ink-2 hover:text-ink has-checked:bg-surface has-checked:text-ink has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2 max-sm:h-9 dark:has-checked:bg-surface-4">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={props.value === option.value}
              onChange={() => props.onChange(option.value)}
              class="sr-only"
            />
            {option.label}
          </label>
        )}
      </For>
    </fieldset>
  )
}
