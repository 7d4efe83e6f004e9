import { createEffect } from 'solid-js'

/** The box of a row, or of the head, where it may be half. */
export function RowCheckbox(props: {
  label: string
  state: 'none' | 'some' | 'all'
  tabindex?: number
  onToggle: (isRange: boolean) => void
}) {
  let box: HTMLInputElement | undefined
  createEffect(() => {
    if (!box) return
    box.checked = props.state === 'all'
    box.indeterminate = props.state === 'some'
  })
  return (
    // The whole square is the target; the row under it is not opened.
    <label class="relative z-1 grid size-11 flex-none place-items-center">
      <span class="relative inline-grid size-4">
        <input
          ref={(element) => (box = element)}
          type="checkbox"
          aria-label={props.label}
          tabindex={props.tabindex}
          onClick={(event) => {
            props.onToggle(event.shiftKey)
            // What it shows is what is selected, whatever the browser made of the click.
            event.currentTarget.checked = props.state === 'all'
            event.currentTarget.indeterminate = props.state === 'some'
          }}
          class="peer size-full appearance-none rounded-xs bg-field inset-ring-[1.5px] inset-ring-line-control checked:bg-brand checked:inset-ring-0 indeterminate:bg-brand indeterminate:inset-ring-0"
        />
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          class="pointer-events-none absolute inset-0 size-full fill-none stroke-current stroke-[1.9] text-on-brand opacity-0 peer-checked:opacity-100 peer-indeterminate:hidden"
        >
          <path d="M4 8.4 6.8 11 12 5.4" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          class="pointer-events-none absolute inset-0 size-full fill-none stroke-current stroke-[1.9] text-on-brand opacity-0 peer-indeterminate:opacity-100"
        >
          <path d="M4.5 8h7" stroke-linecap="round" />
        </svg>
      </span>
    </label>
  )
}
