import { createSignal } from 'solid-js'
import { createShortcuts } from '../../shared/shortcuts'

const FRAMES = 20

/** A row that was just drawn is hidden until it is measured, and takes no focus before. */
function focusWhenShown(find: () => HTMLElement | null | undefined, frames = FRAMES): void {
  const element = find()
  element?.focus({ preventScroll: true })
  if (document.activeElement === element || frames === 0) return
  const before = document.activeElement
  requestAnimationFrame(() => {
    if (document.activeElement === before) focusWhenShown(find, frames - 1)
  })
}

/** One row is in the tab order; arrows, J and K, Home and End move on from it, X selects it. Enter is its link's. */
export function createContactKeys(options: {
  ids: () => readonly string[]
  list: () => HTMLElement | undefined
  scrollTo: (index: number) => void
  onToggle: (id: string, isRange: boolean) => void
}) {
  const [focusedId, setFocusedId] = createSignal<string>()
  const activeIndex = () => Math.max(0, focusedId() === undefined ? 0 : options.ids().indexOf(focusedId() ?? ''))
  const isWithin = () => options.list()?.contains(document.activeElement) === true

  function moveTo(index: number): void {
    const last = options.ids().length - 1
    const id = options.ids()[Math.min(last, Math.max(0, index))]
    if (id === undefined) return
    // The active row is always drawn: from here on it can take the focus.
    setFocusedId(id)
    options.scrollTo(options.ids().indexOf(id))
    focusWhenShown(() => options.list()?.querySelector<HTMLElement>(`[data-contact="${CSS.escape(id)}"] a`))
  }
  /** The first press goes to where one was, not past it. */
  const step = (by: number) => moveTo(isWithin() ? activeIndex() + by : activeIndex())
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    const steps: Partial<Record<string, number>> = {
      ArrowDown: activeIndex() + 1,
      ArrowUp: activeIndex() - 1,
      Home: 0,
      End: options.ids().length - 1,
    }
    const to = steps[event.key]
    if (to === undefined) return
    event.preventDefault()
    moveTo(to)
  }
  createShortcuts([
    { keys: 'j', run: () => step(1) },
    { keys: 'k', run: () => step(-1) },
    {
      keys: 'x',
      run: (event) => {
        const id = options.ids()[activeIndex()]
        if (id !== undefined && isWithin()) options.onToggle(id, event.shiftKey)
      },
    },
  ])
  return {
    activeId: () => options.ids()[activeIndex()],
    kept: () => (options.ids().length === 0 ? [] : [activeIndex()]),
    onFocus: (id: string) => setFocusedId(id),
    onKeyDown,
  }
}
