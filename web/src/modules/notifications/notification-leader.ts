export type LeaderPorts = {
  /** Absent in old browsers and on plain http: then every tab leads, and what one has listed another doesn't list again. */
  locks: Pick<LockManager, 'request'> | undefined
  name: string
  onLead: () => void
}

/**
 * One tab of a person rings, the one they used last: it may make a sound, and it knows what they look at. Each tab waits
 * for the lock; who gets the focus takes it away from whoever holds it.
 */
export function createLeader({ locks, name, onLead }: LeaderPorts) {
  let isLeading = false
  let isStopped = false
  let waiting: AbortController | undefined
  let release: (() => void) | undefined

  /** Held until it is taken away or the tab goes. */
  function hold(): Promise<void> | undefined {
    if (isStopped) return undefined
    isLeading = true
    onLead()
    return new Promise<void>((resolve) => {
      release = resolve
    })
  }
  function ask(steal: boolean): void {
    waiting?.abort()
    const place = new AbortController()
    waiting = place
    locks?.request(name, steal ? { steal } : { signal: place.signal }, hold).catch(() => {
      // Given up for a new request, or taken away by a tab that is used now.
      if (isStopped || waiting !== place) return
      isLeading = false
      ask(false)
    })
  }
  const takeOver = () => {
    if (!isLeading && !isStopped) ask(true)
  }

  if (!locks) {
    isLeading = true
    onLead()
  } else ask(document.hasFocus())
  window.addEventListener('focus', takeOver)
  return {
    isLeading: () => isLeading,
    stop: () => {
      isStopped = true
      isLeading = false
      window.removeEventListener('focus', takeOver)
      waiting?.abort()
      release?.()
    },
  }
}
