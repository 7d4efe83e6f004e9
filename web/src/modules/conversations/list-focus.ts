import type { InboxState } from '../inbox/inbox-state'
import { NARROW } from './narrow'

const FRAMES = 20
/** A thread may have to be fetched first. */
const FRAMES_OF_A_THREAD = 120

/** A row that was just drawn is hidden until it is measured, and takes no focus before. */
export function focusWhenShown(find: () => HTMLElement | null | undefined, frames = FRAMES): void {
  const element = find()
  element?.focus({ preventScroll: true })
  if ((element && document.activeElement === element) || frames === 0) return
  const before = document.activeElement
  requestAnimationFrame(() => {
    // Whoever went elsewhere meanwhile stays there. What had it may have gone with what was open.
    if (document.activeElement === before || document.activeElement === document.body) focusWhenShown(find, frames - 1)
  })
}

export const linkOfRow = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-conversation="${id}"] a`)

/** The conversation whose row in the list has the focus: its link, or its box. */
export const rowWithFocus = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-conversation]')?.dataset.conversation

/**
 * On to the next conversation when one is done with. The focus goes with it: to its row, or to its thread where the list
 * makes room for that.
 */
export function goOnTo(state: Pick<InboxState, 'select'>, next: string | undefined): void {
  state.select(next)
  const isHidden = next !== undefined && globalThis.matchMedia?.(NARROW).matches === true
  if (isHidden) {
    const thread = () => document.querySelector<HTMLElement>(`[data-pane="${next}"] [role="log"]`)
    focusWhenShown(thread, FRAMES_OF_A_THREAD)
    return
  }
  const row = () =>
    next === undefined ? document.querySelector<HTMLElement>('[data-conversation] a[tabindex="0"]') : linkOfRow(next)
  focusWhenShown(row)
  row()?.closest('[data-conversation]')?.scrollIntoView({ block: 'nearest' })
}
