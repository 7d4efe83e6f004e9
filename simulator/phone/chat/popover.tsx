import { createUniqueId, For, type JSX } from 'solid-js'
import { cx } from '../ui/cx'

export type Item = { label: string; icon?: JSX.Element; isBad?: boolean; run: () => void }
type Props = {
  /** The button that opens it: what it does, and what it looks like. */
  label: string
  trigger: JSX.Element
  triggerClass: string
  items: Item[]
  /** Squares with an icon above the word, as in a sheet of attachments. */
  isGrid?: boolean
  above?: JSX.Element
}

const GAP = 6

/** A menu on the browser's own popover: light dismiss and Esc by itself; the arrow keys move. */
export function Menu(props: Props) {
  const id = createUniqueId()
  let button: HTMLButtonElement | undefined
  let list: HTMLDivElement | undefined

  // Beside its button, inside of the window, whatever is above or below.
  const place = () => {
    if (!button || !list) return
    const from = button.getBoundingClientRect()
    const { offsetWidth: width, offsetHeight: height } = list
    const fitsBelow = from.bottom + GAP + height < window.innerHeight
    const left = Math.min(Math.max(8, from.left), window.innerWidth - width - 8)
    list.style.left = `${left}px`
    list.style.top = `${fitsBelow ? from.bottom + GAP : Math.max(8, from.top - GAP - height)}px`
    list.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: props.isGrid ? 3 : 1,
      ArrowUp: props.isGrid ? -3 : -1,
      ArrowRight: 1,
      ArrowLeft: -1,
    }
    const step = steps[event.key]
    const items = [...(list?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    if (step === undefined || items.length === 0) return
    event.preventDefault()
    const at = items.indexOf(document.activeElement as HTMLElement)
    items[(at + step + items.length) % items.length]?.focus()
  }

  return (
    <>
      <button
        ref={(node) => {
          button = node
        }}
        type="button"
        popovertarget={id}
        aria-haspopup="menu"
        aria-label={props.label}
        title={props.label}
        class={props.triggerClass}
      >
        {props.trigger}
      </button>
      <div
        ref={(node) => {
          list = node
        }}
        id={id}
        popover
        role="menu"
        tabindex={-1}
        aria-label={props.label}
        onToggle={(event) => event.newState === 'open' && place()}
        onKeyDown={move}
        class={cx(
          'bg-raised text-ink shadow-lg open:animate-[rise_var(--t-base)_var(--e-out)]',
          props.isGrid
            ? 'w-[232px] rounded-[14px] p-1.5 open:grid grid-cols-3 gap-0.5'
            : 'min-w-[180px] rounded-[10px] p-1',
        )}
      >
        {props.above}
        <For each={props.items}>
          {(item) => (
            <button
              type="button"
              role="menuitem"
              tabindex={-1}
              onClick={() => {
                list?.hidePopover()
                item.run()
              }}
              class={cx(
                'hover:bg-surface-3 focus-visible:bg-surface-3 focus-visible:outline-none',
                item.isBad && 'text-bad-ink',
                props.isGrid
                  ? 'flex h-[62px] flex-col items-center justify-center gap-[5px] rounded-[10px] text-[11.5px]/none'
                  : 'flex h-8 w-full items-center gap-2 rounded-md px-2.5 text-start max-sm:h-11',
              )}
            >
              {item.icon}
              {item.label}
            </button>
          )}
        </For>
      </div>
    </>
  )
}
