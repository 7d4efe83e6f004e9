import { onCleanup } from 'solid-js'

let end: (() => void) | undefined

/** While conversations are marked Escape ends that before anything else, whatever was opened since. */
export function provideSelectionEnd(run: () => void): void {
  end = run
  onCleanup(() => {
    if (end === run) end = undefined
  })
}

/** @returns whether anything was marked */
export function endSelection(): boolean {
  const run = end
  run?.()
  return run !== undefined
}
