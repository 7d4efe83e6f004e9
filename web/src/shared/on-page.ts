import { type Accessor, createSignal, onCleanup, onMount } from 'solid-js'

/**
 * Whether an element has been on the page. A pane that waits for its data is made outside of it, in a document without a
 * window: what observes sizes has to wait for that.
 */
export function createOnPage(element: () => Element | undefined): Accessor<boolean> {
  const [isThere, setThere] = createSignal(false)
  let frame = 0
  const look = () => {
    if (element()?.isConnected) setThere(true)
    else frame = requestAnimationFrame(look)
  }
  onMount(look)
  onCleanup(() => cancelAnimationFrame(frame))
  return isThere
}
