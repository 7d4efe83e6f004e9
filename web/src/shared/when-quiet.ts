import { queryClient } from './query'

const AGAIN_MS = 300

/**
 * When the page has what it asked for and nothing else happens: what is only fetched ahead would stand in the way of what
 * somebody is waiting for. Returns what calls it off.
 */
export function whenQuiet(run: () => void): () => void {
  if (!('requestIdleCallback' in window)) return () => {}
  let idle = 0
  const look = () => {
    idle = requestIdleCallback(() => {
      if (queryClient.isFetching() > 0) timer = setTimeout(look, AGAIN_MS)
      else run()
    })
  }
  let timer = setTimeout(look, AGAIN_MS)
  return () => {
    clearTimeout(timer)
    cancelIdleCallback(idle)
  }
}
