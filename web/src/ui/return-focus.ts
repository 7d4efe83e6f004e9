import { createComputed, on } from 'solid-js'

/**
 * Remembers what had the focus when something opens, and gives it back when it closes. An item of a menu is gone by
 * then: the menu's button stands in for it.
 */
export function createReturnFocus(open: () => boolean): (event: Event) => void {
  let opener: HTMLElement | null = null
  createComputed(
    on(open, (isOpen) => {
      if (isOpen) opener = findOpener(document.activeElement)
    }),
  )
  return (event) => {
    const focused = document.activeElement
    // What closed it has gone on elsewhere: to the box of a message that was sent, say.
    if (focused && focused !== document.body && !focused.closest('[role="dialog"]')) {
      event.preventDefault()
      return
    }
    if (!opener?.isConnected) return
    event.preventDefault()
    opener.focus()
  }
}

function findOpener(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]')
  const stand = menu?.id ? document.querySelector(`[aria-controls="${CSS.escape(menu.id)}"]`) : focused
  return stand instanceof HTMLElement && stand !== document.body ? stand : null
}
