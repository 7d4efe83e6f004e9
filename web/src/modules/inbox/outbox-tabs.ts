/**
 * The tabs of a browser in which the same person writes. They share one queue, each sends what was written in it; what a tab
 * leaves behind goes to one of the others.
 */
export type OutboxTabs = {
  /** This one. */
  id: string
  /** Calls back once that tab is gone. No third tab is called back, as long as this one is there. */
  inherit: (id: string, run: () => void) => void
  /** @param look when another tab has stored something */
  onStored: (look: () => void) => void
  /** Browsers tell the other tabs only: whoever came after this one in the same page has to be told that it stored something. */
  announce: () => void
  stop: () => void
}

/** @param key what the tabs of this person have in common */
export function openTabs(key: string): OutboxTabs {
  const id = crypto.randomUUID()
  const locks = 'locks' in navigator ? navigator.locks : undefined
  const heirs = new Set<string>()
  const ended = new AbortController()
  // A lock is held until this settles, or the page is gone.
  const end = new Promise<void>((resolve) => ended.signal.addEventListener('abort', () => resolve()))
  void locks?.request(`${key}.${id}`, () => end)

  return {
    id,
    inherit: (other, run) => {
      if (heirs.has(other)) return
      heirs.add(other)
      if (!locks) return run()
      locks
        .request(`${key}.${other}`, { signal: ended.signal }, () => {
          run()
          return end
        })
        // This one ended first.
        .catch(() => {})
    },
    onStored: (look) =>
      window.addEventListener(
        'storage',
        (event) => {
          if (event.key === null || event.key.startsWith(`${key}.`)) look()
        },
        { signal: ended.signal },
      ),
    announce: () => void window.dispatchEvent(new StorageEvent('storage', { key: `${key}.${id}` })),
    stop: () => ended.abort(),
  }
}
