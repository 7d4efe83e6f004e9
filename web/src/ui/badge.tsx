import type { JSX } from 'solid-js'
import { cx } from './cx'

export type BadgeTone = 'neutral' | 'brand' | 'info' | 'ok' | 'warn' | 'bad' | 'buoy' | 'line'

const tones: Record<BadgeTone, string> = {
  neutral: 'bg-surface-3 text-ink-2',
  brand: 'bg-brand-soft text-brand-ink',
  info: 'bg-info-soft text-info-ink',
  ok: 'bg-ok-soft text-ok-ink',
  warn: 'bg-warn-soft text-warn-ink',
  bad: 'bg-bad-soft text-bad-ink',
  buoy: 'bg-buoy-soft text-buoy-ink',
  line: 'text-ink-2 inset-ring inset-ring-line-strong',
}

/** A word for a state. Colour never says it alone. */
export function Badge(props: { tone?: BadgeTone | undefined; icon?: JSX.Element; children: JSX.Element }) {
  return (
    <span
      class={cx(
        'inline-flex h-5 flex-none items-center gap-1 whitespace-nowrap rounded-xs px-[7px] text-[11.5px]/none font-medium [&_.lucide]:size-3 [&_.lucide]:stroke-2',
        tones[props.tone ?? 'neutral'],
      )}
    >
      {props.icon}
      {props.children}
    </span>
  )
}
