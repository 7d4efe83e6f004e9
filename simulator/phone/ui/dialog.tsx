import { X } from 'lucide-solid'
import { createUniqueId, type JSX, onMount, Show } from 'solid-js'
import { IconButton } from './button'
import { cx } from './cx'

type Props = {
  title: string
  onClose: () => void
  children: JSX.Element
  footer?: JSX.Element
  /** From the side, for settings beside what they change. */
  isDrawer?: boolean
}

/** The browser's own modal dialog: it keeps the focus, closes with Esc and gives the focus back. */
export function Dialog(props: Props) {
  const id = createUniqueId()
  let element: HTMLDialogElement | undefined
  onMount(() => element?.showModal())
  return (
    <dialog
      ref={(node) => {
        element = node
        // A press beside it closes it. Not yet in Solid's types.
        node.setAttribute('closedby', 'any')
      }}
      aria-labelledby={id}
      onClose={() => props.onClose()}
      class={cx(
        'bg-raised text-ink shadow-lg open:flex open:flex-col',
        props.isDrawer
          ? 'ms-auto me-0 my-0 h-dvh max-h-dvh w-full max-w-[420px] animate-[appear_var(--t-slow)] rounded-s-xl'
          : 'm-auto w-[calc(100%-32px)] max-w-[420px] animate-[rise_var(--t-slow)_var(--e-out)] rounded-xl max-sm:mb-4',
      )}
    >
      <header class="flex flex-none items-center gap-2 py-3 ps-5 pe-3">
        <h2 id={id} class="min-w-0 flex-1 text-lg">
          {props.title}
        </h2>
        <IconButton label="Close" icon={<X aria-hidden="true" />} onClick={() => element?.close()} />
      </header>
      <div class="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 pb-5">{props.children}</div>
      <Show when={props.footer}>
        <footer class="flex flex-none justify-end gap-2 border-t border-line-soft px-5 py-3">{props.footer}</footer>
      </Show>
    </dialog>
  )
}
