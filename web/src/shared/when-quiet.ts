import { queryClient } from './query'

const AGAIN_MS = 300
const AGAIN_WITHOUT_IDLE_MS = 2000

/**
 * When the page has what it asked for and nothing else happens: what is only fetched ahead would stand in the way of what
 * somebody is waiting for. Returns what calls it off.
 */
export function whenQuiet(run: () => void): () => void {
  // Safari has none.
  const knowsIdle = 'requestIdleCallback' in window
  let idle = 0
  const decide = () => {
    if (queryClient.isFetching() > 0) timer = setTimeout(look, AGAIN_MS)
    else run()
  }
  const look = () => {
    if (knowsIdle) idle = requestIdleCallback(decide)
    else decide()
  }
  let timer = setTimeout(look, knowsIdle ? AGAIN_MS : AGAIN_WITHOUT_IDLE_MS)
  return () => {
    clearTimeout(timer)
    if (knowsIdle) cancelIdleCallback(idle)
  }
}
