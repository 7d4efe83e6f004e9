import { Dialog as Kobalte } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import type { JSX } from 'solid-js'
import { t } from '../shared/i18n'

/** A button on the dark ground. */
export const darkToolClass =
  'inline-flex size-(--h-md) flex-none items-center justify-center rounded-sm text-white/85! hover:bg-white/15! hover:text-white! focus-visible:outline-white aria-pressed:bg-white/15! max-sm:size-11'

/** One thing over the whole page, on dark ground whatever the theme. Escape closes it. */
export function FullScreen(props: {
  /** Says what it shows. */
  label: string
  title: JSX.Element
  subtitle?: JSX.Element
  tools?: JSX.Element
  onClose: () => void
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined
  /** What gets the focus afterwards. It is looked for then: it may be drawn anew. */
  returnFocus: () => HTMLElement | null
  children: JSX.Element
}) {
  return (
    <Kobalte open onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="fixed inset-0 z-(--z-dialog) bg-black/90 animate-[appear_var(--t-base)_var(--e-out)]" />
        <Kobalte.Content
          onOpenAutoFocus={(event) => {
            // Its keys work at once, and nothing in it is as good as chosen.
            event.preventDefault()
            if (event.target instanceof HTMLElement) event.target.focus()
          }}
          aria-label={props.label}
          onKeyDown={(event: KeyboardEvent) => props.onKeyDown?.(event)}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            props.returnFocus()?.focus()
          }}
          class="fixed inset-0 z-(--z-dialog) flex flex-col pb-[env(safe-area-inset-bottom)] text-white outline-none"
        >
          <header class="flex flex-none items-center gap-1 px-4 py-2.5 max-sm:px-2">
            <div class="min-w-0 flex-1">
              <Kobalte.Title class="truncate text-sm" dir="auto">
                {props.title}
              </Kobalte.Title>
              <p class="text-white/70 text-xs tabular-nums">{props.subtitle}</p>
            </div>
            {props.tools}
            <Kobalte.CloseButton aria-label={t('ui.close')} data-tip={t('ui.close')} class={darkToolClass}>
              <X aria-hidden="true" />
            </Kobalte.CloseButton>
          </header>
          {props.children}
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
