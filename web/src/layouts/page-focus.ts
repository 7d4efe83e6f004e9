import { useIsRouting, useLocation } from '@solidjs/router'
import { createEffect, on, onCleanup } from 'solid-js'
import { t } from '../shared/i18n'
import { setPageTitle } from '../shared/page-title'

const LOOK_MS = 50
const GIVE_UP_MS = 4000

// The frame changes with signing in and out; only the very first page leaves the focus where the browser put it.
let arrivedBefore = false

/** After a change of page the focus goes to its `h1`, and the tab is named after it, or by its `data-title`. */
export function createPageFocus(main: () => HTMLElement | undefined): void {
  const location = useLocation()
  const isRouting = useIsRouting()
  let timer: ReturnType<typeof setTimeout> | undefined
  let arrivedAt: { heading: HTMLElement; page: string } | undefined

  const arrive = (moveFocus: boolean, since: number) => {
    clearTimeout(timer)
    const heading = isRouting() ? null : main()?.querySelector('h1')
    if (heading) {
      setPageTitle(t('shell.title', { page: heading.dataset.title ?? heading.textContent ?? '' }))
      // Settings keep their heading from page to page, and change what it says.
      const page = heading.textContent ?? ''
      const isSame = arrivedAt?.heading === heading && arrivedAt.page === page
      // Another address of the same page, such as the next conversation: whoever is writing there goes on writing.
      if (moveFocus && !isSame && !hasOwnFocus(main())) heading.focus({ preventScroll: true })
      arrivedAt = { heading, page }
      return
    }
    // A page may show its heading only when its data is there.
    if (Date.now() - since < GIVE_UP_MS) timer = setTimeout(() => arrive(moveFocus, since), LOOK_MS)
  }

  createEffect(
    on(
      () => location.pathname,
      () => {
        const moveFocus = arrivedBefore
        arrivedBefore = true
        // Not before the new page has replaced the old one.
        timer = setTimeout(() => arrive(moveFocus, Date.now()), 0)
      },
    ),
  )
  onCleanup(() => clearTimeout(timer))
}

/** A page that has put the focus into its first field knows better, and so does whoever writes or has opened a dialog meanwhile. */
function hasOwnFocus(main: HTMLElement | undefined): boolean {
  const focused = document.activeElement
  if (focused?.closest('[role="dialog"]')) return true
  return focused?.matches('input, textarea, select, [contenteditable]') === true && main?.contains(focused) === true
}
