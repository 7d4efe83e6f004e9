import { type JSX, Show } from 'solid-js'
import { t } from '../shared/i18n'
import { Banner } from './banner'
import { Button } from './button'
import { Dialog } from './dialog'

export type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** Names the thing: `Revoke "Shop backend"?` */
  title: string
  /** Gives the numbers and says what can't be undone. */
  text: JSX.Element
  /** Why the last try failed. */
  error?: string | undefined
  /** Repeats the verb: "Revoke key". */
  confirmLabel: string
  cancelLabel?: string | undefined
  tone?: 'danger' | 'primary' | undefined
  busy?: string | undefined
  onConfirm: () => void
  /** The button alone, where Escape and a click outside mean something else. */
  onCancel?: (() => void) | undefined
  /** More to fill in before confirming, such as a password. */
  children?: JSX.Element
}

/** Only for what can't be undone or costs money. The focus starts on the safe choice. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  let cancel: HTMLButtonElement | undefined
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => {
        if (!props.busy) props.onOpenChange(open)
      }}
      title={props.title}
      description={
        <>
          {props.text}
          <Show when={props.error}>
            {(error) => (
              <span class="mt-3 block">
                <Banner tone="bad">{error()}</Banner>
              </span>
            )}
          </Show>
        </>
      }
      size="md"
      closable={false}
      initialFocus={() => (props.children ? undefined : cancel)}
      footer={
        <>
          <Button
            ref={(element) => (cancel = element)}
            onClick={() => (props.onCancel ? props.onCancel() : props.onOpenChange(false))}
            disabled={!!props.busy}
          >
            {props.cancelLabel ?? t('ui.cancel')}
          </Button>
          <Button variant={props.tone ?? 'danger'} busy={props.busy} onClick={() => props.onConfirm()}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
