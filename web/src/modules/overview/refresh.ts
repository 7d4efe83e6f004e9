import { onCleanup } from 'solid-js'

const AT_MOST_EVERY_MS = 5000
/** One change seldom comes alone. */
const GATHER_MS = 400

/** Runs `refresh` soon after it is asked to, and not more often than every five seconds. Stops with the owner. */
export function createThrottledRefresh(refresh: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let lastAt = Number.NEGATIVE_INFINITY
  onCleanup(() => clearTimeout(timer))
  return () => {
    if (timer !== undefined) return
    const wait = Math.max(GATHER_MS, lastAt + AT_MOST_EVERY_MS - Date.now())
    timer = setTimeout(() => {
      timer = undefined
      lastAt = Date.now()
      refresh()
    }, wait)
  }
}
