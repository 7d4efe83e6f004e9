import { createSignal, onCleanup } from 'solid-js'

/** Whether the window is like that, now and later: `(min-width: 1180px)`. */
export function createMediaQuery(text: string): () => boolean {
  const query = window.matchMedia(text)
  const [matches, setMatches] = createSignal(query.matches)
  const follow = () => setMatches(query.matches)
  query.addEventListener('change', follow)
  onCleanup(() => query.removeEventListener('change', follow))
  return matches
}
