import type { JSX } from 'solid-js'

export type SelectOption<Value extends string> = { value: Value; label: string; disabled?: boolean }

export type SelectProps<Value extends string> = {
  label: string
  options: readonly SelectOption<Value>[]
  value: Value
  onChange: (value: Value) => void
  name?: string | undefined
  hint?: JSX.Element
  error?: string | undefined
  disabled?: boolean | undefined
  size?: 'md' | 'lg' | undefined
  class?: string | undefined
  /** Only for a table's cell or a toolbar, where the words around it say what it is. */
  hideLabel?: boolean | undefined
}

export const selectContentClass =
  'z-(--z-dropdown) rounded-[10px] bg-raised shadow-lg outline-none animate-[appear_var(--t-base)_var(--e-out)]'
// The list itself scrolls: a box around it would be a region that the keyboard can't reach.
export const selectListClass =
  'max-h-[min(320px,var(--kb-popper-content-available-height))] overflow-y-auto rounded-[10px] p-1 outline-none empty:p-0'
export const selectItemClass =
  'flex min-h-8 items-center justify-between gap-2 rounded-sm px-2 py-1 outline-none data-disabled:text-ink-disabled data-highlighted:bg-item-hover max-sm:min-h-11 max-sm:text-md'
export const selectLabelClass = 'text-[12.5px]/[18px] font-medium text-ink'

/**
 * Inside the dialog or the landmark that the control is in. Outside of a dialog the list would lie behind it, hidden
 * from screen readers.
 */
export const listMount = (control: HTMLElement | undefined): HTMLElement =>
  control?.closest<HTMLElement>('[role="dialog"], main') ?? document.body
