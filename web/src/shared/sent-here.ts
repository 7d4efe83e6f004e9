import { createSignal } from 'solid-js'

const [times, setTimes] = createSignal(0)

/** Counts how often one was sent to where one is already, which changes no address: to a message once more, say. */
export const timesSentHere = times

export function noteSent(href: string): void {
  const { pathname, hash } = new URL(href, window.location.href)
  if (pathname === window.location.pathname && hash === window.location.hash) setTimes((before) => before + 1)
}
