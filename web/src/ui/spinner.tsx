import { cx } from './cx'

/** Decorative: the words beside it say what is going on. */
export function Spinner(props: { class?: string | undefined }) {
  return (
    <span
      aria-hidden="true"
      class={cx(
        'inline-block size-3.5 flex-none animate-[spin_.7s_linear_infinite] rounded-full border-2 border-current border-e-transparent',
        props.class,
      )}
    />
  )
}
