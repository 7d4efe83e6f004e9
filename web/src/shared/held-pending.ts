import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'

const HIDDEN_MS = 150
const SHOWN_MS = 300

/**
 * `pending`, held a little: a skeleton that has become visible (after 150 ms) stays for at least 300 ms, so that
 * nothing flashes. Use it as the condition around a Skeleton.
 */
export function createHeldPending(pending: Accessor<boolean>): Accessor<boolean> {
  const [held, setHeld] = createSignal(pending())
  let since = Date.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  createEffect(
    on(pending, (isPending) => {
      clearTimeout(timer)
      if (isPending) {
        if (!held()) since = Date.now()
        setHeld(true)
        return
      }
      const elapsed = Date.now() - since
      const wait = elapsed < HIDDEN_MS ? 0 : HIDDEN_MS + SHOWN_MS - elapsed
      if (wait <= 0) setHeld(false)
      else timer = setTimeout(() => setHeld(false), wait)
    }),
  )
  onCleanup(() => clearTimeout(timer))
  // `held` follows in an effect; what is read in between would be data that is not there, and the whole page would wait for it.
  return () => pending() || held()
}
