import { type JSX, splitProps } from 'solid-js'
import type { ButtonSize } from './button'
import { cx } from './cx'

export type IconButtonProps = Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label' | 'children'> & {
  /** What it does, for the tooltip and for screen readers. */
  label: string
  /** Shown in the tooltip: "⌘K". */
  shortcut?: string | undefined
  icon: JSX.Element
  size?: ButtonSize | undefined
}

const sizes: Record<ButtonSize, string> = { sm: 'size-(--h-sm)', md: 'size-(--h-md)', lg: 'size-(--h-lg)' }

/** The tooltip is drawn by the app's one `TooltipHost`, which reads the data attributes. */
export function IconButton(props: IconButtonProps) {
  const [own, native] = splitProps(props, ['label', 'shortcut', 'icon', 'size', 'class'])
  return (
    <button
      type="button"
      {...native}
      aria-label={own.label}
      data-tip={own.label}
      data-tip-keys={own.shortcut}
      class={cx(
        'inline-flex flex-none items-center justify-center rounded-sm text-ink-2 transition-colors duration-(--t-fast) hover:bg-surface-3 hover:text-ink active:bg-surface-4 disabled:cursor-not-allowed disabled:bg-transparent disabled:text-ink-disabled aria-pressed:bg-surface-3 aria-pressed:text-ink max-sm:size-11',
        sizes[own.size ?? 'md'],
        own.class,
      )}
    >
      {own.icon}
    </button>
  )
}
