import { createSignal } from 'solid-js'

const [changes, setChanges] = createSignal<number>()
/** How many conversations changed while the connection was away; undefined while that isn't known, or all was loaded anew. */
export const changesMissed = changes

/** Counts them, from one connection to the end of its catching up. */
export function createMissedCount() {
  let ids: Set<string> | undefined
  return {
    note: (changed: readonly string[]): void => {
      for (const id of changed) ids?.add(id)
    },
    /** All is loaded anew: nobody knows what of it has changed. */
    lose: (): void => {
      ids = undefined
    },
    during: async (work: Promise<unknown>): Promise<void> => {
      const mine = new Set<string>()
      ids = mine
      setChanges(undefined)
      const isDone = await work.then(
        () => true,
        () => false,
      )
      // Another connection has begun to count, or it is not to be counted.
      if (ids !== mine) return
      ids = undefined
      if (isDone) setChanges(mine.size)
    },
  }
}
