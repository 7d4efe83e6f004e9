import { createComputed, createMemo, type JSX, Show, splitProps } from 'solid-js'
import { cx } from './cx'
import { Spinner } from './spinner'

export type ButtonVariant = 'primary' | 'secondary' | 'soft' | 'ghost' | 'danger' | 'danger-ghost'
export type ButtonSize = 'sm' | 'md' | 'lg'

const variants: Record<ButtonVariant, string> = {
  primary:
    'bg-brand text-on-brand shadow-[var(--btn-hi),0_1px_2px_rgb(30_30_90/.22)] hover:bg-brand-hover active:bg-brand-active',
  secondary:
    'bg-control text-ink shadow-xs inset-ring inset-ring-line-strong hover:bg-control-hover hover:inset-ring-line-control active:bg-surface-4',
  soft: 'bg-brand-soft text-brand-ink hover:bg-brand-soft-2 active:bg-brand-line',
  ghost:
    'text-ink-2 hover:bg-surface-3 hover:text-ink active:bg-surface-4 aria-pressed:bg-surface-3 aria-pressed:text-ink',
  danger: 'bg-bad text-on-bad hover:brightness-95 active:brightness-90',
  'danger-ghost': 'text-bad-ink hover:bg-bad-soft active:bg-bad-line',
}

// The large size reads its measures from variables: the sign-in pages use a roomier one.
const sizes: Record<ButtonSize, string> = {
  sm: 'h-(--h-sm) gap-[5px] rounded-sm px-[9px] text-[12.5px]/none',
  md: 'h-(--h-md) gap-1.5 rounded-sm px-3 text-sm/none',
  lg: 'h-(--h-lg) gap-1.5 rounded-[var(--control-lg-radius,var(--r-md))] px-4 text-[length:var(--control-lg-text,var(--fs-md))]/none',
}

const disabled =
  'disabled:cursor-not-allowed disabled:bg-surface-3 disabled:text-ink-disabled disabled:shadow-none disabled:inset-ring-0'

export function buttonClass(looks: {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  full?: boolean | undefined
  class?: string | undefined
}): string {
  return cx(
    'inline-flex flex-none select-none items-center justify-center whitespace-nowrap font-medium transition-[background-color,box-shadow] duration-(--t-fast) max-sm:min-h-11 max-sm:px-4',
    variants[looks.variant ?? 'secondary'],
    sizes[looks.size ?? 'md'],
    disabled,
    looks.full && 'w-full',
    looks.class,
  )
}

export type ButtonProps = JSX.ButtonHTMLAttributes<HTMLButtonElement> & {
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  /** The verb shown with a spinner while the action runs: "Saving". Clicks are ignored meanwhile. */
  busy?: string | undefined
  icon?: JSX.Element
  full?: boolean | undefined
}

export function Button(props: ButtonProps) {
  const [own, native] = splitProps(props, [
    'variant',
    'size',
    'busy',
    'icon',
    'full',
    'class',
    'children',
    'onClick',
    'ref',
  ])
  // Callers write `busy={saving() ? '…' : undefined}`, which makes a memo at each read: read it once, inside the owner.
  const busy = createMemo(() => own.busy)
  let element: HTMLButtonElement | undefined

  // Runs before the label is swapped: a button that shrinks under the pointer is easy to miss the second time.
  createComputed(() => {
    if (busy() && element) element.style.minInlineSize = `${element.offsetWidth}px`
    if (!busy() && element) element.style.removeProperty('min-inline-size')
  })

  const handleClick: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (busy()) {
      event.preventDefault()
      return
    }
    callHandler(own.onClick, event)
  }

  return (
    <button
      type="button"
      {...native}
      ref={(node) => {
        element = node
        if (typeof own.ref === 'function') own.ref(node)
      }}
      class={buttonClass(own)}
      // aria-disabled and not disabled: a button that is disabled loses the focus.
      aria-disabled={busy() ? 'true' : undefined}
      aria-busy={busy() ? 'true' : undefined}
      onClick={handleClick}
    >
      <Show
        when={busy()}
        fallback={
          <>
            {own.icon}
            {own.children}
          </>
        }
      >
        <Spinner />
        {busy()}
      </Show>
    </button>
  )
}

/** Solid's bound handlers are pairs `[handler, data]`. */
function callHandler(
  handler: JSX.EventHandlerUnion<HTMLButtonElement, MouseEvent> | undefined,
  event: MouseEvent & { currentTarget: HTMLButtonElement; target: Element },
): void {
  if (typeof handler === 'function') handler(event)
  else if (handler) handler[0](handler[1], event)
}

export type ButtonLinkProps = JSX.AnchorHTMLAttributes<HTMLAnchorElement> & {
  href: string
  variant?: ButtonVariant | undefined
  size?: ButtonSize | undefined
  icon?: JSX.Element
  full?: boolean | undefined
}

/** Looks like a button, is a link: it goes somewhere. */
export function ButtonLink(props: ButtonLinkProps) {
  const [own, native] = splitProps(props, ['variant', 'size', 'icon', 'full', 'class', 'children'])
  return (
    <a {...native} class={buttonClass(own)}>
      {own.icon}
      {own.children}
    </a>
  )
}
