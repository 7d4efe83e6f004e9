import { Dialog as Kobalte } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { t } from '../shared/i18n'
import { overlayClass } from './dialog'
import { IconButton } from './icon-button'
import { createReturnFocus } from './return-focus'

/**
 * A task that keeps its list in view: from the end side, the whole of a phone. Escape closes it, and a click outside where
 * `onOpenChange` lets it; the focus returns to what opened it.
 */
export function Drawer(props: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** Beside the title: the steps. */
  headerEnd?: JSX.Element
  children: JSX.Element
  footer?: JSX.Element
}) {
  const returnFocus = createReturnFocus(() => props.open)
  let body: HTMLDivElement | undefined
  return (
    <Kobalte open={props.open} onOpenChange={props.onOpenChange} translations={{ dismiss: t('ui.close') }}>
      <Kobalte.Portal>
        <Kobalte.Overlay class={overlayClass} />
        <Kobalte.Content
          onCloseAutoFocus={returnFocus}
          onOpenAutoFocus={(event) => {
            const first = body?.querySelector<HTMLElement>(
              'input:enabled, textarea:enabled, select:enabled, button:enabled',
            )
            if (!first) return
            event.preventDefault()
            first.focus()
          }}
          class="fixed inset-y-0 end-0 z-(--z-dialog) flex w-[min(620px,100vw)] flex-col bg-surface shadow-lg outline-none animate-[appear_var(--t-base)_var(--e-out)] max-sm:inset-0 max-sm:w-full max-sm:animate-[rise_var(--t-slow)_var(--e-out)]"
        >
          <header class="flex min-h-[60px] flex-none flex-wrap items-center gap-x-3 gap-y-1 border-line-soft border-b py-2 ps-6 pe-5 max-sm:ps-4 max-sm:pe-1">
            <Kobalte.Title class="text-lg/6 tracking-[-.012em]">{props.title}</Kobalte.Title>
            {props.headerEnd}
            <span class="flex-1" />
            <IconButton
              label={t('ui.close')}
              icon={<X aria-hidden="true" />}
              onClick={() => props.onOpenChange(false)}
            />
          </header>
          <div ref={(element) => (body = element)} class="min-h-0 flex-1 overflow-y-auto px-6 py-4 max-sm:px-4">
            {props.children}
          </div>
          <Show when={props.footer}>
            <footer class="flex flex-none flex-wrap items-center gap-2 border-line border-t py-3 ps-6 pe-5 max-sm:px-4 max-sm:pb-[max(12px,env(safe-area-inset-bottom))]">
              {props.footer}
            </footer>
          </Show>
        </Kobalte.Content>
      </Kobalte.Portal>
    </Kobalte>
  )
}
