import { createEffect, createMemo, createSignal, on } from 'solid-js'
import { focusWhenShown } from './list-focus'

type ListKeysOptions = {
  ids: () => readonly string[]
  selectedId: () => string | undefined
  scrollTo: (index: number) => void
}

/** One row of the list is in the tab order; the arrows, Home and End move on from it. */
export function createListKeys(options: ListKeysOptions) {
  const [focusedId, setFocusedId] = createSignal<string>()
  createEffect(on(options.selectedId, () => setFocusedId(undefined), { defer: true }))
  /** Where it is reached with Tab: where one was last, else what is open, else the first. */
  const activeIndex = createMemo(() => {
    const at = (id: string | undefined) => (id === undefined ? -1 : options.ids().indexOf(id))
    const focused = at(focusedId())
    return focused >= 0 ? focused : Math.max(0, at(options.selectedId()))
  })
  function onKeyDown(id: string, event: KeyboardEvent & { currentTarget: HTMLElement }): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const last = options.ids().length - 1
    const from = options.ids().indexOf(id)
    const steps = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: last }
    const to = steps[event.key as keyof typeof steps]
    if (to === undefined || from < 0) return
    event.preventDefault()
    const next = options.ids()[Math.min(last, Math.max(0, to))]
    if (next === undefined) return
    const list = event.currentTarget.closest('nav')
    // The active row is always drawn: from here on it can take the focus.
    setFocusedId(next)
    options.scrollTo(options.ids().indexOf(next))
    focusWhenShown(() => list?.querySelector<HTMLElement>(`[data-conversation="${next}"] a`))
  }
  return {
    activeId: () => options.ids()[activeIndex()],
    /** For the virtual list: it keeps this row, however far it is scrolled away. */
    kept: () => (options.ids().length === 0 ? [] : [activeIndex()]),
    onFocus: (id: string) => setFocusedId(id),
    onKeyDown,
  }
}
