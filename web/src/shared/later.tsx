import { type Component, createSignal, type JSX, Show, untrack } from 'solid-js'
import { Dynamic } from 'solid-js/web'

const parts: (() => void)[] = []
let isAhead = false

/** For when nothing else happens: what is first heard of after that is fetched at once. */
export function loadAhead(get: () => void): void {
  parts.push(get)
  if (isAhead) get()
}

/**
 * A part that is loaded when the first of it is shown, or when nothing else happens. Not by `lazy`: a row that waits would hold
 * up everything around it. Until it is there, `fallback` keeps its place; what failed to load is asked for by the next one,
 * and when the network is back.
 */
export function later<Props extends object>(
  load: () => Promise<Component<Props>>,
  fallback?: () => JSX.Element,
): Component<Props> {
  const [part, setPart] = createSignal<Component<Props>>()
  const get = () => {
    if (part()) return
    load().then(
      (loaded) => setPart(() => loaded),
      () => window.addEventListener('online', get, { once: true }),
    )
  }
  loadAhead(get)
  return (props) => {
    untrack(get)
    return (
      <Show when={part()} fallback={fallback?.()}>
        {(loaded) => <Dynamic component={loaded()} {...props} />}
      </Show>
    )
  }
}

/** So that they are there without a network too. */
export function loadParts(): void {
  isAhead = true
  for (const get of parts) get()
}
