import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { Kbd } from './kbd'

type Tip = { text: string; keys: string | undefined; side: string; anchor: Element }

const DELAY_MS = 400
const GAP_PX = 6

/** Mount once in the app's frame. Hover (after 400 ms), keyboard focus (at once); Escape hides it; none on touch. */
export function TooltipHost() {
  const [tip, setTip] = createSignal<Tip>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let box: HTMLDivElement | undefined

  const hide = () => {
    clearTimeout(timer)
    setTip(undefined)
  }
  const show = (event: Event, delay: number) => {
    const found = event.target instanceof Element ? event.target.closest('[data-tip]') : null
    if (!(found instanceof HTMLElement) || !found.dataset.tip) {
      if (!(event.target instanceof Node && box?.contains(event.target))) hide()
      return
    }
    const anchor = found.getClientRects().length > 0 ? found : found.firstElementChild
    if (!anchor || anchor === tip()?.anchor) return
    hide()
    const next = {
      text: found.dataset.tip,
      keys: found.dataset.tipKeys,
      side: found.dataset.tipSide ?? 'bottom',
      anchor,
    }
    timer = setTimeout(() => setTip(next), delay)
  }
  const onPointerOver = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') show(event, DELAY_MS)
  }
  const onFocusIn = (event: FocusEvent) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event, 0)
    else hide()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hide()
  }

  onMount(() => {
    document.addEventListener('pointerover', onPointerOver)
    document.addEventListener('focusin', onFocusIn)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('keydown', onKeyDown, true)
    document.addEventListener('scroll', hide, true)
  })
  onCleanup(() => {
    clearTimeout(timer)
    document.removeEventListener('pointerover', onPointerOver)
    document.removeEventListener('focusin', onFocusIn)
    document.removeEventListener('focusout', hide)
    document.removeEventListener('pointerdown', hide)
    document.removeEventListener('keydown', onKeyDown, true)
    document.removeEventListener('scroll', hide, true)
  })

  return (
    <Show when={tip()} keyed>
      {(current) => (
        <Portal>
          <div
            // Hidden from screen readers: the text is the button's accessible name already.
            aria-hidden="true"
            ref={(element) => {
              box = element
              queueMicrotask(() => place(element, current))
            }}
            class="fixed top-0 left-0 z-(--z-tooltip) flex max-w-72 items-center gap-2 rounded-sm bg-toast px-2 py-[5px] text-on-toast text-xs shadow-md animate-[appear_var(--t-fast)_var(--e-out)]"
          >
            {current.text}
            <Show when={current.keys}>
              {(keys) => <Kbd class="bg-toast-hover! text-inherit! inset-ring-0!">{keys()}</Kbd>}
            </Show>
          </div>
        </Portal>
      )}
    </Show>
  )
}

function place(element: HTMLElement, tip: Tip): void {
  const anchor = tip.anchor.getBoundingClientRect()
  const width = element.offsetWidth
  const height = element.offsetHeight
  let left = anchor.left + anchor.width / 2 - width / 2
  let top = anchor.bottom + GAP_PX
  if (tip.side === 'right') {
    left = document.dir === 'rtl' ? anchor.left - width - GAP_PX : anchor.right + GAP_PX
    top = anchor.top + anchor.height / 2 - height / 2
  } else if (top + height > window.innerHeight - GAP_PX) {
    top = anchor.top - height - GAP_PX
  }
  const inside = Math.max(GAP_PX, Math.min(left, window.innerWidth - width - GAP_PX))
  element.style.translate = `${Math.round(inside)}px ${Math.round(top)}px`
}
