import { Dialog as Kobalte } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import type { JSX } from 'solid-js'
import { t } from '../shared/i18n'
import { overlayClass } from './dialog'
import { IconButton } from './icon-button'
import { createReturnFocus } from './return-focus'

/**
 * What stands beside the page where there is room, over it where there is not: from the end side, and from the bottom on
 * phones. Escape and a click outside close it; the focus returns to what opened it.
 */
export function SideSheet(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Names it for screen readers. */
  label: string
  children: JSX.Element
}) {
  const returnFocus = createReturnFocus(() => props.open)
  let content: HTMLElement | undefined
  return (
    <Kobalte open={props.open} onOpenChange={props.onOpenChange} translations={{ dismiss: t('ui.close') }}>
      <Kobalte.Portal>
        <Kobalte.Overlay class={overlayClass} />
        <Kobalte.Content
          ref={(element) => (content = element)}
          aria-label={props.label}
          onCloseAutoFocus={returnFocus}
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            content?.focus()
          }}
          class="fixed inset-y-0 end-0 z-(--z-dialog) flex w-[min(360px,100vw)] flex-col bg-surface shadow-lg outline-none animate-[appear_var(--t-base)_var(--e-out)] max-sm:inset-x-0 max-sm:top-auto max-sm:h-[92dvh] max-sm:w-full max-sm:rounded-t-xl max-sm:pb-[env(safe-area-inset-bottom)] max-sm:animate-[rise_var(--t-slow)_var(--e-out)]"
        >
          <span aria-hidden="true" class="mx-auto mt-2 mb-1 h-1 w-9 flex-none rounded-full bg-line-strong sm:hidden" />
          <div class="relative min-h-0 flex-1 overflow-y-auto pt-3 max-sm:pt-2">
            <IconButton
              class="absolute! end-2 top-3 z-1 max-sm:top-2"
              label={t('ui.close')}
              icon={<X aria-hidden="true" />}
              onClick={() => props.onOpenChange(false)}
            />
            {props.children}
          </div>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
