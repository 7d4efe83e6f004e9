import { type JSX, splitProps } from 'solid-js'
import { cx } from './cx'

const looks = {
  secondary:
    'bg-surface text-ink shadow-xs inset-ring inset-ring-line-strong hover:bg-surface-2 hover:inset-ring-line-control dark:bg-surface-3',
  primary: 'bg-brand text-on-brand hover:bg-brand-hover',
  ghost: 'text-ink-2 hover:bg-surface-3 hover:text-ink aria-pressed:bg-surface-3 aria-pressed:text-ink',
  soft: 'bg-brand-soft text-brand-ink hover:bg-brand-soft-2',
  danger: 'bg-bad text-on-bad hover:brightness-95',
} as const

type Props = JSX.ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks
  size?: 'sm' | 'md'
  icon?: JSX.Element
}

export function Button(props: Props) {
  const [own, native] = splitProps(props, ['look', 'size', 'icon', 'class', 'children'])
  return (
    <button
      type="button"
      {...native}
      class={cx(
        'inline-flex flex-none select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-sm font-medium transition-colors duration-(--t-fast) max-sm:min-h-11 disabled:cursor-not-allowed disabled:bg-surface-3 disabled:text-ink-disabled disabled:shadow-none disabled:inset-ring-0',
        own.size === 'sm' ? 'h-(--h-sm) px-[9px] text-[12.5px]/none' : 'h-(--h-md) px-3 text-sm/none',
        looks[own.look ?? 'secondary'],
        own.class,
      )}
    >
      {own.icon}
      {own.children}
    </button>
  )
}

type IconProps = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'children'> & {
  /** What it does: the tooltip, and the name for screen readers. */
  label: string
  icon: JSX.Element
}

export function IconButton(props: IconProps) {
  const [own, native] = splitProps(props, ['label', 'icon', 'class'])
  return (
    <button
      type="button"
      {...native}
      aria-label={own.label}
      title={own.label}
      class={cx(
        'inline-flex size-8 flex-none items-center justify-center rounded-sm transition-colors duration-(--t-fast) disabled:cursor-not-allowed disabled:opacity-50 max-sm:size-11',
        own.class ?? 'text-ink-2 hover:bg-surface-3 hover:text-ink',
      )}
    >
      {own.icon}
    </button>
  )
}
