import { type JSX, Show } from 'solid-js'

/** The h1 of a signed-out page. A route change moves the focus here. */
export function AuthHeading(props: { title: string; children?: JSX.Element }) {
  return (
    <div>
      <h1 tabindex="-1" class="display text-[30px]/9 tracking-[-.03em]">
        {props.title}
      </h1>
      <Show when={props.children}>
        <p class="mt-1.5 text-ink-2 text-md">{props.children}</p>
      </Show>
    </div>
  )
}
