import { createSignal, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { type MenuProps, menuTip, menuTriggerClass } from './menu-parts'

export type { MenuItem, MenuProps } from './menu-parts'

const load = () => import('./menu-popup')
const MenuPopup = lazy(load)

/**
 * A button with a menu. The menu's machinery is a quarter of the frame's script, so it is loaded while nothing else
 * happens, and its button takes the plain one's place at the first use.
 */
export function Menu(props: MenuProps) {
  const [used, setUsed] = createSignal(false)
  onMount(() => {
    if (!('requestIdleCallback' in window)) return
    const idle = requestIdleCallback(() => void load())
    onCleanup(() => cancelIdleCallback(idle))
  })
  const plain = () => (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={props.label}
      data-tip={menuTip(props)}
      class={menuTriggerClass(props)}
      onPointerEnter={() => void load()}
      onClick={() => setUsed(true)}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        setUsed(true)
      }}
    >
      {props.trigger}
    </button>
  )
  return (
    <Show when={used()} fallback={plain()}>
      <Suspense fallback={plain()}>
        <MenuPopup {...props} />
      </Suspense>
    </Show>
  )
}
