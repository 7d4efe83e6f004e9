import { children, type JSX, Show } from 'solid-js'
import { cx } from './cx'

export type CardProps = {
  title?: string | undefined
  description?: JSX.Element
  children?: JSX.Element
  /** A line at the foot, buttons at its end. */
  footer?: JSX.Element
  class?: string | undefined
}

/** A 1 px line and no shadow: shadow means that something floats. */
export function Card(props: CardProps) {
  // Reading the property makes the children anew each time; a dialog among them would open twice.
  const content = children(() => props.children)
  return (
    <section class={cx('rounded-lg bg-surface ring-1 ring-line', props.class)}>
      <Show when={props.title}>
        <header class="px-[18px] pt-4 max-sm:px-4">
          <h2 class="text-md">{props.title}</h2>
          <Show when={props.description}>
            <p class="mt-0.5 text-ink-2">{props.description}</p>
          </Show>
        </header>
      </Show>
      <Show when={content()}>
        <div class="px-[18px] py-4 max-sm:px-4">{content()}</div>
      </Show>
      <Show when={props.footer}>
        <footer class="flex flex-wrap items-center justify-end gap-2 border-line-soft border-t px-[18px] py-3 max-sm:px-4">
          {props.footer}
        </footer>
      </Show>
    </section>
  )
}
