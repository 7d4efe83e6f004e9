import Info from 'lucide-solid/icons/info'
import { type JSX, Show } from 'solid-js'
import { cx } from '../../ui/cx'
import { coveringLink } from './section-card'

/** One figure of the card, with what it means. With an address all of it is a link. */
export function Figure(props: {
  label: string
  /** What is counted. */
  hint: string
  href?: string | undefined
  text: JSX.Element
  children: JSX.Element
}) {
  return (
    <div
      class={cx(
        'relative min-w-0 border-line-soft border-s border-t px-[18px] pt-[15px] pb-3.5 max-sm:px-4 max-sm:[&:last-child:nth-child(odd)]:col-span-2',
        props.href && 'hover:bg-surface-2',
      )}
    >
      <h2 class="flex items-center font-regular text-ink-2 text-sm tracking-normal">
        <Show when={props.href} fallback={props.label}>
          {(href) => (
            <a href={href()} class={coveringLink}>
              {props.label}
            </a>
          )}
        </Show>
        <button
          type="button"
          aria-label={props.hint}
          data-tip={props.hint}
          class="relative z-1 grid size-6 -my-1 flex-none place-items-center rounded-xs text-ink-3 hover:text-ink max-sm:hidden"
        >
          <Info aria-hidden="true" class="size-3" />
        </button>
      </h2>
      <p class="mt-1.5 truncate font-semibold text-[27px]/[30px] text-ink tabular-nums tracking-[-.03em]">
        {props.children}
      </p>
      <p class="mt-1 text-ink-3 text-xs [overflow-wrap:anywhere]">{props.text}</p>
    </div>
  )
}
