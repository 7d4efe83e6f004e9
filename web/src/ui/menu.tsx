import { createSignal, lazy, onCleanup, onMount, Show, Suspense } from 'solid-js'
import { whenQuiet } from '../shared/when-quiet'
import { type MenuProps, menuTip, menuTriggerClass } from './menu-parts'

export type { MenuItem, MenuProps } from './menu-parts'

const load = () => import('./menu-popup')
const MenuPopup = lazy(load)

/**
 * A button with a menu. The menu's machinery is a quarter of the frame's script, so it is loaded while nothing else
 * happens, and its button takes the plain one's place at the first use.
 */
export function Menu(props: MenuProps) {
  const [used, setUsed] = createSignal<'pointer' | 'keyboard'>()
  onMount(() => onCleanup(whenQuiet(() => void load())))
  const plain = () => (
    <button
      type="button"
      aria-haspopup="menu"
      aria-expanded="false"
      aria-label={props.label}
      data-tip={menuTip(props)}
      data-tip-keys={props.shortcut}
      data-menu={props.shortcut}
      aria-keyshortcuts={props.shortcut}
      class={menuTriggerClass(props)}
      onPointerEnter={() => void load()}
      // A click without a pointer is Enter or Space.
      onClick={(event) => setUsed(event.detail === 0 ? 'keyboard' : 'pointer')}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        setUsed('keyboard')
      }}
    >
      {props.trigger}
    </button>
  )
  return (
    <Show when={used()} fallback={plain()}>
      {(by) => (
        <Suspense fallback={plain()}>
          <MenuPopup {...props} openedBy={by()} />
        </Suspense>
      )}
    </Show>
  )
}
