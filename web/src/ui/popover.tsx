import { Popover as Kobalte } from '@kobalte/core/popover'
import type { JSX } from 'solid-js'
import { cx } from './cx'
import { landmarkOf, withoutBox } from './portal-place'

export type PopoverProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The button it belongs to, which toggles it by itself. */
  anchor: () => HTMLElement | undefined
  label: string
  class?: string | undefined
  children: JSX.Element
}

/** Floats beside its button and leaves the page usable: for more than a menu holds. Escape and a click outside close it. */
export function Popover(props: PopoverProps) {
  return (
    <Kobalte
      open={props.open}
      onOpenChange={props.onOpenChange}
      anchorRef={props.anchor}
      placement="bottom-end"
      gutter={6}
      preventScroll={false}
    >
      <Kobalte.Portal mount={landmarkOf(props.anchor(), 'header, nav, aside, [role="dialog"]')} ref={withoutBox}>
        <Kobalte.Content
          aria-label={props.label}
          onInteractOutside={(event) => {
            const { target } = event.detail.originalEvent
            if (target instanceof Node && props.anchor()?.contains(target)) event.preventDefault()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            // Whoever went elsewhere by a click is where they want to be.
            if (document.activeElement === document.body) props.anchor()?.focus()
          }}
          class={cx(
            'z-(--z-dropdown) flex max-h-(--kb-popper-content-available-height) max-w-[calc(100vw-16px)] flex-col overflow-hidden rounded-[10px] bg-raised shadow-lg outline-none animate-[appear_var(--t-base)_var(--e-out)]',
            props.class,
          )}
        >
          {props.children}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
