import { lazy } from 'solid-js'
import { NARROW } from './narrow'

/** The list is a file of its own: a phone that opens a conversation has no room for it. */
export const ListPane = lazy(async () => ({ default: (await import('./list-pane')).ListPane }))

/** Asks for the list beside the page that shows it, not after it; unless a narrow window begins with a conversation. */
export function preloadList(): void {
  if (!window.matchMedia(NARROW).matches || !/^\/inbox\/[^/]/.test(window.location.pathname)) void ListPane.preload()
}
