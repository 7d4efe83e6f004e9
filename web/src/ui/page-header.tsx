import { type JSX, Show } from 'solid-js'

/** The page's one `h1`. After a route change the focus goes to it. */
export function PageHeader(props: { title: string; subtitle?: JSX.Element; actions?: JSX.Element }) {
  return (
    <header class="flex min-h-14 flex-none flex-wrap items-center gap-x-3 gap-y-2 border-line-soft border-b py-2 ps-6 pe-5 max-sm:px-4">
      <div class="min-w-0 flex-1">
        <h1 tabindex="-1" class="text-[17px]/6 tracking-[-.015em] max-sm:text-[26px]/[34px] max-sm:tracking-[-.025em]">
          {props.title}
        </h1>
        <Show when={props.subtitle}>
          <p class="text-ink-3 text-xs max-sm:text-sm">{props.subtitle}</p>
        </Show>
      </div>
      <Show when={props.actions}>
        <div class="flex items-center gap-2">{props.actions}</div>
      </Show>
    </header>
  )
}
