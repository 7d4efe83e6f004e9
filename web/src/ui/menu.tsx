import { type Component, createSignal, onCleanup, onMount, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { sayNotLoaded } from '../shared/not-loaded'
import { whenQuiet } from '../shared/when-quiet'
import { type MenuProps, menuTip, menuTriggerClass } from './menu-parts'

export type { MenuItem, MenuProps } from './menu-parts'

type OpenedBy = 'pointer' | 'keyboard'
const [Popup, setPopup] = createSignal<Component<MenuProps & { openedBy: OpenedBy }>>()
/** @returns whether it is there: without a network it is not, and the next one who wants it asks again */
const load = (): Promise<boolean> =>
  import('./menu-popup')
    .then(({ default: part }) => {
      setPopup(() => part)
      return true
    })
    .catch(() => false)

/**
 * A button with a menu. The menu's machinery is a quarter of the frame's script, so it is loaded while nothing else
 * happens, and its button takes the plain one's place at the first use.
 */
export function Menu(props: MenuProps) {
  const [used, setUsed] = createSignal<OpenedBy>()
  onMount(() => onCleanup(whenQuiet(() => void load())))
  async function open(by: OpenedBy): Promise<void> {
    if (Popup() || (await load())) setUsed(by)
    else await sayNotLoaded()
  }
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
      onClick={(event) => void open(event.detail === 0 ? 'keyboard' : 'pointer')}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
        event.preventDefault()
        void open('keyboard')
      }}
    >
      {props.trigger}
    </button>
  )
  return (
    <Show when={used()} fallback={plain()}>
      {(by) => <Dynamic component={Popup()} {...props} openedBy={by()} />}
    </Show>
  )
}
