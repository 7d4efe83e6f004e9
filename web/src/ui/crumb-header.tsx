import ArrowLeft from 'lucide-solid/icons/arrow-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, type JSX, Show } from 'solid-js'
import { buttonClass } from './button'

export type CrumbHeaderProps = {
  /** The pages above, outermost first. On a phone only the last of them, as an arrow back. */
  crumbs: readonly { label: string; href: string }[]
  /** The page's one `h1`. */
  title: JSX.Element
  actions?: JSX.Element
}

/** The header of a page that is below others. */
export function CrumbHeader(props: CrumbHeaderProps) {
  return (
    <header class="flex min-h-14 flex-none items-center gap-1.5 border-line-soft border-b py-1 ps-6 pe-5 max-sm:ps-1 max-sm:pe-2">
      <Show when={props.crumbs.at(-1)}>
        {(parent) => (
          <a
            href={parent().href}
            aria-label={parent().label}
            class={buttonClass({ variant: 'ghost', class: 'size-11! px-0! sm:hidden!' })}
          >
            <ArrowLeft aria-hidden="true" />
          </a>
        )}
      </Show>
      <For each={props.crumbs}>
        {(crumb) => (
          <span class="flex flex-none items-center gap-1.5 max-sm:hidden">
            <a href={crumb.href} class="rounded-xs py-1 text-ink-2 hover:text-ink">
              {crumb.label}
            </a>
            <ChevronRight aria-hidden="true" class="size-3 text-ink-3 rtl:-scale-x-100" />
          </span>
        )}
      </For>
      <h1 tabindex="-1" class="min-w-0 flex-1 truncate text-[17px]/6 tracking-[-.015em]">
        {props.title}
      </h1>
      <div class="flex flex-none items-center gap-1">{props.actions}</div>
    </header>
  )
}
