import { createUniqueId, type JSX, Show } from 'solid-js'
import { cx } from '../../ui/cx'

/** A card of the overview: a heading with what belongs beside it, and rows from edge to edge. */
export function SectionCard(props: {
  title: string
  /** Right behind the title. */
  count?: JSX.Element
  /** At the end of the line. */
  end?: JSX.Element
  class?: string | undefined
  children: JSX.Element
}) {
  const id = createUniqueId()
  return (
    <section
      aria-labelledby={id}
      class={cx('min-w-0 overflow-hidden rounded-lg bg-surface ring-1 ring-line', props.class)}
    >
      <header class="flex min-h-12 items-center gap-2 px-[18px] pt-3.5 pb-2 max-sm:px-4">
        <h2 id={id} class="text-md">
          {props.title}
        </h2>
        {props.count}
        <Show when={props.end}>
          <span class="ms-auto flex items-center gap-1">{props.end}</span>
        </Show>
      </header>
      {props.children}
    </section>
  )
}

/** The link of a row or a cell that is a link all over: its ring is the row's. */
export const coveringLink =
  'outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus'
