/** Lets a closing dialog hand back the focus first: the button that opened it may have gone with the row. */
const AFTER_DIALOG_MS = 50

/** After a row is gone, the focus goes to the one that took its place, else to the last, else to what is left. */
export function focusNeighbour(area: HTMLElement | undefined, index: number): void {
  setTimeout(() => {
    const rows = [...(area?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const row = rows[Math.min(index, rows.length - 1)]
    const target = row?.querySelector('button') ?? row ?? area?.querySelector('button')
    target?.focus()
  }, AFTER_DIALOG_MS)
}

/** After a dialog whose opener is gone ("Switch on" became "Switch off"): the focus stays in the same area. */
export function keepFocus(area: HTMLElement | undefined): void {
  setTimeout(() => {
    if (document.activeElement === document.body) [...(area?.querySelectorAll('button') ?? [])].at(-1)?.focus()
  }, AFTER_DIALOG_MS)
}
