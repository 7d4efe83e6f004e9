import { createSession } from './create-session'

const LOCK = 'wharf.refresh'

/** The one session of this tab. */
export const session = createSession({
  fetch: (path, init) => fetch(path, init),
  // Without locks (an old browser) two tabs may refresh at the same time; the server allows for that.
  exclusively: async (task) => ('locks' in navigator ? await navigator.locks.request(LOCK, task) : await task()),
  channel: 'BroadcastChannel' in globalThis ? new BroadcastChannel('wharf.session') : undefined,
  storage: localStorage,
})

// A sleeping laptop stops timers: look at the token again before anything else is asked for.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') void session.freshToken().catch(() => undefined)
})
