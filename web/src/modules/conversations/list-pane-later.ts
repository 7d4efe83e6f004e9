import { lazy } from 'solid-js'

/** The list is a file of its own: a phone that opens a conversation has no room for it. */
export const ListPane = lazy(async () => ({ default: (await import('./list-pane')).ListPane }))

/** Where a list has no room beside an open conversation. As `max-md` in design/theme.css. */
export const NARROW = '(max-width: 899.98px)'

/** Asks for the list beside the page that shows it, not after it; unless a narrow window begins with a conversation. */
export function preloadList(): void {
  if (!window.matchMedia(NARROW).matches || !/^\/inbox\/[^/]/.test(window.location.pathname)) void ListPane.preload()
}
