import { createEffect, on, onCleanup } from 'solid-js'

const covers = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

function show(): void {
  if (!document.querySelector(covers)) document.getElementById('root')?.removeAttribute('aria-hidden')
}

/**
 * Kobalte hides the page behind a dialog, and shows it again, each a frame late: where a dialog goes in the frame in which
 * it hides anew, the page stays hidden from screen readers. Looked at once the dust has settled.
 */
export function createPageBehind(open: () => boolean): void {
  const look = () => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(show)))
  createEffect(on(open, (isOpen) => !isOpen && look(), { defer: true }))
  onCleanup(look)
}
