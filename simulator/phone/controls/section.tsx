import { createUniqueId, type JSX } from 'solid-js'

export function Section(props: { title: string; children: JSX.Element }) {
  const id = createUniqueId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} class="mb-1.5 text-xs font-medium tracking-normal text-ink-3">
        {props.title}
      </h2>
      {props.children}
    </section>
  )
}
