import { X } from 'lucide-solid'
import { createUniqueId, type JSX, onMount } from 'solid-js'
import { Portal } from 'solid-js/web'
import { IconButton } from '../ui/button'

type Props = { title: string; onClose: () => void; children: (shut: () => void) => JSX.Element }

/** A sheet of the phone: rises over the screen, keeps the focus, closes with Esc, a tap beside it or the cross. */
export function Sheet(props: Props) {
  const id = createUniqueId()
  let element: HTMLDialogElement | undefined
  onMount(() => {
    element?.showModal()
    place()
  })
  // Over the phone's screen where there is a frame around it, over the window where there is none.
  const place = () => {
    const screen = document.querySelector('.phone-screen')?.getBoundingClientRect()
    if (!screen || !element) return
    element.style.setProperty('--sheet-left', `${screen.left}px`)
    element.style.setProperty('--sheet-width', `${screen.width}px`)
    element.style.setProperty('--sheet-bottom', `${window.innerHeight - screen.bottom}px`)
    element.style.setProperty('--sheet-height', `${screen.height * 0.86}px`)
  }
  return (
    <Portal>
      <dialog
        ref={(node) => {
          element = node
          // A press beside it closes it. Not yet in Solid's types.
          node.setAttribute('closedby', 'any')
        }}
        aria-labelledby={id}
        onClose={() => props.onClose()}
        class="fixed inset-auto start-auto top-auto right-auto bottom-(--sheet-bottom) left-(--sheet-left) m-0 max-h-(--sheet-height) w-(--sheet-width) max-w-none animate-[rise_var(--t-slow)_var(--e-out)] flex-col rounded-t-xl rounded-b-[30px] bg-(--phone-bar) text-(--phone-ink) shadow-lg open:flex max-sm:rounded-b-none backdrop:bg-black/30"
      >
        <header class="flex flex-none items-center gap-2 py-1.5 ps-4 pe-2">
          <h2 id={id} dir="auto" class="min-w-0 flex-1 text-md">
            {props.title}
          </h2>
          <IconButton
            label="Close"
            class="text-(--phone-ink)"
            icon={<X aria-hidden="true" />}
            onClick={() => element?.close()}
          />
        </header>
        <div class="min-h-0 flex-1 overflow-y-auto px-4 pb-5">{props.children(() => element?.close())}</div>
      </dialog>
    </Portal>
  )
}

export function SheetButton(props: {
  onClick?: () => void
  type?: 'submit' | 'button'
  children: JSX.Element
  disabled?: boolean
}) {
  return (
    <button
      type={props.type ?? 'button'}
      disabled={props.disabled}
      onClick={() => props.onClick?.()}
      class="min-h-10 w-full rounded-full bg-buoy-ink px-4 font-medium text-white hover:brightness-95 disabled:cursor-not-allowed disabled:opacity-50 max-sm:min-h-11 dark:text-[#17171c]"
    >
      {props.children}
    </button>
  )
}
