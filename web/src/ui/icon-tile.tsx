import type { JSX } from 'solid-js'

export function IconTile(props: { children: JSX.Element; tone?: 'neutral' | 'bad' | undefined }) {
  return (
    <span
      class="grid size-11 place-items-center rounded-lg bg-surface-3 text-ink-2 data-bad:bg-bad-soft data-bad:text-bad-ink [&_.lucide]:size-5"
      data-bad={props.tone === 'bad' ? '' : undefined}
    >
      {props.children}
    </span>
  )
}
