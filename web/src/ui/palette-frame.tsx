import { Dialog } from '@kobalte/core/dialog'
import type { JSX } from 'solid-js'
import { cx } from './cx'
import { overlayClass } from './dialog'
import { createReturnFocus } from './return-focus'

/** A dialog near the top without a visible title; the whole screen on phones. */
export function PaletteFrame(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: JSX.Element
}) {
  const returnFocus = createReturnFocus(() => props.open)
  let content: HTMLElement | undefined
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay class={cx(overlayClass, 'z-(--z-palette)!')} />
        <div class="pointer-events-none fixed inset-0 z-(--z-palette) flex items-start justify-center px-4 pt-28 max-sm:p-0">
          <Dialog.Content
            ref={(element) => (content = element)}
            onCloseAutoFocus={returnFocus}
            // At once: Kobalte's own way is a moment later, and what is typed until then is lost.
            onOpenAutoFocus={(event) => {
              const box = content?.querySelector('input')
              if (!box) return
              event.preventDefault()
              box.focus()
            }}
            class="pointer-events-auto flex max-h-[min(560px,calc(100dvh-144px))] w-[620px] animate-[rise_var(--t-base)_var(--e-out)] flex-col overflow-hidden rounded-xl bg-raised shadow-lg outline-none max-sm:h-dvh max-sm:max-h-none max-sm:w-full max-sm:rounded-none"
          >
            <Dialog.Title class="sr-only">{props.title}</Dialog.Title>
            {props.children}
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
