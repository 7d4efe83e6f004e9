import type { JSX } from 'solid-js'
import { cx } from './cx'

export function Kbd(props: { children: JSX.Element; class?: string | undefined }) {
  return (
    <kbd
      class={cx(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-xs bg-control px-1 font-sans text-2xs/none font-medium text-ink-3 inset-ring inset-ring-line-strong',
        props.class,
      )}
    >
      {props.children}
    </kbd>
  )
}
