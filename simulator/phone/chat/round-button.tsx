import type { JSX } from 'solid-js'

type RoundProps = {
  label: string
  isSubmit?: boolean
  isDisabled?: boolean
  onClick?: () => void
  children: JSX.Element
}
export function RoundButton(props: RoundProps) {
  return (
    <button
      type={props.isSubmit ? 'submit' : 'button'}
      aria-label={props.label}
      title={props.label}
      disabled={props.isDisabled}
      onClick={() => props.onClick?.()}
      class="grid size-[38px] flex-none place-items-center rounded-full bg-buoy-ink text-white hover:brightness-95 disabled:opacity-50 max-sm:size-11 dark:text-[#17171c]"
    >
      {props.children}
    </button>
  )
}
