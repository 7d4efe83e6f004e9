import { Dialog as Kobalte } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import { children, type JSX, Show } from 'solid-js'
import { t } from '../shared/i18n'
import { cx } from './cx'
import { IconButton } from './icon-button'
import { createPageBehind } from './page-behind'
import { createReturnFocus } from './return-focus'

export type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description?: JSX.Element
  children?: JSX.Element
  footer?: JSX.Element
  /** 352, 448, 560 for decisions; 900 for reference. */
  size?: 'sm' | 'md' | 'lg' | 'xl' | undefined
  /** Between the title and the close button: a search box. */
  headerEnd?: JSX.Element
  /** Focused on opening instead of the first control. */
  initialFocus?: (() => HTMLElement | undefined) | undefined
  /** Decisions have their own buttons and no cross. */
  closable?: boolean | undefined
}

const widths = { sm: 'sm:w-[352px]', md: 'sm:w-[448px]', lg: 'sm:w-[560px]', xl: 'sm:w-[900px]' } as const

const controls = 'input:enabled, textarea:enabled, select:enabled, button:enabled, a[href]'

export const overlayClass = 'fixed inset-0 z-(--z-dialog) bg-scrim animate-[appear_var(--t-base)_var(--e-out)]'

/** A sheet from the bottom on phones. Escape and a click outside close it; the focus returns to what opened it. */
export function Dialog(props: DialogProps) {
  const returnFocus = createReturnFocus(() => props.open)
  createPageBehind(() => props.open)
  let body: HTMLDivElement | undefined
  let footer: HTMLElement | undefined
  // The cross comes first in the page, but is hardly ever what one came for.
  const firstControl = () =>
    props.initialFocus?.() ?? body?.querySelector<HTMLElement>(controls) ?? footer?.querySelector<HTMLElement>(controls)
  return (
    <Kobalte open={props.open} onOpenChange={props.onOpenChange} translations={{ dismiss: t('ui.close') }}>
      <Kobalte.Portal>
        <Kobalte.Overlay class={overlayClass} />
        <div class="pointer-events-none fixed inset-0 z-(--z-dialog) grid grid-cols-[minmax(0,1fr)] place-items-center overflow-y-auto p-4 max-sm:place-items-end max-sm:p-0">
          <Kobalte.Content
            onCloseAutoFocus={returnFocus}
            onOpenAutoFocus={(event) => {
              const target = firstControl()
              if (!target) return
              event.preventDefault()
              target.focus()
            }}
            class={cx(
              'pointer-events-auto flex max-h-full w-full flex-col rounded-xl bg-raised shadow-lg outline-none animate-[rise_var(--t-slow)_var(--e-out)] max-sm:max-h-[92dvh] max-sm:rounded-b-none max-sm:pb-[env(safe-area-inset-bottom)]',
              widths[props.size ?? 'md'],
            )}
          >
            <header class="flex items-start gap-3 px-5 pt-4 pb-1">
              <div class="min-w-0 flex-1">
                <Kobalte.Title class="py-1 text-lg/6 tracking-[-.012em]">{props.title}</Kobalte.Title>
                <Show when={props.description}>
                  <Kobalte.Description class="text-ink-2">{props.description}</Kobalte.Description>
                </Show>
              </div>
              {props.headerEnd}
              <Show when={props.closable !== false}>
                <IconButton
                  label={t('ui.close')}
                  icon={<X aria-hidden="true" />}
                  onClick={() => props.onOpenChange(false)}
                  class="-me-1.5"
                />
              </Show>
            </header>
            <Body ref={(element) => (body = element)}>{props.children}</Body>
            <Show when={props.footer} fallback={<div class="h-2 flex-none" />}>
              <footer
                ref={(element) => (footer = element)}
                class="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4 max-sm:flex-col-reverse"
              >
                {props.footer}
              </footer>
            </Show>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  )
}

function Body(props: { ref: (element: HTMLDivElement) => void; children: JSX.Element }) {
  // Reading the property makes the children anew each time; a form among them would exist twice.
  const content = children(() => props.children)
  return (
    <Show when={content()}>
      <div ref={props.ref} class="min-h-0 flex-1 overflow-y-auto px-5 py-3">
        {content()}
      </div>
    </Show>
  )
}
